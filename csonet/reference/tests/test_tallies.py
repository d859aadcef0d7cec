"""A board follows every change, however many come at once and however late they are committed."""

import pytest
import time_machine
from django.utils import timezone

from csonet.reference import tallies
from csonet.reference.tallies import Board

pytestmark = pytest.mark.django_db
KIND = "nothing"


@pytest.fixture
def read(monkeypatch):
    """What a board is asked to read; it reads everything when more than four changes come at once."""
    monkeypatch.setattr(tallies, "MOST_CHANGES", 4)
    found = []
    board = Board((KIND,), lambda _reading, keys: found.append(keys), lambda _kind, keys: keys)

    def looks(*keys):
        found.clear()
        tallies.note(KIND, keys)
        board.now()
        return list(found)

    assert looks() == [None]
    yield looks
    tallies._boards.remove(board)


def test_many_changes_in_a_short_time_do_not_hide_those_that_come_after_them(read):
    assert read(1, 2, 3) == [[1, 2, 3]]
    assert read(4, 5, 6) == [[4, 5, 6]]
    assert read(7) == [[7]]
    assert read() == []
    assert read(*range(10, 15)) == [None]
    assert read(16) == [[16]]


def test_what_was_followed_is_not_read_again_when_it_is_old(read):
    assert read(1, 2, 3) == [[1, 2, 3]]
    with time_machine.travel(timezone.now() + 2 * tallies.LATE):
        assert read() == []
        assert read(4) == [[4]]
        assert read() == []
