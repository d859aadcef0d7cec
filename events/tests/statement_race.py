"""Eight people at once: statements of one organization, one slot for eight requests; each on a connection of its own.

`python -m events.tests.statement_race` prints what came of it as JSON, on the SQLite file of DATABASE_URL.
"""

from __future__ import annotations

import json

PEOPLE = 8


def race() -> dict[str, object]:
    """How often it was refused in words, other errors, what was handed in, how many requests have the slot."""
    from datetime import time  # noqa: PLC0415  # the program sets Django up first

    from csonet.testing.makers import join, make_organization, make_user  # noqa: PLC0415
    from csonet.testing.racing import all_at_once  # noqa: PLC0415
    from csonet.workflow import WorkflowError  # noqa: PLC0415
    from events.models import SideEventCall, SideEventRequest, Statement  # noqa: PLC0415
    from events.statements import acts, siding  # noqa: PLC0415
    from events.tests.makers import make_event  # noqa: PLC0415
    from events.tests.statement_makers import make_call, write  # noqa: PLC0415

    host, own = make_organization("Host of the race"), make_organization("Writers of the race")
    officer, writer = make_user(), make_user()
    join(officer, host)
    join(writer, own)
    event = make_event(organization=host, author=officer)
    call = make_call(event)
    rows = [write(call, own, writer, title=f"Number {number}") for number in range(PEOPLE)]
    submitting = all_at_once(PEOPLE, lambda one: acts.move(rows[one], "submit", actor=writer))
    sides = SideEventCall.objects.create(event=event, name="Side events", for_approved=True, zone=event.zone)
    slot = siding.add_slot(sides, event.first_day, time(9), time(10), "CR-1", None)
    asked = []
    for _number in range(PEOPLE):
        organization, person = make_organization(), make_user()
        join(person, organization)
        values = {"title": "Wells", "summary": "Wells.", "language": "en"}
        asked.append(siding.ask(sides, organization, values, [slot], user=person))
    allocating = all_at_once(PEOPLE, lambda one: siding.allocate(asked[one], slot, actor=officer))
    return {
        "refused": [sum(isinstance(one, WorkflowError) for one in found) for found in (submitting, allocating)],
        "other": [repr(one) for one in (*submitting, *allocating) if not isinstance(one, WorkflowError)],
        "handed_in": Statement.objects.handed_in().count(),
        "allocated": SideEventRequest.objects.filter(slot=slot).count(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(race()))  # noqa: T201  # what the test reads
