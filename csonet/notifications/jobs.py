"""Periodic jobs: a registry that apps fill in ready(), and the table that says when each last ran."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Job:
    """A function without arguments, idempotent, that returns a sentence about what it did."""

    name: str
    run: Callable[[], object]
    every: timedelta


REGISTRY: dict[str, Job] = {}


def register(name: str, run: Callable[[], object], every: timedelta) -> None:
    """Add a periodic job. A name stands once; registering it again replaces it (tests, reloads)."""
    REGISTRY[name] = Job(name, run, every)
