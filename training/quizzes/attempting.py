"""An attempt at a quiz from its beginning to its mark. The server keeps the key, the clock and every answer.

- One attempt is open at a time: two tabs share it, and what is saved last stands.
- The questions, their versions, their order and the pass mark are fixed when it begins.
- Options have other names on each attempt's pages than in the bank; a name that is none of them is not an answer.
- The deadline is the server's. An answer that arrives within the grace counts; later ones are refused, and what was
  saved before is marked. Whatever closes it then, a visit or the job, it is dated by its deadline.
- Submitting twice is submitting once.
"""

from __future__ import annotations

import random
import secrets
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.learning import after_closing
from training.models import Attempt, Draw, Edition, Enrolment, QuestionVersion, Quiz, Regrading, Response
from training.quizzes.allowing import allowance_of
from training.quizzes.grading import Kind
from training.quizzes.marks import earned, percent

#: Names of options are drawn from so many; they only have to differ within one question.
_NAME_BYTES = 4
MOST_TEXT = 20_000
#: Order is nothing to the draw from a bank that an attacker could use: it is the exam of one's own.
_SHUFFLE = random.SystemRandom()


class AttemptError(Exception):
    """What was asked can't be done now; the text says why, for the learner."""


def open_attempt(enrolment: Enrolment, quiz: Quiz) -> Attempt | None:
    """The attempt that is under way. One whose time is over is closed first and is none any more."""
    attempt = Attempt.objects.filter(enrolment=enrolment, quiz=quiz, state=Attempt.State.OPEN).first()
    if attempt is not None and is_over(attempt, timezone.now()):
        submit(attempt.token, enrolment)
        return None
    return attempt


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Past its deadline and the grace."""
    if attempt.deadline_at is None:
        return False
    return now > attempt.deadline_at + timedelta(seconds=attempt.quiz.grace_seconds)


def why_not(enrolment: Enrolment, quiz: Quiz) -> str:
    """Why no new attempt can begin now, in words; "" if one can."""
    made = list(Attempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("number"))
    most = allowance_of(enrolment, quiz).attempts
    if most is not None and len(made) >= most:
        return ngettext(
            "The %(count)d attempt that this quiz allows is used up.",
            "The %(count)d attempts that this quiz allows are used up.",
            most,
        ) % {"count": most}
    ended = made[-1].submitted_at if made else None
    if ended is not None and quiz.delay_minutes:
        wait = ended + timedelta(minutes=quiz.delay_minutes) - timezone.now()
        if wait > timedelta():
            minutes = -(-int(wait.total_seconds()) // 60)
            return ngettext(
                "You can try again in %(count)d minute.", "You can try again in %(count)d minutes.", minutes
            ) % {"count": minutes}
    return ""


def begin(enrolment: Enrolment, quiz: Quiz) -> Attempt:
    """The open attempt, or a new one. Raises AttemptError when the rules allow none."""
    attempt = open_attempt(enrolment, quiz)
    if attempt is not None:
        return attempt
    if reason := why_not(enrolment, quiz):
        raise AttemptError(reason)
    try:
        with transaction.atomic():
            return _new_attempt(enrolment, quiz)
    except IntegrityError:  # another tab was faster
        attempt = open_attempt(enrolment, quiz)
        if attempt is None:
            raise AttemptError(_("Another attempt has just been submitted. Look at its result first.")) from None
        return attempt


def _new_attempt(enrolment: Enrolment, quiz: Quiz) -> Attempt:
    drawn = questions_for(quiz)
    if not drawn:
        raise AttemptError(_("This quiz has no questions yet."))
    last = Attempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("-number").first()
    now = timezone.now()
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        number=last.number + 1 if last else 1,
        pass_percent=quiz.pass_percent,
        started_at=now,
        deadline_at=allowance_of(enrolment, quiz).deadline(now),
    )
    Response.objects.bulk_create(
        Response(attempt=attempt, position=place, version=version, shown=names_for(version, shuffled=quiz.shuffles))
        for place, version in enumerate(drawn)
    )
    return attempt


def questions_for(quiz: Quiz) -> list[QuestionVersion]:
    """What a new attempt asks: the newest version of what is drawn from each bank, in the order of the attempt.

    Of a published edition, as it was published: banks are the course's, and an author who writes on the next edition
    changes no exam that is held today. Only a version by whose key was marked again is asked at once.
    """
    drawn: list[QuestionVersion] = []
    asked = _asked_of(quiz)
    for draw in Draw.objects.filter(quiz=quiz).order_by("position", "pk"):
        newest = list(
            QuestionVersion.objects.filter(asked, question__bank=draw.bank_id)
            .order_by("question__position", "question_id", "-number")
            .select_related("question")
        )
        first: dict[int, QuestionVersion] = {}
        for version in newest:
            first.setdefault(version.question_id, version)
        versions = list(first.values())
        if draw.count is not None and draw.count < len(versions):
            chosen = set(_SHUFFLE.sample(range(len(versions)), draw.count))
            versions = [version for place, version in enumerate(versions) if place in chosen]
        drawn += versions
    if quiz.shuffles:
        _SHUFFLE.shuffle(drawn)
    return drawn


def _asked_of(quiz: Quiz) -> Q:
    """Which versions the quiz's edition may ask. One query."""
    current = Q(question__retired=False)
    published = Edition.objects.values_list("published_at", flat=True).get(modules__lessons__activities__quiz=quiz)
    if published is None:
        return current
    marked_again = Regrading.objects.filter(rule=Regrading.Rule.KEY).values("version")
    return (current | Q(question__retired_at__gt=published)) & (Q(created__lte=published) | Q(pk__in=marked_again))


