"""The portal's texts in French and Arabic: all of them, none guessed, and none that breaks a page."""

from __future__ import annotations

import re
from collections import Counter
from gettext import GNUTranslations
from pathlib import Path

import polib
import pytest
from django.conf import settings

from csonet.portal.catalogues import compile_catalogues

COMPLETE = ("fr", "ar")
FORMS = {"en": 2, "fr": 2, "ar": 6, "es": 3, "ru": 4, "zh_Hans": 1}
FOLDER = Path(settings.LOCALE_PATHS[0])
CATALOGUES = sorted(folder.name for folder in FOLDER.iterdir() if (folder / "LC_MESSAGES" / "django.po").exists())
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd]|\{\w+\}")
TAG = re.compile(r"</?\w+|\bhref=\"[^\"]*\"|\bclass=\"[^\"]*\"")
#: A number in words ("مادتان", two items) or a form of zero or one may leave its placeholder out.
COUNTS = {"%(count)d", "%(count)s", "%(counter)s", "%(number)d", "%(number)s", "%(minutes)s", "%(days)d", "%(days)s"}
COUNTS |= {"%(figure)s", "%(attempts)s", "%(marks)s", "%(left)s", "%(taken)s"}
COUNTS |= {"%(locked)s", "%(more)s", "%(seconds)s", "%(months)s"}


def entries(language: str) -> list[polib.POEntry]:
    """What stands in the catalogue of a language, without what the portal no longer says."""
    catalogue = polib.pofile(str(FOLDER / language / "LC_MESSAGES" / "django.po"))
    return [entry for entry in catalogue if not entry.obsolete]


def texts(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each translated form beside the English one that it stands for."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)] if entry.msgstr else []
    return [(entry.msgid_plural, form) for form in entry.msgstr_plural.values() if form]


def without_counts(pattern: re.Pattern[str], text: str, plural: bool) -> Counter[str]:
    """The placeholders or tags of a text; the number itself apart where a language may say it in words."""
    return Counter(found for found in pattern.findall(text) if not (plural and found in COUNTS | {"%(limit)s"}))


def test_every_language_of_the_portal_but_english_has_a_catalogue():
    wanted = {code.replace("zh-hans", "zh_Hans") for code, _name in settings.LANGUAGES} - {"en"}
    assert set(CATALOGUES) == wanted


@pytest.mark.parametrize("language", COMPLETE)
def test_every_text_is_translated(language):
    missing = [entry.msgid for entry in entries(language) if not entry.translated()]
    assert missing == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_nothing_is_guessed(language):
    assert [entry.msgid for entry in entries(language) if entry.fuzzy] == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_placeholders_and_markup_are_those_of_the_english_text(language):
    wrong = [
        (english, translated)
        for entry in entries(language)
        for english, translated in texts(entry)
        for pattern in (PLACEHOLDER, TAG)
        if without_counts(pattern, english, bool(entry.msgid_plural))
        != without_counts(pattern, translated, bool(entry.msgid_plural))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_translation_asks_for_a_value_that_the_page_does_not_give(language):
    unknown = [
        (entry.msgid, form)
        for entry in entries(language)
        for _english, form in texts(entry)
        if set(PLACEHOLDER.findall(form)) - set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
    ]
    assert unknown == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_blank_space_at_the_edges_is_kept(language):
    wrong = [
        form
        for entry in entries(language)
        for english, form in texts(entry)
        if (english[:1].isspace(), english[-1:].isspace()) != (form[:1].isspace(), form[-1:].isspace())
    ]
    assert wrong == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_plural_form_of_the_language_is_there(language):
    catalogue = polib.pofile(str(FOLDER / language / "LC_MESSAGES" / "django.po"))
    assert f"nplurals={FORMS[language]};" in catalogue.metadata["Plural-Forms"]
    some = [entry for entry in entries(language) if entry.msgid_plural and any(entry.msgstr_plural.values())]
    wrong = [entry.msgid for entry in some if sum(map(bool, entry.msgstr_plural.values())) != FORMS[language]]
    assert wrong == []


def test_the_plain_plural_of_arabic_and_french_carries_the_number():
    lost = [
        (entry.msgid_plural, form)
        for language in COMPLETE
        for entry in entries(language)
        if entry.msgid_plural
        for form in [entry.msgstr_plural.get(FORMS[language] - 1, "")]
        if set(PLACEHOLDER.findall(entry.msgid_plural)) != set(PLACEHOLDER.findall(form))
    ]
    assert lost == []


def test_french_is_set_as_french():
    """Typographic apostrophes, guillemets, and a narrow no-break space before the tall marks."""
    wrong = [
        form
        for entry in entries("fr")
        for _english, form in texts(entry)
        for plain in [re.sub(r"<[^>]+>|https?://\S*", "", form)]
        if "'" in plain or re.search(r"[ \u00a0][:;!?»]|«[ \u00a0]|[“”]|\w[;!?](?:\s|$)", plain)
    ]
    assert wrong == []


def test_all_catalogues_compile_and_are_read(tmp_path, settings):
    for language in CATALOGUES:
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_bytes((FOLDER / language / "LC_MESSAGES" / "django.po").read_bytes())
    settings.LOCALE_PATHS = [tmp_path]

    assert compile_catalogues() == len(CATALOGUES)
    assert compile_catalogues() == 0, "what is compiled and not older is left alone"

    with (tmp_path / "fr" / "LC_MESSAGES" / "django.mo").open("rb") as compiled:
        french = GNUTranslations(compiled)
    assert french.gettext("best practice") == "bonne pratique"
    said = [french.ngettext("%(figure)s decision", "%(figure)s decisions", number) for number in (0, 1, 2)]
    assert said == ["%(figure)s décision", "%(figure)s décision", "%(figure)s décisions"]
