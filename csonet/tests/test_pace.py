"""Bounds of time hold on machines of every pace, and still hold back what is slow."""

from __future__ import annotations

import pytest

from csonet.testing import pace


def busy(seconds):
    until = pace.time.thread_time() + seconds
    while pace.time.thread_time() < until:
        pass


def test_what_takes_longer_than_it_may_is_told():
    with pytest.raises(AssertionError, match="times slower than where"), pace.within(0.01):
        busy(0.3)


def test_a_slower_machine_gets_more(monkeypatch):
    monkeypatch.setattr(pace, "UNIT", pace.UNIT / 50)
    with pace.within(0.01):
        busy(0.05)


def test_a_quicker_one_gets_no_less(monkeypatch):
    monkeypatch.setattr(pace, "UNIT", 1)
    assert pace.slowness() == 1


def test_one_slow_call_of_twenty_is_borne_and_two_are_not(monkeypatch):
    monkeypatch.setattr(pace, "UNIT", 1)
    calls = iter([0.1] + [0] * 19 + [0.1, 0.1] + [0] * 18)
    assert pace.nearly_always(lambda: busy(next(calls))) < 0.05
    assert pace.nearly_always(lambda: busy(next(calls))) > 0.05
