"""Seats: none is sold twice, nobody overtakes, an offer holds its seat and runs out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csonet.capacity import seats
from csonet.capacity.models import Bucket, Place, PlaceState, Pool
from csonet.capacity.tests.race import SEATS, race
from csonet.testing.template import sqlite_copy
from csonet.workflow import WrongState


def bucket(cap, pool=None):
    return Bucket.objects.create(pool=pool or Pool.objects.create(), cap=cap)


def claim(*buckets, **options):
    return seats.claim(buckets[0].pool_id, [one.pk for one in buckets], **options).place


def taken(one):
    return Bucket.objects.get(pk=one.pk).taken


@pytest.mark.django_db
class TestOneByOne:
    def test_a_seat_is_held_until_none_is_left_then_people_wait_in_their_order(self):
        room = bucket(1)
        first, second, third = claim(room), claim(room), claim(room)
        assert [first.state, second.state, third.state] == ["held", "waiting", "waiting"]
        assert [seats.position(one) for one in (first, second, third)] == [0, 1, 2]
        assert taken(room) == 1

    def test_who_does_not_want_to_wait_is_told_that_it_is_full(self):
        room = bucket(0)
        with pytest.raises(seats.Full) as full:
            claim(room, waits=False)
        assert full.value.bucket == room
        assert not Place.objects.exists()

    def test_no_cap_means_as_many_as_come(self):
        room = bucket(None)
        assert {claim(room).state for _number in range(20)} == {"held"}
        assert taken(room) == 20

    def test_a_full_bucket_leaves_the_others_as_they_were(self):
        room = bucket(5)
        hall = bucket(0, room.pool)
        assert claim(room, hall).state == "waiting"
        assert taken(room) == 0

    def test_a_quota_counts_those_who_wait_and_nobody_waits_for_a_quota(self):
        room = bucket(0)
        quota = bucket(2, room.pool)
        for _number in range(2):
            seats.claim(room.pool_id, [room.pk], [quota.pk])
        with pytest.raises(seats.Full) as full:
            seats.claim(room.pool_id, [room.pk], [quota.pk])
        assert full.value.bucket == quota
        assert taken(quota) == 2

    def test_a_seat_given_back_is_offered_to_the_first_and_held_for_them(self):
        room = bucket(1)
        first, second, third = claim(room), claim(room), claim(room)
        assert seats.release(first) == [second]
        second.refresh_from_db()
        assert second.state == PlaceState.OFFERED
        assert taken(room) == 1
        assert claim(room).state == "waiting", "an offered seat counts as taken"
        seats.accept(second)
        assert second.state == "held"
        assert seats.position(third) == 1

    def test_who_comes_now_does_not_overtake_those_who_wait(self):
        room = bucket(1)
        first, second = claim(room), claim(room)
        # A seat that became free without anybody noticing.
        Bucket.objects.filter(pk=room.pk).update(cap=2, ceiling=2)
        walk_up = claim(room)
        second.refresh_from_db()
        assert (first.state, second.state, walk_up.state) == ("held", "offered", "waiting")

    def test_who_waits_for_another_bucket_does_not_hold_up_the_next(self):
        room = bucket(1)
        blocked, free = bucket(0, room.pool), bucket(5, room.pool)
        holder = claim(room, free)
        one, two = claim(room, blocked), claim(room, free)
        assert seats.release(holder) == [two]
        one.refresh_from_db()
        assert one.state == "waiting"

    def test_giving_back_twice_gives_back_once(self):
        room = bucket(3)
        one, _two = claim(room), claim(room)
        seats.release(one)
        seats.release(one)
        assert taken(room) == 1

    def test_an_offer_that_runs_out_passes_to_the_next_and_can_no_longer_be_accepted(self):
        room = bucket(1)
        first, second, third = claim(room), claim(room), claim(room)
        seats.release(first)
        late = timezone.now() + timedelta(hours=49)
        expired, offered = seats.expire_due(Place.objects.all(), now=late)
        assert (expired, offered) == ([second], [third])
        assert seats.expire_due(Place.objects.all(), now=late) == ([], [])
        with pytest.raises(WrongState):
            seats.accept(second)
        assert taken(room) == 1

    def test_an_offer_can_be_accepted_to_its_last_minute_alone(self):
        room = bucket(1)
        first, second = claim(room), claim(room)
        seats.release(first)
        with pytest.raises(WrongState):
            seats.accept(second, now=timezone.now() + timedelta(hours=48, minutes=1))
        seats.accept(second)

    def test_no_offer_lasts_beyond_the_pool_and_none_is_made_after_it(self):
        room = bucket(1)
        first, second = claim(room), claim(room)
        soon = timezone.now() + timedelta(hours=2)
        Pool.objects.filter(pk=room.pool_id).update(offers_until=soon)
        seats.release(first)
        second.refresh_from_db()
        assert second.offered_until == soon
        assert seats.release(second, now=soon) == []

    def test_a_cap_under_what_is_taken_keeps_all_and_accepts_no_more(self):
        room = bucket(5)
        places = [claim(room) for _number in range(4)]
        seats.set_cap(room, 2)
        assert (room.cap, room.taken, room.ceiling) == (2, 4, 4)
        assert room.left == 0
        assert claim(room).state == "waiting"
        for place in places[:2]:
            assert seats.release(place) == []
        room.refresh_from_db()
        assert (room.taken, room.ceiling) == (2, 2)
        assert len(seats.release(places[2])) == 1

    def test_more_seats_are_offered_at_once(self):
        room = bucket(0)
        first, second = claim(room), claim(room)
        assert seats.set_cap(room, 1) == [first]
        assert seats.set_cap(room, None) == [second]

    def test_a_higher_priority_comes_first(self):
        room = bucket(0)
        first, second = claim(room), claim(room)
        Place.objects.filter(pk=second.pk).update(priority=1)
        second.refresh_from_db()
        assert (seats.position(second), seats.position(first)) == (1, 2)
        assert seats.set_cap(room, 1) == [second]

    def test_by_hand_a_seat_is_given_out_of_turn_but_never_one_too_many(self):
        room = bucket(0)
        _first, second = claim(room), claim(room)
        with pytest.raises(seats.Full):
            seats.give_now(second)
        Bucket.objects.filter(pk=room.pk).update(cap=1, ceiling=1)
        seats.give_now(second)
        assert (second.state, taken(room)) == ("held", 1)

    def test_changing_from_the_room_to_the_screen_frees_a_seat_in_the_room(self):
        room = bucket(1)
        screen = bucket(1, room.pool)
        one, two = claim(room), claim(room)
        assert seats.move(one, [screen.pk]) == [two]
        assert (taken(room), taken(screen)) == (1, 1)
        seats.accept(two)
        with pytest.raises(seats.Full):
            seats.move(two, [screen.pk])
        assert (taken(room), taken(screen)) == (1, 1)

    def test_the_database_refuses_one_too_many(self):
        room = bucket(1)
        claim(room)
        with pytest.raises(IntegrityError), transaction.atomic():
            Bucket.objects.filter(pk=room.pk).update(taken=2)

    def test_the_reconciler_says_what_was_wrong_and_mends_it(self):
        room = bucket(5)
        claim(room)
        Bucket.objects.filter(pk=room.pk).update(taken=3)
        assert seats.reconcile() == [seats.Drift(room.pk, 3, 1)]
        assert taken(room) == 1
        assert seats.reconcile() == []


@pytest.mark.django_db(transaction=True)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(["claim", "release", "accept", "cap"]), st.integers(0, 9)), max_size=30))
def test_whatever_happens_no_seat_is_sold_twice_and_the_figures_agree(acts):
    room = bucket(3)
    for act, number in acts:
        places = list(Place.objects.filter(pool=room.pool_id))
        one = places[number % len(places)] if places else None
        try:
            if act == "claim":
                claim(room)
            elif act == "cap":
                seats.set_cap(room, number)
            elif one is not None:
                getattr(seats, act)(one)
        except WrongState:
            pass
        room.refresh_from_db()
        held = Place.objects.filter(pool=room.pool_id, state__in=["held", "offered"]).count()
        assert room.taken == held <= room.ceiling
        free_seat = room.left and Place.objects.filter(pool=room.pool_id, state="waiting").exists()
        assert not free_seat, "nobody waits while a seat is free"


def fair(result):
    assert result["errors"] == []
    assert result["taken"] == result["seated"] == SEATS
    assert result["most"] <= SEATS
    assert result["drift"] == 0
    assert result["waiting"] + result["gone"] == 60 - SEATS


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sixty_at_once_on_five_seats_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("the same race runs on SQLite in a file of its own")
    fair(race())


def test_sixty_at_once_on_five_seats_on_sqlite(tmp_path):
    environment = {
        **os.environ,
        "DATABASE_URL": sqlite_copy(tmp_path / "race.sqlite3"),
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "csonet.settings",
    }
    command = [sys.executable, "-m", "csonet.capacity.tests.race"]
    done = subprocess.run(  # noqa: S603  # our own program
        command, env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr[-2000:]
    fair(json.loads(done.stdout.splitlines()[-1]))
