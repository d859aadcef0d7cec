"""From a package to what it would add to a draft edition. Nothing is saved here; every thing of it has a line."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from csonet.richtext import to_text
from training.models import ActivityKind
from training.packages.archive import Archive, PackageError
from training.packages.cc_reading import MANIFEST, Entry, Manifest, Resource, manifest_of
from training.packages.markup import first, inner, page_of, parsed
from training.packages.qti_reading import MOST_QUESTIONS, quizzes_of
from training.packages.report import CHANGED, DROPPED, TAKEN, Reading

Data = dict[str, Any]
MOST_LESSONS = 200
#: Lines of the contents may name the same thing again and again: so many are followed.
MOST_PARTS = 500
_ADDRESS = URLValidator(schemes=["http", "https"])
_QTI = re.compile(rb"<(?:\w+:)?questestinterop[\s>]")


def read(content: bytes, language: str) -> Reading:
    """What the package says, for a course in this language. Raises PackageError for what is refused as a whole."""
    return _Reader(Archive(content), language).reading


class _Reader:
    """One package on its way into a structure."""

    def __init__(self, archive: Archive, language: str):
        self.archive, self.language = archive, language
        self.reading = Reading()
        self.used: set[str] = set()
        self.lessons = self.parts = 0
        #: What was read once is not read again: pages, or why they can't be taken; files of questions; quizzes.
        self.pages: dict[str, tuple[str, str, list[str]] | ValueError] = {}
        self.roots: dict[str, Element] = {}
        self.quizzes: dict[str, list[Data]] = {}
        try:
            self.manifest = manifest_of(archive)
        except PackageError:
            if any(name.rpartition("/")[2].lower() == MANIFEST for name in archive.names):
                raise
            self.manifest = self._without_manifest()
        self.reading.title = self.manifest.title
        self._modules()
        self._unlisted()
        if not self.reading.structure:
            raise PackageError(_("There is nothing in the package that a course here could take: ") + self._why())

    def _why(self) -> str:
        reasons = [f"{line.title or line.own}: {line.why}" for line in self.reading.lines if line.what == DROPPED]
        return "; ".join(reasons[:5]) or _("no page and no quiz.")

    def _without_manifest(self) -> Manifest:
        """QTI files alone in a ZIP. Raises PackageError where there is none."""
        found = {
            name: Resource(name, "imsqti_xmlv1p2", name, (name,), ())
            for name in self.archive.names
            if name.lower().endswith(".xml") and _QTI.search(self.archive.read(name)[:4000])
        }
        if not found:
            raise PackageError(_("There is no imsmanifest.xml in it: it is no Common Cartridge and no QTI package."))
        return Manifest("", [], found)

    def _modules(self) -> None:
        """The contents; lines of the first level that are no folders share a module."""
        loose: list[Entry] = []
        for entry in self.manifest.entries:
            if not entry.children:
                loose.append(entry)
                continue
            self._module(self._name(), loose)
            loose = []
            own = [Entry(entry.own, entry.title, entry.resource)] if entry.resource else []
            self._module(entry.title, [*own, *entry.children])
        self._module(self._name(), loose)

    def _name(self) -> str:
        return self.manifest.title or _("Imported")

    def _module(self, title: str, entries: list[Entry]) -> None:
        lessons = [lesson for entry in entries if (lesson := self._lesson(entry))]
        if lessons:
            wording = {self.language: {"title": title or self._name()}}
            self.reading.structure.append({"wording": wording, "lessons": lessons})

    def _lesson(self, entry: Entry) -> Data | None:
        """One line of the second level with everything below it."""
        lesson: Data = {"wording": {self.language: {"title": entry.title or _("Lesson")}}, "activities": []}
        for part in _all_of(entry):
            self._part(part, lesson)
        texts = lesson["wording"][self.language]
        if not lesson["activities"] and "body" not in texts:
            return None
        self.lessons += 1
        if self.lessons > MOST_LESSONS:
            self.reading.note(DROPPED, entry.own, entry.title, _("there are more lessons than a package may have"))
            return None
        if "body" in texts:
            lesson["activities"].insert(0, {"minutes": max(1, len(to_text(texts["body"])) // 900)})
        return lesson

    def _part(self, entry: Entry, lesson: Data) -> None:
        resource = self.manifest.resources.get(entry.resource)
        if resource is None:
            if entry.resource:
                self.reading.note(DROPPED, entry.own, entry.title, _("what it leads to is not in the package"))
            return
        self.used.add(resource.own)
        if not self._follows(entry.own or resource.own, entry.title or resource.href):
            return
        kind = resource.kind
        if kind == "page":
            self._page(entry, resource, lesson)
        elif kind == "link":
            self._link(entry, resource, lesson)
        elif kind in ("quiz", "bank"):
            lesson["activities"] += self._quizzes_again(resource)
        else:
            self.reading.note(DROPPED, entry.own or resource.own, entry.title or resource.href, _why_not(kind))

    def _follows(self, own: str, title: str) -> bool:
        """Is a further part followed? A line of the report where there are too many."""
        self.parts += 1
        if self.parts > MOST_PARTS:
            self.reading.note(DROPPED, own, title, _("there are more lessons than a package may have"))
        return self.parts <= MOST_PARTS

    def _page(self, entry: Entry, resource: Resource, lesson: Data) -> None:
        """The first page is the lesson's text, a further one is read as an activity."""
        content = self._file(resource, entry)
        if content is None:
            return
        read_as = self._read_page(resource.href, content)
        if isinstance(read_as, ValueError):
            self.reading.note(DROPPED, entry.own, entry.title or resource.href, str(read_as))
            return
        title, body, lost = read_as
        title = entry.title or title
        if not body:
            self.reading.note(DROPPED, entry.own, title, _("it has no text"))
            return
        why = _("pictures, players and forms in it were left out") if lost else ""
        self.reading.note(CHANGED if lost else TAKEN, entry.own, title, why)
        texts = lesson["wording"][self.language]
        if "body" not in texts:
            texts["body"] = body
        else:
            lesson["activities"].append({"wording": {self.language: {"title": title, "task": body}}})

    def _read_page(self, name: str, content: bytes) -> tuple[str, str, list[str]] | ValueError:
        """(title, body, what was lost) of a page, or why it can't be taken."""
        if name not in self.pages:
            try:
                self.pages[name] = page_of(content)
            except ValueError as reason:
                self.pages[name] = reason
        return self.pages[name]

    def _link(self, entry: Entry, resource: Resource, lesson: Data) -> None:
        content = self._file(resource, entry)
        if content is None:
            return
        root = parsed(content, resource.href)
        found = first(root, "url")
        address = found.get("href", "").strip() if found is not None else ""
        try:
            _ADDRESS(address)
        except ValidationError:
            address = ""
        if not address or len(address) > 500:
            self.reading.note(DROPPED, entry.own, entry.title, _("its web address can't be used"))
            return
        title = entry.title or inner(first(root, "title"))[:200]
        self.reading.note(TAKEN, entry.own, title)
        wording = {self.language: {"title": title}} if title else {}
        lesson["activities"].append({"kind": ActivityKind.LINK.value, "wording": wording, "address": address})

    def _quizzes_again(self, resource: Resource) -> list[Data]:
        """The quizzes of a file that the contents may have named before; it is read once, its questions count again."""
        known = self.quizzes.get(resource.own)
        if known is None:
            self.quizzes[resource.own] = known = self._quizzes(resource)
            return deepcopy(known)
        questions = sum(len(draw["questions"]) for row in known for draw in (row["quiz"], *row["quiz"]["further"]))
        if self.reading.questions + questions > MOST_QUESTIONS:
            why = _("there are more questions than a package may have")
            self.reading.note(DROPPED, resource.own, resource.href, why)
            return []
        self.reading.questions += questions
        return deepcopy(known)

    def _quizzes(self, resource: Resource) -> list[Data]:
        """The quizzes of a file; where the package has them beside it in full, as Canvas and the portal do, these."""
        full = [self.manifest.resources[own] for own in resource.needs if own in self.manifest.resources]
        for better in (*(other for other in full if other.kind == "beside"), resource):
            self.used.add(better.own)
            for name in dict.fromkeys((better.href, *better.files)):
                if name in self.archive and _QTI.search((content := self.archive.read(name))[:4000]):
                    if name not in self.roots:
                        self.roots[name] = parsed(content, name)
                    root = self.roots[name]
                    return [_activity(quiz, self.language) for quiz in quizzes_of(root, self.language, self.reading)]
        self.reading.note(DROPPED, resource.own, resource.href, _("its questions are not in the package"))
        return []

    def _file(self, resource: Resource, entry: Entry) -> bytes | None:
        if resource.href in self.archive:
            return self.archive.read(resource.href)
        self.reading.note(DROPPED, entry.own, entry.title, _("what it leads to is not in the package"))
        return None

    def _unlisted(self) -> None:
        """Quizzes that the contents don't name become a module; of everything else it is said that it stays behind."""
        needed = {own for resource in self.manifest.resources.values() for own in resource.needs}
        lessons: list[Data] = []
        for resource in self.manifest.resources.values():
            if resource.own in self.used or (resource.kind == "beside" and resource.own in needed):
                continue
            if resource.kind in ("quiz", "bank") and self._follows(resource.own, resource.href):
                for activity in self._quizzes(resource):
                    title = {self.language: {"title": activity["wording"][self.language]["title"]}}
                    lessons.append({"wording": title, "activities": [activity]})
            elif resource.kind not in ("quiz", "bank"):
                name = resource.href or resource.own
                self.reading.note(DROPPED, resource.own, name, _("the contents of the package don't name it"))
        if lessons:
            module = {"wording": {self.language: {"title": self._name()}}, "lessons": lessons[:MOST_LESSONS]}
            self.reading.structure.append(module)


def _all_of(entry: Entry) -> list[Entry]:
    """A line of the contents and all below it, in their order."""
    found, waiting = [], [entry]
    while waiting:
        row = waiting.pop()
        found.append(row)
        waiting.extend(reversed(row.children))
    return found


def _activity(quiz: Data, language: str) -> Data:
    """A quiz as training.building takes it."""
    head, *further = quiz["draws"]
    return {
        "kind": ActivityKind.QUIZ.value,
        "minutes": 10,
        "wording": {language: {"title": quiz["title"]}},
        "quiz": {"rules": quiz["rules"], "bank": quiz["title"][:140], **head, "further": further},
    }


def _why_not(kind: str) -> str:
    """Why a kind of resource can't be taken."""
    return {
        "topic": _("a discussion; groups have these"),
        "tool": _("a tool on another server, to which people would be handed over"),
        "assignment": _("an assignment; write it here anew"),
    }.get(kind, _("a file; add it to an activity here"))
