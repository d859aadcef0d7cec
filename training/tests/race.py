"""Forty people at once on five seats of a cohort, a third of them going again; run on a database of its own.

`python -m training.tests.race` prints what came of it as JSON. It is a program, so that the file of a real SQLite
database can be used: the one in memory that tests share knows other locks.
"""

from __future__ import annotations

import contextlib
import json

SEATS, PEOPLE = 5, 40


def race() -> dict[str, object]:
    """Forty threads, each on its own connection, each clicking twice."""
    from types import SimpleNamespace  # noqa: PLC0415  # the program sets Django up first

    from csonet.capacity import seats  # noqa: PLC0415
    from csonet.capacity.models import Bucket  # noqa: PLC0415
    from csonet.testing.makers import join as belongs  # noqa: PLC0415
    from csonet.testing.makers import make_organization, make_user  # noqa: PLC0415
    from csonet.testing.racing import all_at_once  # noqa: PLC0415
    from csonet.workflow import WrongState  # noqa: PLC0415
    from training.cohorts import taking_part  # noqa: PLC0415
    from training.models import Cohort, Enrolment, Participant  # noqa: PLC0415
    from training.tests.makers import make_cohort, make_course  # noqa: PLC0415

    author, organization = make_user(), make_organization()
    belongs(author, organization)
    made = make_cohort(make_course(SimpleNamespace(organization=organization, author=author)), cap=SEATS)
    people = [make_user() for _number in range(PEOPLE)]
    twice: list[str] = []

    def person(number: int) -> None:
        cohort = Cohort.objects.select_related("course", "group").get(pk=made.pk)
        own = taking_part.join(cohort, people[number])
        with contextlib.suppress(WrongState):
            taking_part.join(cohort, people[number])
            twice.append("joined twice")
        if number % 3 == 0:
            taking_part.leave(own)

    raised = all_at_once(PEOPLE, person)
    live = Participant.objects.live().filter(cohort=made)
    held = list(live.filter(place__state="held").values_list("user_id", flat=True))
    return {
        "errors": twice + [repr(error) for error in raised],
        "taken": Bucket.objects.get(pk=made.seats_id).taken,
        "seated": live.filter(place__state__in=["held", "offered"]).count(),
        "waiting": live.filter(place__state="waiting").count(),
        "gone": Participant.objects.filter(cohort=made, left_at__isnull=False).count(),
        "unenrolled": len(held) - Enrolment.objects.filter(user__in=held).count(),
        "drift": len(seats.reconcile(Bucket.objects.filter(pk=made.seats_id))),
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(race()))  # noqa: T201  # its answer
