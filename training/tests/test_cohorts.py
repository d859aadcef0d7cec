"""Cohorts: seats, the waiting list, the window, the group behind the door, who sees whom."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from csonet.capacity.models import Place
from csonet.content.models import CircleMembership, Item
from csonet.notifications.models import Notice
from csonet.testing.makers import make_item, make_user
from csonet.workflow import WrongState
from discussions import membership
from discussions.models import Group, JoinRequest, Participation
from training.cohorts import arranging, taking_part
from training.models import Cohort, Enrolment, Participant
from training.tests.makers import make_cohort, make_course
from training.tests.race import PEOPLE, SEATS, race

DAY = timedelta(days=1)


@pytest.fixture
def group(cast):
    made = make_item(Group, title="The cohort talks", access="closed", organization=cast.organization)
    Group.objects.filter(pk=made.pk).update(author=cast.author)
    membership.found(Group.objects.get(pk=made.pk))
    return Group.objects.get(pk=made.pk)


def is_in(group, person):
    return CircleMembership.objects.filter(circle=group.people_id, user=person).exists()


def post(client, cohort, act):
    return client.post(f"{cohort.get_absolute_url()}part/", {"do": act}, follow=True).content.decode()


@pytest.mark.django_db
class TestTakingPart:
    def test_a_seat_enrols_and_the_next_one_waits(self, cast, course, signed_in):
        cohort = make_cohort(course, cap=1)
        assert "You have a seat." in post(signed_in(cast.outsider), cohort, "join")
        assert Enrolment.objects.filter(user=cast.outsider, course=course).exists()
        html = post(signed_in(cast.colleague), cohort, "join")
        assert "You are on the waiting list" in html
        assert "number 1 on the waiting list" in html
        assert not Enrolment.objects.filter(user=cast.colleague).exists()

    def test_a_seat_given_back_is_offered_taken_and_told(self, cast, course, signed_in):
        cohort = make_cohort(course, cap=1)
        post(signed_in(cast.outsider), cohort, "join")
        post(signed_in(cast.colleague), cohort, "join")
        assert "You left it." in post(signed_in(cast.outsider), cohort, "leave")
        assert Notice.objects.filter(kind="cohort_offered", recipient=cast.colleague).exists()
        assert "Take the seat" in signed_in(cast.colleague).get(cohort.get_absolute_url()).content.decode()
        assert "You have a seat." in post(signed_in(cast.colleague), cohort, "accept")
        assert Enrolment.objects.filter(user=cast.colleague).exists()
        assert "You are not in it." in post(signed_in(cast.outsider), cohort, "accept")

    @pytest.mark.parametrize("end", ["cancelled", "hidden"])
    def test_an_offered_seat_of_what_does_not_take_place_is_not_taken(self, cast, course, signed_in, end):
        cohort = make_cohort(course, cap=1)
        first, second = (taking_part.join(cohort, person) for person in (cast.outsider, cast.colleague))
        taking_part.leave(first)
        if end == "cancelled":
            arranging.cancel(cohort)
        else:
            type(course).objects.update(status="hidden")
        client = signed_in(cast.colleague)
        answer = client.post(f"{cohort.get_absolute_url()}part/", {"do": "accept"})
        assert answer.status_code in (302, 404)
        second.place.refresh_from_db()
        assert second.place.state == "offered"
        assert not Enrolment.objects.filter(user=cast.colleague).exists()

    def test_joining_twice_is_joining_once_and_who_left_may_come_back(self, cast, course, signed_in):
        cohort, client = make_cohort(course, cap=2), signed_in(cast.outsider)
        post(client, cohort, "join")
        assert "You are in it already." in post(client, cohort, "join")
        post(client, cohort, "leave")
        assert "You have a seat." in post(client, cohort, "join")
        cohort.seats.refresh_from_db()
        assert cohort.seats.taken == 1

    @pytest.mark.parametrize(
        "days",
        [
            {"opens_on": DAY},
            {"closes_on": -DAY},
            {"starts_on": -9 * DAY, "ends_on": -DAY},
        ],
    )
    def test_outside_the_window_nobody_joins(self, cast, course, signed_in, days):
        today = timezone.localdate()
        cohort = make_cohort(course, **{name: today + delta for name, delta in days.items()})
        assert "One cannot join now." in post(signed_in(cast.outsider), cohort, "join")
        assert not Participant.objects.exists()

    def test_an_offer_that_nobody_answers_lapses(self, cast, course, monkeypatch):
        cohort = make_cohort(course, cap=1)
        first, second = (taking_part.join(cohort, person) for person in (cast.outsider, cast.colleague))
        taking_part.leave(first)
        second.place.refresh_from_db()
        Place.objects.filter(pk=second.place_id).update(offered_until=timezone.now() - DAY)
        assert taking_part.expire_offers() == 1
        assert taking_part.expire_offers() == 0
        second.refresh_from_db()
        assert second.left_at is not None
        assert Notice.objects.filter(kind="cohort_lapsed", recipient=cast.colleague).count() == 1

    def test_the_seat_of_a_deleted_account_comes_back(self, cast, course):
        cohort, gone = make_cohort(course, cap=1), make_user("gone")
        taking_part.join(cohort, gone)
        waiting = taking_part.join(cohort, cast.colleague)
        Enrolment.objects.filter(user=gone).delete()
        Participant.objects.filter(user=gone).delete()
        taking_part.expire_offers()
        waiting.place.refresh_from_db()
        assert waiting.place.state == "offered"

    def test_more_seats_are_offered_to_who_waits(self, cast, course):
        cohort = make_cohort(course, cap=1)
        taking_part.join(cohort, cast.outsider)
        waiting = taking_part.join(cohort, cast.colleague)
        arranging.change(cohort, 2)
        waiting.place.refresh_from_db()
        assert waiting.place.state == "offered"

    def test_a_cancelled_one_tells_its_people_once(self, cast, course):
        cohort = make_cohort(course)
        taking_part.join(cohort, cast.outsider)
        arranging.cancel(cohort)
        with pytest.raises(WrongState):
            arranging.cancel(cohort)
        assert Notice.objects.filter(kind="cohort_cancelled").count() == 1
        cohort.refresh_from_db()
        with pytest.raises(WrongState):
            taking_part.join(cohort, cast.colleague)

    def test_who_has_a_seat_is_reminded_once(self, cast, course):
        cohort = make_cohort(course)
        taking_part.join(cohort, cast.outsider)
        assert arranging.remind_due(cohort.starts_on - 4 * DAY) == 0
        assert arranging.remind_due(cohort.starts_on - 3 * DAY) == 1
        assert arranging.remind_due(cohort.starts_on - 2 * DAY) == 0


@pytest.mark.django_db
class TestTheGroup:
    def test_a_seat_lets_in_and_leaving_lets_out(self, cast, course, group):
        cohort = make_cohort(course, group=Item.objects.get(pk=group.pk))
        own = taking_part.join(cohort, cast.outsider)
        assert is_in(group, cast.outsider)
        taking_part.leave(own)
        assert not is_in(group, cast.outsider)

    def test_who_was_in_before_stays(self, cast, course, group):
        membership.enter(group, cast.outsider)
        cohort = make_cohort(course, group=Item.objects.get(pk=group.pk))
        taking_part.leave(taking_part.join(cohort, cast.outsider))
        assert is_in(group, cast.outsider)

    def test_who_is_banned_stays_out(self, cast, course, group):
        Participation.objects.create(group=group, user=cast.outsider, banned_until=timezone.now() + DAY)
        cohort = make_cohort(course, group=Item.objects.get(pk=group.pk))
        taking_part.join(cohort, cast.outsider)
        assert not is_in(group, cast.outsider)

    def test_a_removed_moderator_lets_nobody_in_any_more(self, cast, course, group, signed_in):
        cohort = make_cohort(course, group=Item.objects.get(pk=group.pk))
        CircleMembership.objects.filter(circle=group.people_id, is_moderator=True).delete()
        CircleMembership.objects.create(circle_id=group.people_id, user=cast.moderator, is_moderator=True)
        assert "You have a seat." in post(signed_in(cast.outsider), cohort, "join")
        assert not is_in(group, cast.outsider)
        assert JoinRequest.objects.get(group=group).user == cast.outsider, "the group's moderators decide"

    def test_who_waits_is_not_let_in(self, cast, course, group):
        cohort = make_cohort(course, cap=1, group=Item.objects.get(pk=group.pk))
        taking_part.join(cohort, cast.outsider)
        taking_part.join(cohort, cast.colleague)
        assert not is_in(group, cast.colleague)

    def test_another_group_takes_over_those_whom_the_cohort_let_in(self, cast, course, group):
        cohort = make_cohort(course)
        taking_part.join(cohort, cast.outsider)
        cohort.group = Item.objects.get(pk=group.pk)
        arranging.change(cohort, None)
        assert is_in(group, cast.outsider)
        cohort.group = None
        arranging.change(cohort, None)
        assert not is_in(group, cast.outsider)

    def test_only_a_group_that_one_moderates_can_be_chosen(self, cast, course, group, signed_in):
        other = make_item(Group, title="Somebody else's", access="public", organization=cast.other_organization)
        membership.found(Group.objects.get(pk=other.pk))
        html = signed_in(cast.author).get(f"/en/training/{course.slug}/cohorts/new/").content.decode()
        assert "The cohort talks" in html
        assert "Somebody else" not in html


@pytest.mark.django_db
class TestPages:
    def sent(self, **given):
        today = timezone.localdate()
        days = {"starts_on": today + DAY, "ends_on": today + 9 * DAY}
        return {"name": "In French", "cap": "12", **{key: day.isoformat() for key, day in days.items()}, **given}

    def test_an_author_arranges_and_changes_one(self, cast, course, signed_in):
        client = signed_in(cast.author)
        new = f"/en/training/{course.slug}/cohorts/new/"
        html = client.post(new, self.sent(), follow=True).content.decode()
        assert "In French" in html
        cohort = Cohort.objects.get()
        assert (cohort.seats.cap, cohort.pool.offers_until.date()) == (12, cohort.ends_on + DAY)
        client.post(f"{cohort.get_absolute_url()}edit/", self.sent(cap="", name="In Arabic"))
        cohort = Cohort.objects.get()
        assert (cohort.name, cohort.seats.cap) == ("In Arabic", None)
        assert "In Arabic" in client.get(course.get_absolute_url()).content.decode()
        wrong = client.post(new, self.sent(ends_on="2001-01-01", name="Kept as typed")).content.decode()
        assert "This day is before the first one." in wrong
        assert "Kept as typed" in wrong
        last = dict.fromkeys(("starts_on", "ends_on", "opens_on", "closes_on"), "9999-12-31")
        assert "Kept as typed" in client.post(new, self.sent(**last, name="Kept as typed")).content.decode()
        assert Cohort.objects.count() == 1
        client.post(f"{cohort.get_absolute_url()}edit/", {"do": "cancel"})
        assert Cohort.objects.get().cancelled_at is not None

    def test_only_who_looks_after_it_sees_its_people(self, cast, course, signed_in):
        cohort = make_cohort(course, facilitator=cast.colleague)
        learner = make_user("learner", name="Quokka Berry")
        taking_part.join(cohort, learner)
        for person, sees in (
            (cast.author, True),
            (cast.colleague, True),
            (cast.branch, True),
            (cast.outsider, False),
            (cast.moderator, False),
            (learner, False),
        ):
            html = signed_in(person).get(cohort.get_absolute_url()).content.decode()
            main = html.split("<main", 1)[1]
            assert ("Quokka Berry" in main) is sees, person
        assert "4 of 4 left" in signed_in(cast.colleague).get(cohort.get_absolute_url()).content.decode()

    def test_strangers_find_no_form_and_no_cohort_of_what_they_may_not_see(self, cast, course, signed_in, visitor):
        cohort = make_cohort(course)
        for person in (cast.outsider, cast.moderator, cast.branch):
            client = signed_in(person)
            assert client.get(f"/en/training/{course.slug}/cohorts/new/").status_code == 404
            assert client.post(f"{cohort.get_absolute_url()}edit/", {"do": "cancel"}).status_code == 404
        assert visitor.get(cohort.get_absolute_url()).status_code == 200
        type(course).objects.update(status="hidden")
        assert visitor.get(cohort.get_absolute_url()).status_code == 404
        other = make_course(cast, title="Another", slug="another")
        assert visitor.get(f"/en/training/{other.slug}/cohorts/{cohort.pk}/").status_code == 404

    def test_the_page_costs_the_same_for_one_and_for_twenty(self, cast, course, signed_in):
        cohort, client = make_cohort(course), signed_in(cast.author)
        counts = []
        for number in range(20):
            taking_part.join(cohort, make_user(f"p{number}", name=f"Person {number}"))
            if number in (0, 19):
                client.get(cohort.get_absolute_url())
                with CaptureQueriesContext(connection) as asked:
                    assert f"Person {number}" in client.get(cohort.get_absolute_url()).content.decode()
                counts.append(len(asked))
        assert counts == [15, 15]

    def test_the_desk_reads_them(self, cast, course, signed_in):
        cohort = make_cohort(course)
        taking_part.join(cohort, cast.outsider)
        client = signed_in(cast.branch)
        assert cohort.name in client.get("/admin/training/cohort/").content.decode()
        assert (
            cast.outsider.get_full_name() in client.get(f"/admin/training/cohort/{cohort.pk}/change/").content.decode()
        )
        assert client.post(f"/admin/training/cohort/{cohort.pk}/change/", {"name": "x"}).status_code == 403


def fair(result):
    assert result["errors"] == []
    assert result["drift"] == 0
    assert result["unenrolled"] == 0
    assert result["taken"] == result["seated"] <= SEATS
    assert result["seated"] + result["waiting"] + result["gone"] == PEOPLE
    assert result["seated"] == SEATS or result["waiting"] == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_forty_at_once_on_five_seats_on_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("the same race runs on SQLite in a file of its own")
    fair(race())


@pytest.mark.django_db(transaction=True)  # in an open transaction SQLite would wait for itself
def test_forty_at_once_on_five_seats_on_sqlite(tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("the same race runs on PostgreSQL itself")
    # The tables as the tests have them, in a file: to make them again would take minutes.
    file = tmp_path / "race.sqlite3"
    with closing(sqlite3.connect(file)) as target:
        connection.ensure_connection()
        connection.connection.backup(target)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{file}",
        "VAR_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "csonet.settings",
    }
    command = [sys.executable, "-m", "training.tests.race"]
    done = subprocess.run(  # noqa: S603  # our own program
        command, env=environment, capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr[-2000:]
    fair(json.loads(done.stdout.splitlines()[-1]))
