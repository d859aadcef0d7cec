"""The pages of a thread: found by numbers alone, without counting anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from csonet.engagement.comments.models import PAGE


@dataclass(frozen=True)
class ThreadPage:
    """A page of a thread, with what the pagination asks of one."""

    number: int
    last: int
    object_list: tuple[Any, ...] = ()

    @property
    def paginator(self) -> ThreadPage:
        return self

    @property
    def num_pages(self) -> int:
        return self.last

    def has_other_pages(self) -> bool:
        return self.last > 1

    def has_previous(self) -> bool:
        return self.number > 1

    def has_next(self) -> bool:
        return self.number < self.last

    def previous_page_number(self) -> int:
        return self.number - 1

    def next_page_number(self) -> int:
        return self.number + 1


def pages_of(numbered: int, asked: Any, size: int = PAGE) -> ThreadPage:
    """The page that the address asks for, or the nearest; "last" is the last one."""
    last = max(1, -(-numbered // size))
    given = asked.get("page", "")
    if given == "last":
        return ThreadPage(last, last)
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 1
    return ThreadPage(min(max(number, 1), last), last)
