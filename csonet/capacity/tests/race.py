"""Sixty people at once on five seats, with cancellations and promotions mixed in; run on a database of its own.

`python -m csonet.capacity.tests.race` prints what came of it as JSON. It is a program, so that the file of a real
SQLite database can be used: the one in memory that tests share knows other locks.
"""

from __future__ import annotations

import contextlib
import json
import random

SEATS, PEOPLE = 5, 60


def race() -> dict[str, object]:
    """Sixty threads, each on its own connection: claim, and a third of them give back or answer an offer."""
    from csonet.capacity import seats  # noqa: PLC0415  # the program sets Django up first
    from csonet.capacity.models import Bucket, Place, PlaceState, Pool  # noqa: PLC0415
    from csonet.testing.racing import all_at_once  # noqa: PLC0415
    from csonet.workflow import WorkflowError  # noqa: PLC0415

    pool = Pool.objects.create()
    room, quota = Bucket.objects.create(pool=pool, cap=SEATS), Bucket.objects.create(pool=pool, cap=PEOPLE)
    most = []

    def person(number: int) -> None:
        # Half take the buckets in the other order: the code sorts them.
        place = seats.claim(pool.pk, [room.pk, quota.pk] if number % 2 else [quota.pk, room.pk]).place
        if number % 3 == 0:
            for offered in seats.release(place):
                with contextlib.suppress(WorkflowError):  # the one it was offered to has left meanwhile
                    (seats.accept if random.Random(number).random() < 0.5 else seats.release)(offered)  # noqa: S311
        most.append(Bucket.objects.get(pk=room.pk).taken)

    errors = [repr(error) for error in all_at_once(PEOPLE, person)]
    room.refresh_from_db()
    seated = Place.objects.filter(pool=pool, state__in=[PlaceState.HELD, PlaceState.OFFERED]).count()
    return {
        "errors": errors,
        "taken": room.taken,
        "most": max(most, default=0),
        "seated": seated,
        "waiting": Place.objects.filter(pool=pool, state=PlaceState.WAITING).count(),
        "gone": Place.objects.filter(pool=pool, state=PlaceState.GONE).count(),
        "drift": len(seats.reconcile(Bucket.objects.filter(pool=pool))),
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(race()))  # noqa: T201  # its answer
