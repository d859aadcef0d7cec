"""The judged set: 624 documents written for it in six languages, and queries with the documents that answer them.

Each `<language>.txt` holds twenty themes of five texts ("# theme", then "title | text"); `organizations.txt` holds
names and acronyms; `queries.txt` holds the queries by language, with the themes and numbers of the texts that were
judged to answer them: what a person who typed this would be glad to be shown, whatever words it uses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from accounts.models import Organization
from csonet.content.search.indexing import replace_items, replace_organizations
from csonet.testing.makers import make_item, make_organization
from practices.models import Practice

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh-hans")


@dataclass(frozen=True)
class Judged:
    """A query in one language, and what answers it: language/theme/number."""

    language: str
    text: str
    answers: frozenset[str]


def texts(language: str) -> Iterator[tuple[str, str, str]]:
    """(name, title, text) of each document of a language."""
    theme, number = "", 0
    for line in (FOLDER / f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("# "):
            theme, number = line[2:], 0
        elif line:
            number += 1
            title, text = line.split(" | ")
            yield f"{language}/{theme}/{number}", title, text


def judged() -> list[Judged]:
    """All queries."""
    found, language = [], ""
    for line in (FOLDER / "queries.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif " = " in line:
            text, answers = line.split(" = ")
            found.append(Judged(language, text, frozenset(_answers(language, answers))))
    return found


def _answers(language: str, written: str) -> Iterator[str]:
    for part in written.split("; "):
        theme, *numbers = part.split()
        for number in numbers or "12345":
            yield f"{language}/{theme}/{number}"


def fill() -> dict[int, str]:
    """Make all documents, published now by one organization; the items' keys and names."""
    organization = make_organization("Portal of Examples", is_demo=True)
    now = timezone.now()
    names = {}
    for language in LANGUAGES:
        for name, title, text in texts(language):
            item = make_item(
                Practice,
                title=title,
                summary=text,
                problem="",
                action="",
                language=language,
                organization=organization,
                author=None,
                published_at=now,
            )
            names[item.pk] = name
    for line in (FOLDER / "organizations.txt").read_text("utf-8").splitlines():
        name, acronym = line.split(" |")
        make_organization(name, acronym=acronym.strip())
    replace_items(Practice.objects.all())
    replace_organizations(Organization.objects.exclude(pk=organization.pk))
    return names
