"""An edition as a file that other systems read: Common Cartridge 1.3, QTI 1.2, and its questions as CSV.

The keys of the quizzes are in all three: only a course's authors get them.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from xml.etree.ElementTree import Element

from csonet.opendata.writing import as_csv
from training.models import Activity, ActivityKind, Medium
from training.outline import LessonInside, Outline
from training.packages.asked import Drawn, asked_in
from training.packages.cc_writing import BESIDE, LINK, QUIZ, WEB, Manifest, page, qti_manifest, weblink
from training.packages.qti_writing import profile_file, quiz_file
from training.wording import said
from training.writing import written_lines

#: Larger packages are made on the disk.
_IN_MEMORY = 8 * 1024 * 1024
File = tuple[IO[bytes], str, str]
_WITH_FILES = (ActivityKind.VIDEO, ActivityKind.AUDIO, ActivityKind.PDF, ActivityKind.PICTURE)


def zip_file(fill: Callable[[zipfile.ZipFile], None]) -> IO[bytes]:
    """A ZIP archive, open at its beginning."""
    stream: Any = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # the response closes it
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive)
    stream.seek(0)
    return stream


def put_medium(archive: zipfile.ZipFile, name: str, medium: Medium) -> None:
    """A stored file, in pieces; it is packed already by its own kind."""
    entry = zipfile.ZipInfo(name)
    with medium.file.open("rb") as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target)


def cartridge(outline: Outline) -> File:
    """The edition as a Common Cartridge 1.3, in the language that is wanted most."""
    return zip_file(_Cartridge(outline).fill), "application/zip", ".imscc"


def quizzes(outline: Outline) -> File:
    """All quizzes of the edition as QTI 1.2, in all their languages."""
    asked = asked_in(outline.edition)

    def fill(archive: zipfile.ZipFile) -> None:
        files = {}
        for inside, activity in _quizzes(outline):
            name = f"quiz-{activity.key}.xml"
            files[f"quiz-{activity.key}"] = name
            title = _title(activity, inside, outline)
            archive.writestr(name, quiz_file(activity.quiz, title, asked.get(activity.pk, []), outline.wanted))
        course = outline.edition.course
        archive.writestr("imsmanifest.xml", qti_manifest(course, course.title, files))

    return zip_file(fill), "application/zip", "-qti.zip"


COLUMNS = ["quiz", "bank", "question", "kind", "marks", "language", "text", "answers", "explanation", "licence"]


def questions(outline: Outline) -> File:
    """All questions of the edition as CSV: a row for each language, the answers as authors write them."""
    asked = asked_in(outline.edition)
    stream: Any = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # the response closes it
    for piece in as_csv(_rows(outline, asked), COLUMNS):
        stream.write(piece.encode())
    stream.seek(0)
    return stream, "text/csv; charset=utf-8", "-questions.csv"


def _rows(outline: Outline, asked: dict[int, list[Drawn]]) -> Any:
    for inside, activity in _quizzes(outline):
        for drawn in asked.get(activity.pk, []):
            for version in drawn.questions:
                for language, texts in version.wording.items():
                    yield {
                        "quiz": _title(activity, inside, outline),
                        "bank": drawn.bank,
                        "question": str(version.question.key),
                        "kind": version.kind,
                        "marks": version.marks,
                        "language": language,
                        "text": texts.get("stem", ""),
                        "answers": written_lines(version, language),
                        "explanation": texts.get("explanation", ""),
                        "licence": outline.edition.course.licence,
                    }


def _quizzes(outline: Outline) -> list[tuple[LessonInside, Activity]]:
    return [
        (inside, activity)
        for inside in outline.lessons
        for activity in inside.activities
        if activity.kind == ActivityKind.QUIZ
    ]


def _title(activity: Activity, inside: LessonInside, outline: Outline) -> str:
    return (said(activity.wording, "title", outline.wanted) or inside.title).text


class _Cartridge:
    """One package on its way into its archive."""

    def __init__(self, outline: Outline):
        self.outline = outline
        self.course = outline.edition.course
        self.asked = asked_in(outline.edition)
        self.manifest = Manifest(self.course, self.course.title, outline.wanted[0])

    def fill(self, archive: zipfile.ZipFile) -> None:
        """Write everything, the manifest last."""
        self.archive = archive
        for module in self.outline.modules:
            folder = self.manifest.entry(self.manifest.contents, f"module-{module.number}", module.title.text)
            for inside in module.lessons:
                self._lesson(folder, inside)
        archive.writestr("imsmanifest.xml", self.manifest.file())

    def _lesson(self, folder: Element, inside: LessonInside) -> None:
        lesson = self.manifest.entry(folder, f"lesson-{inside.number}", inside.title.text)
        body = said(inside.lesson.wording, "body", self.outline.wanted)
        if body:
            self._page(lesson, f"lesson-{inside.number}-text", inside.title.text, body.language, body.text)
        for place, activity in enumerate(inside.activities, start=1):
            self._activity(lesson, f"lesson-{inside.number}-part-{place}", activity, inside)

    def _activity(self, lesson: Element, own: str, activity: Activity, inside: LessonInside) -> None:
        title = _title(activity, inside, self.outline)
        parts = [said(activity.wording, name, self.outline.wanted) for name in ("task", "transcript")]
        texts = [part for part in parts if part]
        media = self._media(own, activity)
        if texts or media:
            body = "\n".join(text.text for text in texts)
            language = texts[0].language if texts else self.outline.wanted[0]
            self._page(lesson, f"{own}-text", title, language, body, media)
        if activity.kind == ActivityKind.LINK and activity.address:
            name = f"links/{own}.xml"
            self.archive.writestr(name, weblink(title, activity.address))
            self.manifest.entry(lesson, f"{own}-entry", title, own)
            self.manifest.resource(own, LINK, name, shown=False)
        elif activity.kind == ActivityKind.QUIZ:
            self._quiz(lesson, own, activity, title)

    def _page(
        self, lesson: Element, own: str, title: str, language: str, body: str, media: tuple[str, ...] = ()
    ) -> None:
        links = "".join(f'\n<p><a href="../{name}">{name.rpartition("/")[2]}</a></p>' for name in media)
        name = f"pages/{own}.html"
        self.archive.writestr(name, page(title, language, body + links))
        self.manifest.entry(lesson, f"{own}-entry", title, own)
        self.manifest.resource(own, WEB, name, needs=tuple(_named(one) for one in media))

    def _media(self, own: str, activity: Activity) -> tuple[str, ...]:
        """The files of an activity; their names in the package."""
        if activity.kind not in _WITH_FILES:
            return ()
        names = []
        for medium in activity.media.order_by("language", "role"):
            ending = medium.file.name.rpartition(".")[2]
            name = f"files/{own}-{medium.role}-{medium.language}.{ending}"
            if medium.file.storage.exists(medium.file.name):
                put_medium(self.archive, name, medium)
                self.manifest.resource(_named(name), WEB, name)
                names.append(name)
        return tuple(names)

    def _quiz(self, lesson: Element, own: str, activity: Activity, title: str) -> None:
        """The quiz in the profile, and beside it in full."""
        draws = self.asked.get(activity.pk, [])
        if not any(drawn.questions for drawn in draws):
            return
        wanted = self.outline.wanted
        plain, full = f"quizzes/{own}.xml", f"quizzes/full/{own}.xml"
        self.archive.writestr(plain, profile_file(activity.quiz, title, draws, wanted))
        self.archive.writestr(full, quiz_file(activity.quiz, title, draws, wanted))
        self.manifest.entry(lesson, f"{own}-entry", title, own)
        self.manifest.resource(own, QUIZ, plain, needs=(f"{own}-full",), shown=False)
        self.manifest.resource(f"{own}-full", BESIDE, full)


def _named(name: str) -> str:
    """The identifier of a file."""
    return "file-" + name.rpartition("/")[2].replace(".", "-")


FORMATS: dict[str, Callable[[Outline], File]] = {"cartridge": cartridge, "qti": quizzes, "questions": questions}
