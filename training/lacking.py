"""What an edition lacks before it can be published, in words for its authors."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from csonet.ui.languages import own_name
from training.models import Activity, ActivityKind, Edition, Lesson, Medium, Quiz, Survey
from training.weight import too_heavy
from training.wording import title_of

MAIN, CAPTIONS = Medium.Role.MAIN, Medium.Role.CAPTIONS
_WITH_FILES = (ActivityKind.VIDEO, ActivityKind.AUDIO, ActivityKind.PDF, ActivityKind.PICTURE)


def lacks(edition: Edition) -> list[str]:
    """Everything that stands in the way of publication; nothing for an edition that can be published."""
    problems = []
    lessons = Lesson.objects.filter(module__edition=edition)
    if not lessons.exists():
        problems.append(_("It has no lesson yet."))
    activities = list(
        Activity.objects.filter(lesson__in=lessons)
        .order_by("lesson__module__position", "lesson__position", "position")
        .select_related("lesson")
        .prefetch_related("media")
    )
    if not any(activity.required for activity in activities):
        problems.append(_("Nothing in it counts for completion."))
    for activity in activities:
        problems += _of_activity(activity)
    problems += too_heavy(lessons, activities)
    for quiz in Quiz.objects.filter(activity__lesson__in=lessons).select_related("activity"):
        if not quiz.draws.filter(bank__questions__retired=False, bank__questions__versions__isnull=False).exists():
            problems.append(_("“%(title)s” asks nothing.") % {"title": title_of(quiz.activity)})
    asked = Survey.objects.filter(course=edition.course_id, questions__retired=False).values_list(
        "activity_key", flat=True
    )
    for survey in [one for one in activities if one.kind == ActivityKind.SURVEY and one.key not in set(asked)]:
        problems.append(_("“%(title)s” asks nothing.") % {"title": _named(survey)})
    return problems


def _of_activity(activity: Activity) -> Iterator[str]:
    named = {"title": _named(activity)}
    if activity.kind in _WITH_FILES:
        yield from _of_files(activity, named)
    elif activity.kind == ActivityKind.LINK and not activity.address:
        yield _("“%(title)s” leads nowhere: it has no web address.") % named
    elif activity.kind == ActivityKind.LIVE and activity.event_id is None:
        yield _("“%(title)s” names no event.") % named
    elif activity.kind == ActivityKind.ASSIGNMENT and not _has(activity, "task"):
        yield _("“%(title)s” doesn't say what to hand in.") % named


def _named(activity: Activity) -> str:
    """The activity's title; without one its lesson's."""
    own = title_of(activity)
    return own if own != "–" else title_of(activity.lesson)


def _has(activity: Activity, name: str) -> bool:
    return any(texts.get(name) for texts in activity.wording.values())


def _of_files(activity: Activity, named: dict[str, str]) -> Iterator[str]:
    """A film has captions and a transcript in each language in which it speaks, sound has a transcript."""
    spoken = [medium.language for medium in activity.media.all() if medium.role == MAIN]
    captioned = {medium.language for medium in activity.media.all() if medium.role == CAPTIONS}
    if not spoken:
        yield _("“%(title)s” has no file.") % named
    if activity.kind == ActivityKind.PICTURE and not _has(activity, "alt"):
        yield _("“%(title)s” has no words for who can't see the picture.") % named
    if activity.kind not in (ActivityKind.VIDEO, ActivityKind.AUDIO):
        return
    if not _has(activity, "transcript"):
        yield _("“%(title)s” has no transcript.") % named
    elif missing := [code for code in spoken if not activity.wording.get(code, {}).get("transcript")]:
        yield _("“%(title)s” has no transcript in: %(languages)s.") % {**named, "languages": _names(missing)}
    if activity.kind == ActivityKind.VIDEO and not captioned:
        yield _("“%(title)s” has no captions.") % named
    elif activity.kind == ActivityKind.VIDEO and (missing := [code for code in spoken if code not in captioned]):
        yield _("“%(title)s” has no captions in: %(languages)s.") % {**named, "languages": _names(missing)}


def _names(codes: list[str]) -> str:
    return _(", ").join(own_name(code) for code in codes)