def names_for(version: QuestionVersion, *, shuffled: bool) -> dict[str, Any]:
    """What an attempt's pages call the options (and the targets), in the order shown: {"options": {name: id}, …}.

    What is to be put in order is always shuffled; true stays before false.
    """
    return {
        part: _named([option["id"] for option in options], shuffled=_mixes(version.kind, part, shuffled))
        for part, options in (("options", version.options), ("targets", version.targets))
        if options
    }


def _mixes(kind: str, part: str, shuffled: bool) -> bool:
    if kind == Kind.ORDERING or part == "targets":
        return True
    return shuffled and kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.MATCHING)


def _named(ids: list[str], *, shuffled: bool) -> dict[str, str]:
    order = _SHUFFLE.sample(ids, len(ids)) if shuffled else ids
    # PostgreSQL sorts the keys of an object: names that are in their own order keep the order of the options.
    names: set[str] = set()
    while len(names) < len(order):
        names.add(secrets.token_hex(_NAME_BYTES))
    return dict(zip(sorted(names), order, strict=True))


def save(attempt: Attempt, answers: dict[int, Any], flags: dict[int, bool] | None = None) -> datetime:
    """Keep the answers of a page: {position: what was sent}, in the attempt's own names. When they were kept.

    Raises AttemptError when the attempt is closed or its time over (then it is submitted as it stood).
    """
    with transaction.atomic():
        locked = Attempt.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=attempt.pk)
        now = timezone.now()
        if locked.state != Attempt.State.OPEN:
            raise AttemptError(_("This attempt was submitted already; its answers stay as they are."))
        late = is_over(locked, now)
        if not late:
            _keep(locked, answers, flags or {}, now)
    if late:
        submit(attempt.token, attempt.enrolment)
        raise AttemptError(_("The time was over. What had been saved until then was submitted."))
    return now


