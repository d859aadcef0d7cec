"""Advice for authors: what keeps people out of a lesson who listen to it, see it small, or read it in a hurry.

Advice stands in nobody's way; what must not lack is in training.lacking. The rules are those of WCAG 2.2 that a text
can be asked for: 1.3.1 (headings, tables), 1.3.3, 1.4.1 (place and colour), 2.4.4 (words of links), 1.1.1 (pictures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from csonet.ui.languages import own_name
from training.models import Activity, ActivityKind
from training.outline import LessonInside, Outline

#: Words of links that say nothing by themselves, in the portal's languages.
EMPTY_LINKS = frozenset(
    {
        "here",
        "click here",
        "this",
        "link",
        "this link",
        "more",
        "read more",
        "ici",
        "cliquez ici",
        "lien",
        "en savoir plus",
    }
    | {"aquí", "haga clic aquí", "enlace", "leer más", "هنا", "اضغط هنا", "انقر هنا", "المزيد", "رابط"}
    | {"здесь", "тут", "ссылка", "подробнее", "这里", "点击这里", "此处", "链接", "更多"}
)
_PLACES = re.compile(
    r"\b(?:(?:in|marked|shown|written) (?:red|green|blue|yellow|colou?r)|(?:red|green) (?:text|words|line|box)"
    r"|on the (?:right|left)(?: side)?|en (?:rouge|vert|couleur)|à (?:droite|gauche)|en (?:rojo|verde)"
    r"|a la (?:derecha|izquierda)|справа|слева|красным|зел[её]ным)\b|باللون|على اليمين|على اليسار|红色|绿色|右边|左边",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"(?i)^\s*(?:img|dsc|image|picture|photo)?[\w-]*\.(?:png|jpe?g|webp|gif)\s*$")
#: A paragraph of more words is a wall.
LONG_PARAGRAPH = 150
#: A lesson of more words than this without a heading can't be looked through.
LONG_WITHOUT_HEADING = 400
LONG_ALT = 250


@dataclass(frozen=True)
class Advice:
    """One thing that could be better, and where."""

    lesson: LessonInside
    language: str
    words: str

    @property
    def language_name(self) -> str:
        """The language of the text, in itself."""
        return own_name(self.language)


class _Reader(HTMLParser):
    """What there is in a formatted text: headings, links, paragraphs, tables."""

    def __init__(self) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.links: list[str] = []
        self.paragraphs: list[str] = []
        self.tables_without_heads = 0
        self._inside: dict[str, list[str]] = {}
        self._has_heads = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("h3", "h4"):
            self.headings.append(tag)
        if tag in ("a", "p"):
            self._inside[tag] = []
        if tag == "table":
            self._has_heads = False
        self._has_heads |= tag == "th"

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            text = " ".join("".join(self._inside.pop(tag)).split())
            (self.links if tag == "a" else self.paragraphs).append(text)
        if tag == "table" and not self._has_heads:
            self.tables_without_heads += 1

    def handle_data(self, data: str) -> None:
        for parts in self._inside.values():
            parts.append(data)


def advice_for(outline: Outline) -> list[Advice]:
    """What could be better in an edition, in the order of its lessons. No query."""
    return [
        Advice(lesson, language, words)
        for lesson in outline.lessons
        for language, words in (*_of_lesson(lesson), *_of_activities(lesson))
    ]


def _of_lesson(lesson: LessonInside) -> Iterator[tuple[str, str]]:
    for language, texts in lesson.lesson.wording.items():
        for words in of_text(texts.get("body", "")):
            yield language, words


def _of_activities(lesson: LessonInside) -> Iterator[tuple[str, str]]:
    for activity in lesson.activities:
        for language, texts in activity.wording.items():
            for name in ("task", "transcript"):
                for words in of_text(texts.get(name, "")):
                    yield language, words
            if words := _of_alt(activity, texts.get("alt", "")):
                yield language, words


def _of_alt(activity: Activity, alt: str) -> str:
    if activity.kind != ActivityKind.PICTURE or not alt:
        return ""
    if _FILE_NAME.match(alt):
        return _("The words for the picture are the name of a file: say what it shows.")
    if len(alt) > LONG_ALT:
        return _("The words for the picture are long: say the most important there, the rest in the text.")
    return ""


def of_text(html: str) -> Iterator[str]:
    """Advice on one formatted text."""
    if not html:
        return
    found = _Reader()
    found.feed(html)
    found.close()
    yield from _of_headings(found)
    yield from _of_links(found.links)
    if found.tables_without_heads:
        yield _("A table has no head cells: without them nobody who listens knows what a cell is about.")
    yield from _of_paragraphs(found.paragraphs)


def _of_headings(found: _Reader) -> Iterator[str]:
    if found.headings[:1] == ["h4"]:
        yield _("The first heading is one of the second rank: begin with the first rank.")
    if not found.headings and sum(len(text.split()) for text in found.paragraphs) > LONG_WITHOUT_HEADING:
        yield _("The text is long and has no headings: with headings readers find their way.")


def _of_links(links: list[str]) -> Iterator[str]:
    for text in links:
        if text.casefold().strip(" .…→>»") in EMPTY_LINKS:
            yield _("A link says “%(words)s”: name what it leads to.") % {"words": text}
        elif text.startswith(("http://", "https://")):
            yield _("A link shows its address: name what it leads to. (%(words)s)") % {"words": text[:80]}


def _of_paragraphs(paragraphs: list[str]) -> Iterator[str]:
    if any(len(text.split()) > LONG_PARAGRAPH for text in paragraphs):
        yield _("A paragraph has more than %(count)d words: divide it.") % {"count": LONG_PARAGRAPH}
    if any(_shouts(text) for text in paragraphs):
        yield _("A sentence is in capital letters: they are hard to read, and are read out letter by letter.")
    if match := next((match for text in paragraphs if (match := _PLACES.search(text))), None):
        yield _("“%(words)s”: who doesn't see colour or place doesn't know what is meant. Name it as well.") % {
            "words": match[0]
        }


def _shouts(text: str) -> bool:
    words = [word for word in re.findall(r"[^\W\d_]{3,}", text) if word.upper() != word.lower()]
    return any(all(word.isupper() for word in words[start : start + 5]) for start in range(len(words) - 4))
