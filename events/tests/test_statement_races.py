"""Eight people press a button at once: one statement of its own, one receipt, one slot; on both databases."""

from __future__ import annotations

from datetime import time

import pytest
from django.db import connection

from accounts.models import User
from csonet.testing.makers import join, make_organization, make_user
from csonet.testing.racing import all_at_once
from csonet.workflow import WorkflowError
from events.models import FloorRequest, SideEventCall, SideEventRequest, SpeakersList, Statement
from events.statements import acts, siding, speaking
from events.tests.makers import make_event
from events.tests.statement_makers import make_call, write
from events.tests.test_race import on_a_file

together = pytest.mark.django_db(transaction=True)


@pytest.mark.django_db
def test_on_a_file_of_sqlite_one_statement_is_handed_in_and_one_slot_is_given(tmp_path):
    found = on_a_file("events.tests.statement_race", tmp_path)
    assert found == {"refused": [7, 7], "other": [], "handed_in": 1, "allocated": 1}


@pytest.fixture
def event(cast):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("needs a database that threads share: a file, or PostgreSQL")
    return make_event(organization=cast.un_entity, author=cast.moderator)


def fresh(user):
    return User.objects.get(pk=user.pk)


def run(jobs):
    return all_at_once(len(jobs), lambda number: jobs[number]())


def only_refusals(problems, count):
    assert all(isinstance(problem, WorkflowError) for problem in problems), problems
    assert len(problems) == count


@together
def test_eight_statements_of_one_organization_at_once_and_one_is_handed_in(cast, event):
    call = make_call(event)
    rows = [write(call, cast.organization, cast.author, title=f"Number {number}") for number in range(8)]

    def job(row):
        mine, person = Statement.objects.select_related("call__event").get(pk=row.pk), fresh(cast.author)
        return lambda: acts.move(mine, "submit", actor=person)

    only_refusals(run([job(row) for row in rows]), 7)
    assert Statement.objects.handed_in().count() == 1


@together
def test_one_statement_handed_in_eight_times_at_once_has_one_receipt(cast, event):
    row = write(make_call(event), cast.organization, cast.author)

    def job():
        mine, person = Statement.objects.select_related("call__event").get(pk=row.pk), fresh(cast.author)
        return lambda: acts.move(mine, "submit", actor=person)

    only_refusals(run([job() for _number in range(8)]), 7)
    assert row.steps.filter(act="submit").count() == 1


@together
def test_one_slot_for_eight_requests_at_once_is_given_once(cast, event):
    call = SideEventCall.objects.create(event=event, name="Side events", for_approved=True, zone=event.zone)
    slot = siding.add_slot(call, event.first_day, time(9), time(10), "CR-1", None)
    values = {"title": "Wells", "summary": "Wells.", "language": "en"}
    jobs = []
    for _number in range(8):
        organization, person = make_organization(), make_user()
        join(person, organization)
        row = siding.ask(call, organization, values, [slot], user=person)
        actor = fresh(cast.moderator)
        jobs.append(lambda row=row, actor=actor: siding.allocate(row, slot, actor=actor))
    only_refusals(run(jobs), 7)
    assert SideEventRequest.objects.filter(slot=slot).count() == 1


@together
def test_the_same_requests_sent_eight_times_at_once_are_one(cast, event):
    call = SideEventCall.objects.create(event=event, name="Side events", for_approved=True, zone=event.zone)
    values = {"title": "Wells", "summary": "Wells.", "language": "en"}

    def job(person):
        return lambda: siding.ask(call, cast.organization, values, [], user=person)

    only_refusals(run([job(fresh(cast.author)) for _number in range(8)]), 7)
    assert SideEventRequest.objects.count() == 1


@together
def test_speakers_put_on_the_list_at_once_have_places_of_their_own(cast, event):
    floor = SpeakersList.objects.create(event=event, name="Debate", for_approved=True, zone=event.zone)
    jobs = []
    for _number in range(8):
        organization, person = make_organization(), make_user()
        join(person, organization)
        values = {"speaker": "A", "topic": "B", "minutes_asked": 3}
        row = speaking.ask(floor, organization, values, user=person)
        actor = fresh(cast.moderator)
        jobs.append(lambda row=row, actor=actor: speaking.grant(row, 3, actor=actor))
    assert run(jobs) == []
    places = FloorRequest.objects.filter(list=floor).order_by("position").values_list("position", flat=True)
    assert list(places) == list(range(1, 9))
