"""Sixty people register at once for five seats, while others withdraw and take what is offered; each on a connection.

`python -m events.tests.race` prints what came of it as JSON. It is a program, so that the file of a real SQLite
database can be used: the one in memory that tests share knows other locks.
"""

from __future__ import annotations

import contextlib
import json

SEATS, PEOPLE = 5, 60


def race() -> dict[str, object]:
    """Sixty threads: register, and every third withdraws again; what is freed by it is accepted or left."""
    from csonet.capacity import seats  # noqa: PLC0415  # the program sets Django up first
    from csonet.capacity.models import Bucket  # noqa: PLC0415
    from csonet.testing.makers import make_organization, make_user  # noqa: PLC0415
    from csonet.testing.racing import all_at_once  # noqa: PLC0415
    from csonet.workflow import WorkflowError  # noqa: PLC0415
    from events import deciding  # noqa: PLC0415
    from events.models import Registration  # noqa: PLC0415
    from events.tests.makers import come, make_event, make_rule  # noqa: PLC0415

    event = make_event(organization=make_organization(name="Host of the race"), author=make_user())
    make_rule(event, for_everybody=True, seats=SEATS)
    users = [make_user() for _number in range(PEOPLE)]
    most = []

    def person(number: int) -> None:
        own = come(event, users[number])
        if number % 3 == 0:
            with contextlib.suppress(WorkflowError):  # somebody else has declined the offer that it became meanwhile
                deciding.withdraw(own, actor=users[number])
            for row in Registration.objects.filter(event=event, state="offered"):
                with contextlib.suppress(WorkflowError):  # somebody else has answered it meanwhile
                    (deciding.accept_offer if number % 2 else deciding.decline_offer)(row)
        most.append(Bucket.objects.get(pk=event.in_person_id).taken)

    errors = [repr(error) for error in all_at_once(PEOPLE, person)]
    states = list(Registration.objects.filter(event=event).values_list("state", flat=True))
    event.refresh_from_db()
    return {
        "errors": errors,
        "most": max(most, default=0),
        "taken": Bucket.objects.get(pk=event.in_person_id).taken,
        "seated": sum(state in ("admitted", "offered") for state in states),
        "admitted": states.count("admitted"),
        "said": event.responses,
        "people": len(states),
        "drift": len(seats.reconcile(Bucket.objects.filter(pool=event.pool_id))),
    }


if __name__ == "__main__":
    import django
    from django.conf import settings

    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    print(json.dumps(race()))  # noqa: T201  # its answer
