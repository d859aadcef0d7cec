"""The courses of the demonstration: two complete ones, taken by the cast as far as a day leaves time for."""

from __future__ import annotations

from accounts.models import Organization, User
from csonet.content.models import Item
from csonet.content.publication import move
from csonet.portal.demonstration.organizations import OF_THE_CAST
from training.certificates.issuing import correct_name, issue
from training.editions import draft_of
from training.learning import enrol, record
from training.marking.handing import hand_in
from training.models import Course, Done
from training.outline import outline_of
from training.packages import exporting, taking
from training.quizzes.allowing import grant
from training.quizzes.attempting import begin, save, submit
from training.quizzes.figures import quizzes_of
from training.samples import COURSES, make_sample, repeating, showing

WORK = (
    "1. Women carry water two hours a day. 2. Forty households share a spring box. 3. The walk takes twenty minutes "
    "now; we asked each household in May and in November. 4. Drawings and costs are in our practice on this portal.\n\n"
    "Everybody who is seen said yes in writing; for the children their mothers did."
)
ESSAY = (
    "I take the film down the same day and tell those who have a copy. She decides about her picture, also later: "
    "if a yes could not be taken back, nobody could say it freely."
)


def load_training(organizations: dict[str, Organization], owners: dict[str, User], officer: User) -> int:
    """Make them all; how many courses there are then."""
    home = organizations[OF_THE_CAST["author"]]
    author = owners[home.name]
    for sample, structure in COURSES:
        course = make_sample(sample, structure, organization=home, author=author)
        move(course, "submit", actor=author)
        move(course, "approve", actor=officer)
    other = organizations[OF_THE_CAST["outsider"]]
    learner = owners[other.name]
    first, second = Course.objects.filter(edition__isnull=False).order_by("pk")[:2]
    _learn(learner, first, other, parts=2)
    _learn(learner, second, other, parts=None)
    _try_quiz(learner, first)
    _show_work(author, home, learner, other, officer)
    return Course.objects.count()


def _show_work(author: User, home: Organization, learner: User, other: Organization, officer: User) -> None:
    """A course with a film; one work and one essay wait to be marked, and its author is in the middle of the quiz."""
    course = make_sample(showing.COURSE, showing.STRUCTURE, organization=home, author=author)
    event = Item.objects.of_kind("event").published().filter(slug="monthly-hour-with-the-ngo-branch").first()
    showing.furnish(course, draft_of(course), event)
    move(course, "submit", actor=author)
    move(course, "approve", actor=officer)
    course.refresh_from_db()
    draft_of(course)  # its authors write on the next edition
    _bring_package(author, course)
    enrolment = enrol(learner, course, organization_id=other.pk)
    parts = {activity.kind: activity for activity in outline_of(enrolment.edition, ("en",)).activities.values()}
    record(enrolment, parts["video"].key, Done.Evidence.SAID)
    hand_in(enrolment, parts["assignment"], WORK, None)
    attempt = begin(enrolment, parts["quiz"].quiz)
    save(attempt, {0: ESSAY})
    submit(attempt.token, enrolment)
    begin(enrol(author, course, organization_id=home.pk), parts["quiz"].quiz)


def _bring_package(author: User, course: Course) -> None:
    """A course that another system gave away waits to be looked over: its report stands on the page of packages.

    It is the portal's own course on best practices, as the portal gives it away.
    """
    edition = Course.objects.get(title=repeating.COURSE["title"]).edition
    if edition is not None:
        stream, _type, ending = exporting.FORMATS["cartridge"](outline_of(edition, ("en",)))
        with stream:
            taking.bring(course, author, stream.read(), f"best-practices{ending}")


def _learn(user: User, course: Course, organization: Organization, *, parts: int | None) -> None:
    """Take a course up to a part; a completed one ends with its certificate."""
    enrolment = enrol(user, course, organization_id=organization.pk)
    outline = outline_of(enrolment.edition, ("en",))
    for key in list(outline.activities)[:parts]:
        record(enrolment, key, Done.Evidence.SAID)
    enrolment.refresh_from_db()
    if enrolment.completed_at is not None:
        # The first one bears a slip in the name: its page says that it was replaced.
        correct_name(issue(enrolment, user.name.upper()), user.name, user)


def _try_quiz(user: User, course: Course) -> None:
    """An attempt at the first quiz that did not pass, with more time than others have."""
    enrolment = enrol(user, course)
    quiz = quizzes_of(course)[0]
    grant(quiz, user, percent=50, attempts=0, reason="Reads with a screen reader.")
    submit(begin(enrolment, quiz).token, enrolment)