def _keep(attempt: Attempt, answers: dict[int, Any], flags: dict[int, bool], now: datetime) -> None:
    """Answers and flags where they changed; when they were kept for all of them."""
    rows = list(attempt.responses.filter(position__in=answers).select_related("version"))
    answered, flagged = [], []
    for row in rows:
        answer, flag = own_names(row, answers[row.position]), flags.get(row.position, False)
        if answer != row.answer:
            row.answer = answer
            answered.append(row)
        if flag != row.flagged:
            row.flagged = flag
            flagged.append(row)
    Response.objects.filter(pk__in=[row.pk for row in rows]).update(saved_at=now, revision=F("revision") + 1)
    Response.objects.bulk_update(answered, ["answer"])
    Response.objects.bulk_update(flagged, ["flagged"])


def own_names(row: Response, sent: Any) -> Any:
    """An answer in the question's own ids; what is no option of this page is left out, too long a text is cut."""
    options, targets = row.shown.get("options", {}), row.shown.get("targets", {})
    kind = row.version.kind
    if kind in (Kind.SINGLE, Kind.TRUEFALSE, Kind.MULTIPLE, Kind.ORDERING):
        names = sent if isinstance(sent, list) else []
        return list(dict.fromkeys(options[name] for name in names if isinstance(name, str) and name in options))
    if kind == Kind.MATCHING:
        pairs = sent if isinstance(sent, dict) else {}
        return {options[name]: targets[to] for name, to in pairs.items() if name in options and to in targets}
    if kind == Kind.GAP:
        words = sent if isinstance(sent, dict) else {}
        gaps = row.version.key["gaps"]
        return {gap: str(words[gap])[:200] for gap in gaps if words.get(gap)}
    return str(sent)[:MOST_TEXT] if isinstance(sent, str) else ""


def submit(token: str, enrolment: Enrolment) -> Attempt:
    """Close an attempt and mark it; passed, its quiz is done, whoever or whatever submitted it.

    A second time changes nothing. Raises Attempt.DoesNotExist for a foreign token.
    """
    with transaction.atomic():
        rows = Attempt.objects.select_for_update(of=("self",)).select_related("quiz__activity")
        attempt = rows.get(token=token, enrolment=enrolment)
        if attempt.state == Attempt.State.OPEN:
            close([attempt], timezone.now())
    return attempt


def close(attempts: list[Attempt], now: datetime) -> None:
    """Close and mark open attempts that the caller holds locked. Whose time is over was submitted at its deadline."""
    for attempt in attempts:
        attempt.late = is_over(attempt, now)
        attempt.submitted_at = attempt.deadline_at if attempt.late else now
        attempt.updated = now
    mark(*attempts)
    Attempt.objects.bulk_update(attempts, ["submitted_at", "late", "state", "percent", "updated"])
    after_closing(attempts)


def mark(*attempts: Attempt) -> None:
    """Mark every response that needs no person, and the whole if nothing waits for one. Saves responses alone."""
    found: dict[int, list[Response]] = {attempt.pk: [] for attempt in attempts}
    for row in Response.objects.filter(attempt__in=found).select_related("version", "regrading__version"):
        row.marks = earned(row, row.regrading)
        found[row.attempt_id].append(row)
    Response.objects.bulk_update([row for rows in found.values() for row in rows], ["marks"], batch_size=500)
    for attempt in attempts:
        waiting = any(row.marks is None for row in found[attempt.pk])
        attempt.state = Attempt.State.MARKING if waiting else Attempt.State.CLOSED
        attempt.percent = None if waiting else percent_of(found[attempt.pk])


def percent_of(rows: list[Response]) -> Decimal:
    """What was earned of what could be, in per cent to two places, rounded to the learner's favour by nothing."""
    return percent([(row, row.regrading, earned(row, row.regrading) if row.regrading else row.marks) for row in rows])


def passed_before(enrolment: Enrolment, quiz: Quiz) -> bool:
    """Has any closed attempt reached its own pass mark?"""
    closed = Attempt.objects.filter(enrolment=enrolment, quiz=quiz, state=Attempt.State.CLOSED)
    return closed.filter(percent__gte=F("pass_percent")).exists()
