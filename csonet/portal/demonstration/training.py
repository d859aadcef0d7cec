"""The courses of the demonstration: two complete ones, taken by the cast as far as a day leaves time for."""

from __future__ import annotations

from accounts.models import Organization, User
from csonet.content.publication import move
from csonet.portal.demonstration.organizations import OF_THE_CAST
from training.certificates.issuing import issue
from training.learning import enrol, record
from training.models import Course, Done
from training.outline import outline_of
from training.samples import COURSES, make_sample


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
    return Course.objects.count()


def _learn(user: User, course: Course, organization: Organization, *, parts: int | None) -> None:
    """Take a course up to a part; a completed one ends with its certificate."""
    enrolment = enrol(user, course, organization_id=organization.pk)
    outline = outline_of(enrolment.edition, ("en",))
    for key in list(outline.activities)[:parts]:
        record(enrolment, key, Done.Evidence.SAID)
    enrolment.refresh_from_db()
    if enrolment.completed_at is not None:
        issue(enrolment, user.name)
