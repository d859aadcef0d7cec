"""How long something may take, on machines of every pace: what tests of speed have in common.

Bounds are CPU seconds of the machine on which they were set. One that is slower (or that others keep busy, which slows
what shares its caches) is given more, by the ratio of what a fixed piece of work takes here, measured beside the test.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: CPU seconds of `_work` on the machine on which the bounds were set.
UNIT = 0.004
TURNS = 5


def cpu_seconds(act: Callable[[], object]) -> float:
    """What calling it takes of the processor, in this thread."""
    started = time.thread_time()
    act()
    return time.thread_time() - started


def slowness() -> float:
    """How many times as long as there work takes here and now; at least 1."""
    return max(1.0, sorted(cpu_seconds(_work) for _turn in range(TURNS))[TURNS // 2] / UNIT)


def nearly_always(act: Callable[[], object]) -> float:
    """CPU seconds that 19 of 20 calls keep to, as they would on the machine on which the bounds were set."""
    return sorted(cpu_seconds(act) for _turn in range(20))[18] / slowness()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done inside takes at most so many CPU seconds of the machine on which the bound was set."""
    started = time.thread_time()
    yield
    took, slower = time.thread_time() - started, slowness()
    assert took < seconds * slower, f"{took:.3f} s of CPU, {slower:.1f} times slower than where {seconds} s were set"


def _work() -> int:
    """Some of what pages do: objects, dictionaries, strings."""
    parts: dict[str, list[str]] = {}
    for number in range(6_000):
        parts.setdefault(str(number % 97), []).append(f"<li>{number:05d}</li>".replace("<", "&lt;"))
    return len("".join("".join(sorted(lines)) for lines in parts.values()))
