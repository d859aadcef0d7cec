"""Many people at the same moment: what tests of races have in common."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connections

#: Seconds: on a busy machine sixty threads take a while to come to the start, and to queue at a lock.
TO_THE_START, TO_THE_END = 120, 240


def all_at_once(number: int, act: Callable[[int], object]) -> list[Exception]:
    """Call `act` with 0, 1, 2 … in so many threads that begin together, each with a connection of its own.

    Returns what they raised. AssertionError when they wait for each other.
    """
    start, raised = threading.Barrier(number), []

    def run(which: int) -> None:
        try:
            start.wait(timeout=TO_THE_START)
            act(which)
        except Exception as error:  # noqa: BLE001  # whatever it is, the test says so
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(which,), daemon=True) for which in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=TO_THE_END)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return raised
