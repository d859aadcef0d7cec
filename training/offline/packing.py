"""A module as one ZIP to take along: plain pages with relative links, its own style, transcripts, the answer sheet.

What is in it is what the learner may read here, in the language of the page. Questions are in it only while an attempt
at their quiz is under way, as that attempt asks them; no key and no explanation ever is.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.ui.languages import own_name
from training.learning import SAID_DONE
from training.media.showing import media_of, shown
from training.models import Activity, Attempt, Enrolment, Medium
from training.offline.lettered import Lettered, lettered
from training.offline.sheet import Sheet, write_sheet
from training.outline import ModuleInside, Outline
from training.packages.cc_writing import licence_of
from training.packages.exporting import put_medium, zip_file
from training.progress import Progress
from training.wording import said

_STYLE = (Path(__file__).parent / "style.css").read_text()


@dataclass(frozen=True)
class OpenQuiz:
    """An attempt that is under way, as the pack prints it."""

    attempt: Attempt
    questions: list[Lettered]


class Pack:
    """The pack of one module for one learner."""

    def __init__(
        self, enrolment: Enrolment, outline: Outline, progress: Progress, module: ModuleInside, *, files: bool = False
    ):
        """files: with the recordings, documents and pictures of the lessons."""
        self.enrolment, self.outline, self.module, self.files = enrolment, outline, module, files
        self.done, self.now = progress.done, timezone.now()
        self.media = files_of((row for lesson in module.lessons for row in lesson.activities), outline.wanted)
        self.attempts = self._attempts()

    def _attempts(self) -> dict[UUID, OpenQuiz]:
        """The open attempts at the quizzes of the module, by the key of the quiz."""
        keys = [activity.key for lesson in self.module.lessons for activity in lesson.activities]
        rows = Attempt.objects.filter(
            enrolment=self.enrolment, state=Attempt.State.OPEN, quiz__activity__key__in=keys
        ).select_related("quiz__activity")
        return {
            row.quiz.activity.key: OpenQuiz(
                row, [lettered(one, self.outline.wanted) for one in row.responses.select_related("version")]
            )
            for row in rows.prefetch_related("responses")
        }

    @property
    def name(self) -> str:
        """Of the file."""
        return f"{self.enrolment.course.slug}-{self.module.number}.zip"

    @property
    def weight(self) -> int:
        """Bytes of the files that go along, as they are stored."""
        return sum(medium.size for rows in self.media.values() for medium in rows)

    def write(self) -> IO[bytes]:
        """The ZIP, open at its beginning."""
        return zip_file(self._fill)

    def _fill(self, archive: zipfile.ZipFile) -> None:
        archive.writestr("style.css", _STYLE)
        archive.writestr("index.html", self._page("index", licence=licence_of(self.enrolment.course)))
        for lesson in self.module.lessons:
            archive.writestr(f"lesson-{lesson.number}.html", self._lesson(lesson))
        archive.writestr("answers.txt", "\ufeff" + self.sheet().replace("\n", "\r\n"))
        if self.files:
            for rows in self.media.values():
                for medium in rows:
                    if medium.file.storage.exists(medium.file.name):
                        put_medium(archive, name_of(medium), medium)

    def _page(self, template: str, **context: Any) -> str:
        shared = {
            "course": self.enrolment.course,
            "module": self.module,
            "outline": self.outline,
            "made": self.now,
            "files": self.files,
        }
        return render_to_string(f"training/offline/{template}.html", shared | context)

    def _lesson(self, lesson: Any) -> str:
        wanted = self.outline.wanted
        lessons = self.module.lessons
        place = lessons.index(lesson)
        return self._page(
            "lesson",
            inside=lesson,
            body=said(lesson.lesson.wording, "body", wanted),
            parts=[part_of(activity, wanted, self.media, self.attempts) for activity in lesson.activities],
            previous=lessons[place - 1] if place else None,
            next=lessons[place + 1] if place + 1 < len(lessons) else None,
        )

    def sheet(self) -> str:
        """The answer sheet: a line for what is still to be done, the questions that are under way."""
        sheet = Sheet(made=self.now)
        notes: dict[object, list[str]] = {"": how_to_fill_in()}
        for lesson in self.module.lessons:
            for activity in lesson.activities:
                title = said(activity.wording, "title", self.outline.wanted) or lesson.title
                if activity.kind in SAID_DONE and activity.key not in self.done:
                    sheet.days[activity.key] = ""
                    notes[activity.key] = [f"{lesson.number}. {title}"]
                elif activity.key in self.attempts:
                    self._questions(sheet, notes, activity.key, f"{lesson.number}. {title}")
        return write_sheet(sheet, notes)

    def _questions(self, sheet: Sheet, notes: dict[object, list[str]], key: UUID, title: str) -> None:
        quiz = self.attempts[key]
        own = (key, quiz.attempt.number)
        notes[key] = [title]
        sheet.answers[own] = {question.number: question.given for question in quiz.questions}
        for question in quiz.questions:
            options = [f"   {letter}) {label}" for letter, label in question.options]
            targets = [f"   {number}) {label}" for number, label in question.targets]
            notes[(key, question.number)] = [f"{question.number}. {question.stem}", *options, *targets, question.how]


def how_to_fill_in() -> list[str]:
    """What stands at the top of a sheet."""
    return [
        _("Behind “done:” write the day on which you read it, for example 2026-11-20."),
        _("Behind the number of a question write your answer. Leave empty what you don't know."),
        _("Then send this file in on the page of the course, or paste its text there."),
    ]


def part_of(
    activity: Any, wanted: tuple[str, ...], media: dict[int, list[Medium]], attempts: dict[UUID, OpenQuiz]
) -> dict[str, Any]:
    """What a page prints of an activity."""
    files = media.get(activity.pk, [])
    return {
        "activity": activity,
        "title": said(activity.wording, "title", wanted),
        "task": said(activity.wording, "task", wanted),
        "transcript": said(activity.wording, "transcript", wanted),
        "alt": said(activity.wording, "alt", wanted),
        "files": [{"name": name_of(one), "medium": one, "language": own_name(one.language)} for one in files],
        "quiz": attempts.get(activity.key),
    }


def files_of(activities: Iterable[Activity], wanted: tuple[str, ...]) -> dict[int, list[Medium]]:
    """{number of an activity: its files in the reader's language, or else in another}. One query."""
    found = {pk: shown(rows, wanted) for pk, rows in media_of(activities).items()}
    return {
        pk: [row for row in (one.main, one.sound, *(row for row in one.captions if row.language == one.on)) if row]
        for pk, one in found.items()
    }


def name_of(medium: Medium) -> str:
    """A file's name in the pack."""
    ending = medium.file.name.rpartition(".")[2] or "bin"
    return f"files/{medium.activity_id}-{medium.role}-{medium.language}.{ending}"
