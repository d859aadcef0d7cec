"""Learning together in the demonstration: what organizations ask of their people, cohorts, and what learners say."""

from __future__ import annotations

import random
from datetime import timedelta

from django.utils import timezone

from accounts.models import Organization, User
from csonet.engagement import doors
from csonet.portal.demonstration.organizations import OF_THE_CAST
from training.cohorts import arranging, taking_part
from training.learning import after_attempt, enrol, record
from training.models import Cohort, Course, Done, Enrolment, Quiz, SurveyQuestion
from training.organizations.assigning import assign
from training.outline import outline_of
from training.quizzes import attempting
from training.quizzes.results import key_as_answer
from training.samples.together import ANSWERS, COHORTS, SURVEY
from training.surveys.answering import answer
from training.surveys.writing import save_question


def load(organizations: dict[str, Organization], owners: dict[str, User], cast: dict[str, User]) -> None:
    """After the courses and the groups are there."""
    for person in cast.values():
        for kept in ("standing", "_circles"):
            person.__dict__.pop(kept, None)
    home = organizations[OF_THE_CAST["author"]]
    first, second = Course.objects.filter(edition__isnull=False).order_by("pk")[:2]
    _ask(home, first, second, cast)
    _cohorts(first, cast)
    known = {person.pk for person in cast.values()}
    approved = [name for name, one in organizations.items() if one.is_approved and not one.is_un_entity]
    learners = [owners[name] for name in approved if owners[name].pk not in known]
    _learn(second, learners)
    _survey(second, learners[: len(ANSWERS)])


def _ask(home: Organization, first: Course, second: Course, cast: dict[str, User]) -> None:
    """One is under way, one has not begun, one is late."""
    today = timezone.localdate()
    author, colleague = cast["author"], cast["colleague"]
    assign(first, home, [author, colleague], actor=author, due_on=today + timedelta(days=21))
    assign(second, home, [colleague], actor=author, due_on=today + timedelta(days=5))
    colleague.assigned_courses.filter(course=second).update(due_on=today - timedelta(days=2))
    enrolment = enrol(colleague, first, organization_id=home.pk)
    for key in list(outline_of(enrolment.edition, ("en",)).activities)[:3]:
        record(enrolment, key, Done.Evidence.SAID)


def _cohorts(course: Course, cast: dict[str, User]) -> None:
    """One with free seats and a group, one that is full, with somebody on the waiting list."""
    today = timezone.localdate()
    group = doors.opened_by(cast["author"]).filter(organization=course.organization).first()
    for sample in COHORTS:
        begins, ends = (today + timedelta(days=days) for days in sample["days"])
        cohort = Cohort(
            course=course,
            name=sample["name"],
            about=sample["about"],
            starts_on=begins,
            ends_on=ends,
            facilitator=cast["colleague"],
            group=group,
        )
        arranging.arrange(cohort, sample["seats"])
        for name in ("outsider", "moderator"):
            taking_part.join(cohort, cast[name])


def _learn(course: Course, people: list[User]) -> None:
    """They take the course as far as they come; what they know of the quizzes differs, so that there are figures."""
    dice = random.Random(7)  # noqa: S311  # the same demonstration every time
    for number, person in enumerate(people):
        enrolment = enrol(person, course, organization_id=min(person.standing.organizations, default=None))
        keys = list(outline_of(enrolment.edition, ("en",)).activities)
        for key in keys if number < len(ANSWERS) else keys[: dice.randint(1, len(keys) - 1)]:
            record(enrolment, key, Done.Evidence.SAID)
        for quiz in Quiz.objects.filter(activity__key__in=keys, activity__lesson__module__edition=enrolment.edition):
            _try(enrolment, quiz, 1 - 0.8 * number / len(people), dice)


def _try(enrolment: Enrolment, quiz: Quiz, knows: float, dice: random.Random) -> None:
    """One attempt by somebody who knows such a share of the answers."""
    attempt = attempting.begin(enrolment, quiz)
    for row in attempt.responses.select_related("version"):
        row.answer = key_as_answer(row.version.kind, row.version.key) if dice.random() < knows else ""
        row.saved_at = timezone.now()
        row.save(update_fields=["answer", "saved_at"])
    after_attempt(attempting.submit(attempt.token, enrolment))


def _survey(course: Course, people: list[User]) -> None:
    """Questions in three languages, and what people said."""
    made: list[SurveyQuestion] = []
    for kind, wordings in SURVEY:
        question: SurveyQuestion | None = None
        for language, texts in wordings.items():
            given = {"answers": [], **texts}
            question = save_question(course, None, question, kind=kind, language=language, texts=given)
        made += [question] if question else []
    scale, choice, words = made
    for person, (value, option, text, language) in zip(people, ANSWERS, strict=False):
        enrolment = Enrolment.objects.get(user=person, course=course)
        given_ = {scale.pk: value, choice.pk: choice.options[option]["id"], words.pk: text}
        answer(made[0].survey, enrolment, given_, language)
