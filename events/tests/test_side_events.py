"""Side events and speakers' lists: one request each, sponsors, slots, the event that follows, order, balance."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from csonet.notifications.models import Notice
from csonet.notifications.rendering import render
from csonet.testing.makers import join, make_organization, make_user
from csonet.workflow import MissingReason, NotAllowed, WorkflowError, WrongState
from events.models import CoHost, Event, FloorRequest, Purge, SideEventCall, SideEventRequest, Slot, SpeakersList
from events.statements import requesting, siding, signing, speaking, views_floor
from events.tests.conftest import address, kinds, text
from events.tests.statement_makers import make_call

pytestmark = pytest.mark.django_db
VALUES = {"title": "Wells that last", "summary": "Who keeps a well?\n\nFour villages speak.", "language": "en"}


@pytest.fixture
def call(event):
    made = SideEventCall.objects.create(event=event, name="Side events", for_approved=True, zone=event.zone)
    for hour in (9, 13):
        siding.add_slot(made, event.first_day, time(hour), time(hour + 1), "CR-1", 40)
    return made


@pytest.fixture
def floor(event):
    return SpeakersList.objects.create(event=event, name="General debate", for_approved=True, zone=event.zone)


def slots(call):
    return list(Slot.objects.filter(call=call))


def speak(floor, organization, user, **values):
    given = {"speaker": "Amina Diallo", "topic": "Water", "minutes_asked": 3, **values}
    return speaking.ask(floor, organization, given, user=user)


class TestSideEvents:
    def test_a_slot_stands_on_the_events_clock_and_once(self, cast, event, call):
        slot = slots(call)[0]
        assert slot.starts.astimezone(timezone.get_default_timezone()).hour in (13, 14)
        with pytest.raises(WorkflowError, match="this slot already"):
            siding.add_slot(call, event.first_day, time(9), time(11), "CR-1", None)

    def test_one_request_for_each_sponsor(self, cast, call):
        first = siding.ask(call, cast.organization, VALUES, slots(call), user=cast.author)
        assert [one.slot for one in first.wishes.all()] == slots(call)
        with pytest.raises(WrongState, match="asked already"):
            siding.ask(call, cast.organization, VALUES, [], user=cast.colleague)
        requesting.withdraw(first, user=cast.author)
        assert siding.ask(call, cast.organization, VALUES, [], user=cast.author).pk

    def test_no_slot_is_given_twice_and_a_withdrawn_one_is_free_again(self, cast, call):
        slot = slots(call)[0]
        first = siding.ask(call, cast.organization, VALUES, [slot], user=cast.author)
        second = siding.ask(call, cast.other_organization, VALUES, [slot], user=cast.outsider)
        siding.allocate(first, slot, actor=cast.moderator)
        with pytest.raises(WrongState, match="is allocated"):
            siding.allocate(second, slot, actor=cast.moderator)
        with pytest.raises(WrongState, match="is allocated"):
            siding.remove_slot(slot)
        requesting.withdraw(first, user=cast.author)
        siding.allocate(second, slot, actor=cast.moderator)
        assert (second.state, second.slot) == ("granted", slot)
        assert Notice.objects.filter(recipient=cast.outsider, kind="request_decided").exists()

    def test_sponsors_confirm_and_nobody_confirms_for_them(self, cast, call):
        row = siding.ask(call, cast.organization, VALUES, [], user=cast.author)
        one = siding.invite(row, cast.other_organization, user=cast.author)
        for forger in (cast.author, cast.moderator, cast.branch):
            with pytest.raises(NotAllowed):
                siding.answer(one, user=forger, confirms=True)
        siding.answer(one, user=cast.outsider, confirms=True)
        with pytest.raises(WrongState):
            siding.answer(one, user=cast.outsider, confirms=True)
        assert row.signers() == {cast.organization.pk, cast.other_organization.pk}

    def test_nobody_decides_on_their_own_and_a_decline_says_why(self, cast, event, call):
        CoHost.objects.create(event=event, organization=cast.other_organization, state="confirmed")
        row = siding.ask(call, cast.organization, VALUES, [], user=cast.author)
        one = siding.invite(row, cast.other_organization, user=cast.author)
        siding.answer(one, user=cast.outsider, confirms=True)
        for actor in (cast.outsider, cast.author, cast.newcomer):
            with pytest.raises(NotAllowed):
                siding.allocate(row, slots(call)[0], actor=actor)
        with pytest.raises(MissingReason):
            requesting.decline(row, actor=cast.moderator, reason="no-room", text="")
        requesting.decline(row, actor=cast.moderator, reason="no-room", text="All rooms are taken.")
        assert (row.state, row.slot) == ("declined", None)

    def test_one_click_makes_the_draft_of_the_event_and_two_make_one(self, cast, event, call):
        slot = slots(call)[1]
        row = siding.ask(call, cast.organization, VALUES, [slot], user=cast.author)
        siding.answer(siding.invite(row, cast.other_organization, user=cast.author), user=cast.outsider, confirms=True)
        with pytest.raises(WorkflowError):
            siding.make_event(row, user=cast.author)
        siding.allocate(row, slot, actor=cast.moderator)
        with pytest.raises(NotAllowed):
            siding.make_event(row, user=cast.moderator)
        made = siding.make_event(row, user=cast.author)
        assert siding.make_event(row, user=cast.colleague) == made
        made = Event.objects.get(pk=made.pk)
        assert (made.status, made.sort, made.parent, made.organization) == (
            *("draft", "side-event"),
            *(event, cast.organization),
        )
        assert (made.first_day, made.starts_at, made.room, made.zone) == (slot.day, time(13), "CR-1", event.zone)
        assert [one.organization for one in made.co_hosts.confirmed()] == [cast.other_organization]
        assert "<p>Four villages speak.</p>" in made.description

    def test_the_story_on_its_pages(self, cast, event, call, visitor, signed_in):
        author, desk, other = signed_in(cast.author), signed_in(cast.moderator), signed_in(cast.outsider)
        first, second = slots(call)
        data = {**VALUES, "wish_1": str(second.pk), "wish_2": str(second.pk)}
        url = address(event, "side-events", call.pk, "new")
        assert "wished for twice" in text(author.post(url, data))
        row_url = author.post(url, {**data, "wish_2": str(first.pk)}).headers["Location"]
        row = SideEventRequest.objects.get()
        assert [one.slot for one in row.wishes.all()] == [second, first]
        assert "asked already" in text(author.post(url, {**data, "wish_2": ""}))
        author.post(row_url, {"do": "ask", "name": cast.other_organization.name})
        other.post(f"{row_url}sponsor/{row.co_sponsors.get().pk}/", {"do": "confirm"})
        assert row.signers() == {cast.organization.pk, cast.other_organization.pk}
        assert "Wells that last" in text(desk.get(address(event, "manage", "side-events", call.pk)))
        assert desk.post(row_url, {"do": "allocate", "slot": "9" * 40}).status_code == 409
        desk.post(row_url, {"do": "allocate", "slot": str(second.pk)})
        assert "Wells that last" in text(visitor.get(address(event, "side-events", call.pk)))
        answer = author.post(row_url, {"do": "event"})
        assert answer.headers["Location"].endswith("/edit/")
        assert author.get(answer.headers["Location"]).status_code == 200

    def test_a_request_is_for_its_sponsors_and_the_organizers(self, cast, event, call, visitor, signed_in):
        row = siding.ask(call, cast.organization, {**VALUES, "title": "quokkaberry"}, [], user=cast.author)
        url = row.get_absolute_url()
        for name, status in {
            "colleague": 200,
            "moderator": 200,
            "branch": 200,
            "outsider": 404,
            "newcomer": 404,
        }.items():
            client = signed_in(getattr(cast, name))
            assert client.get(url).status_code == status, name
            if status == 404:
                assert client.post(url, {"do": "withdraw"}).status_code == 404
            seen = name == "colleague"
            assert ("quokkaberry" in text(client.get(address(event, "side-events", call.pk)))) is seen, name
        assert visitor.get(url).status_code == 302
        assert signed_in(cast.moderator).post(url, {"do": "withdraw"}).status_code == 403
        assert signed_in(cast.moderator).post(url, {"do": "event"}).status_code == 403
        assert signed_in(cast.colleague).post(url, {"do": "decline", "reason": "other", "text": "x"}).status_code == 403

    def test_slots_are_typed_by_the_organizers_alone(self, cast, event, call, signed_in):
        url = address(event, "manage", "side-events", call.pk, "slots")
        assert signed_in(cast.author).get(url).status_code == 403
        client = signed_in(cast.moderator)
        day = event.first_day.isoformat()
        data = {"day": day, "starts_at": "18:00", "ends_at": "17:00", "room": "CR-9"}
        assert "ends before it begins" in text(client.post(url, data))
        client.post(url, {**data, "ends_at": "19:00"})
        made = Slot.objects.get(room="CR-9")
        client.post(url, {"slot": str(made.pk)})
        assert not Slot.objects.filter(room="CR-9").exists()
        assert client.post(url, {"slot": "x"}).status_code == 404

    def test_a_slot_is_not_freed_under_its_event(self, cast, event, call, signed_in):
        row = siding.ask(call, cast.organization, VALUES, [], user=cast.author)
        siding.allocate(row, slots(call)[0], actor=cast.moderator)
        siding.make_event(row, user=cast.author)
        posts = {cast.author: {"do": "withdraw"}, cast.moderator: {"do": "decline", "reason": "other", "text": "No."}}
        for person, data in posts.items():
            answer = signed_in(person).post(row.get_absolute_url(), data)
            assert answer.status_code == 409, data
            assert "change the event" in text(answer)
        row.refresh_from_db()
        assert (row.state, row.slot) == ("granted", slots(call)[0])

    def test_a_side_event_is_not_named_to_those_who_may_not_see_it(self, cast, event, call, visitor, signed_in):
        row = siding.ask(call, cast.organization, VALUES, [], user=cast.author)
        siding.allocate(row, slots(call)[0], actor=cast.moderator)
        page = address(event, "side-events", call.pk)
        made = siding.make_event(row, user=cast.author)
        Event.objects.filter(pk=made.pk).update(status="published", published_at=timezone.now(), audience="members")
        assert VALUES["title"] not in text(visitor.get(page))
        assert cast.organization.name in text(visitor.get(page))
        assert made.get_absolute_url() in text(signed_in(cast.outsider).get(page))
        Event.objects.filter(pk=made.pk).update(audience="public")
        assert VALUES["title"] in text(visitor.get(page))


class TestFloor:
    def test_the_order_is_the_organizers_and_has_no_gaps(self, cast, floor):
        people = [(make_organization(), make_user()) for _number in range(3)]
        rows = []
        for organization, person in people:
            join(person, organization)
            rows.append(speak(floor, organization, person))
            speaking.grant(rows[-1], 3, actor=cast.moderator)
        first, second, third = rows

        def order():
            return list(FloorRequest.objects.filter(position__isnull=False).values_list("pk", "position"))

        speaking.shift(third, actor=cast.moderator, up=True)
        assert order() == [(first.pk, 1), (third.pk, 2), (second.pk, 3)]
        speaking.shift(first, actor=cast.moderator, up=True)
        speaking.shift(first, actor=cast.moderator, up=False)
        assert order() == [(third.pk, 1), (first.pk, 2), (second.pk, 3)]
        first.refresh_from_db()
        requesting.withdraw(first, user=people[0][1])
        assert order() == [(third.pk, 1), (second.pk, 2)]

    def test_one_request_each_and_the_window_holds(self, cast, floor):
        speak(floor, cast.organization, cast.author)
        with pytest.raises(WrongState, match="asked already"):
            speak(floor, cast.organization, cast.colleague)
        SpeakersList.objects.filter(pk=floor.pk).update(closes=timezone.now())
        floor.refresh_from_db()
        with pytest.raises(WrongState, match="not open"):
            speak(floor, cast.other_organization, cast.outsider)

    def test_strangers_order_nothing(self, cast, floor):
        row = speak(floor, cast.organization, cast.author)
        for stranger in (cast.author, cast.outsider, cast.newcomer):
            with pytest.raises(NotAllowed):
                speaking.grant(row, 3, actor=stranger)
        speaking.grant(row, 3, actor=cast.branch)
        with pytest.raises(NotAllowed):
            speaking.shift(row, actor=cast.outsider, up=True)
        with pytest.raises(NotAllowed):
            requesting.withdraw(row, user=cast.outsider)
        speaking.mark_spoken(row, actor=cast.moderator, spoke=True)
        assert row.spoken_at is not None

    def test_the_balance_counts_speakers_and_minutes_by_region_and_status(self, cast, floor):
        cast.organization.country_id = "KE"
        cast.organization.save()
        speaking.grant(speak(floor, cast.organization, cast.author), 4, actor=cast.moderator)
        speaking.grant(speak(floor, cast.other_organization, cast.outsider), 3, actor=cast.moderator)
        rows = FloorRequest.objects.select_related("organization")
        found = speaking.balance(list(rows))
        assert found.minutes == 7
        assert ("Africa", 1, 4) in found.regions
        assert sum(minutes for _name, _count, minutes in found.statuses) == 7

    def test_names_of_speakers_go_with_the_other_names_of_the_event_and_the_proof_stays(self, cast, event, floor):
        speak(floor, cast.organization, cast.author)
        assert speaking.forget_names(event.ends + timedelta(days=364)) == "speaker: 0"
        assert speaking.forget_names(event.ends + timedelta(days=366)) == "speaker: 1"
        assert speaking.forget_names(event.ends + timedelta(days=367)) == "speaker: 0"
        assert FloorRequest.objects.get().topic == "Water"
        assert Purge.objects.get().figures == {"speaker": 1}

    def test_its_page_shows_names_to_whom_they_concern(self, cast, event, floor, visitor, signed_in):
        url = address(event, "speakers", floor.pk)
        data = {"speaker": "Amina Diallo", "topic": "Rivers", "minutes_asked": "4"}
        signed_in(cast.author).post(f"{url}ask/", data)
        row = FloorRequest.objects.get()
        assert "Rivers" not in text(visitor.get(url))
        desk = signed_in(cast.moderator)
        desk.post(f"{url}act/", {"key": row.pk, "do": "grant", "minutes": "5"})
        assert "Rivers" in text(visitor.get(url))
        assert "Amina Diallo" not in text(visitor.get(url))
        assert "Amina Diallo" in text(signed_in(cast.colleague).get(url))
        page = text(desk.get(url))
        assert "5 minutes are given" in page
        desk.post(f"{url}act/", {"key": row.pk, "do": "spoken"})
        assert "Has spoken" in text(visitor.get(url))
        assert signed_in(cast.outsider).post(f"{url}act/", {"key": row.pk, "do": "up"}).status_code == 404
        assert signed_in(cast.author).post(f"{url}act/", {"key": row.pk, "do": "up"}).status_code == 403
        assert desk.post(f"{url}act/", {"key": "9" * 50, "do": "up"}).status_code == 404
        assert desk.post(f"{url}act/", {"key": row.pk, "do": "grant", "minutes": "0"}).status_code == 409


@pytest.mark.parametrize("count", [1, 20])
def test_pages_cost_the_same_however_many_there_are(cast, event, call, floor, visitor, signed_in, count):
    for number in range(count):
        organization, person = make_organization(), make_user()
        join(person, organization)
        slot = siding.add_slot(call, event.first_day + timedelta(days=number), time(8), time(9), "CR-2", 20)
        row = siding.ask(call, organization, VALUES, [slot], user=person)
        siding.allocate(row, slot, actor=cast.moderator)
        speaking.grant(speak(floor, organization, person), 3, actor=cast.moderator)
    desk = signed_in(cast.moderator)
    costs = {}
    for name, client, url in (
        ("call", visitor, address(event, "side-events", call.pk)),
        ("floor", visitor, address(event, "speakers", floor.pk)),
        ("floor of organizers", desk, address(event, "speakers", floor.pk)),
        ("desk", desk, address(event, "manage", "side-events", call.pk)),
        ("slots", desk, address(event, "manage", "side-events", call.pk, "slots")),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs[name] = len(queries)
    assert costs == {"call": 3, "floor": 4, "floor of organizers": 11, "desk": 11, "slots": 8}


class TestRecusal:
    def test_nobody_moves_their_own_organization_by_moving_its_neighbour(self, cast, event, floor, signed_in):
        rows = [
            speak(floor, cast.organization, cast.author),
            speak(floor, cast.other_organization, cast.outsider),
        ]
        for row in rows:
            speaking.grant(row, 3, actor=cast.moderator)
        CoHost.objects.create(event=event, organization=cast.other_organization, state="confirmed")
        url = address(event, "speakers", floor.pk, "act")
        client = signed_in(cast.outsider)
        assert client.post(url, {"do": "down", "key": str(rows[0].pk)}).status_code == 403
        assert list(FloorRequest.objects.order_by("position")) == rows
        assert signed_in(cast.moderator).post(url, {"do": "down", "key": str(rows[0].pk)}).status_code == 302
        assert list(FloorRequest.objects.order_by("position")) == rows[::-1]


@pytest.mark.parametrize("act", [{}, {"do": ""}, {"do": "dance"}])
def test_what_no_button_says_grants_nothing(cast, event, call, floor, signed_in, act):
    client, own = signed_in(cast.moderator), speak(floor, cast.organization, cast.author)
    row = siding.ask(call, cast.organization, VALUES, [], user=cast.author)
    assert client.post(address(event, "speakers", floor.pk, "act"), {"key": own.pk, **act}).status_code == 403
    assert client.post(row.get_absolute_url(), {"slot": slots(call)[0].pk, **act}).status_code == 403
    assert {FloorRequest.objects.get().state, SideEventRequest.objects.get().state} == {"asked"}


class TestFreed:
    """Organizers hear of what they had given and have again; of what only waited they hear nothing."""

    def test_a_turn_that_is_given_back_is_told(self, cast, floor):
        row = speak(floor, cast.organization, cast.author)
        speaking.grant(row, 3, actor=cast.moderator)
        requesting.withdraw(row, user=cast.author)
        notice = Notice.objects.get(recipient=cast.moderator, kind="request_withdrawn")
        subject, body = render(notice, "en")
        assert subject == "A request that you had granted is withdrawn: Water"
        assert "“Water” of Water for All Association at “Hearing on water” is withdrawn" in body
        assert f"/events/{floor.event.slug}/speakers/{floor.pk}/" in body

    def test_a_slot_that_is_given_back_is_told(self, cast, call):
        row = siding.ask(call, cast.organization, VALUES, slots(call)[:1], user=cast.author)
        siding.allocate(row, slots(call)[0], actor=cast.moderator)
        requesting.withdraw(row, user=cast.author)
        assert "request_withdrawn" in kinds(cast.moderator)
        assert "request_withdrawn" not in kinds(cast.author) + kinds(cast.outsider)

    def test_of_what_only_waited_nothing_is_told(self, cast, call, floor):
        requesting.withdraw(speak(floor, cast.organization, cast.author), user=cast.author)
        requesting.withdraw(siding.ask(call, cast.organization, VALUES, [], user=cast.author), user=cast.author)
        assert "request_withdrawn" not in kinds(cast.moderator)


def gone_meanwhile(monkeypatch, call):
    """The call is deleted after the page looked for it and before the answer is written."""
    found = signing.lock

    def lock(row):
        type(call).objects.filter(pk=call.pk).delete()
        found(row)

    monkeypatch.setattr(signing, "lock", lock)


def test_who_answers_a_call_that_is_just_deleted_is_told_and_keeps_the_words(
    cast, event, call, floor, signed_in, monkeypatch
):
    statements = make_call(event)
    client = signed_in(cast.author)
    asked = {
        address(event, "side-events", call.pk, "new"): (call, {**VALUES, "wish_1": slots(call)[0].pk}),
        address(event, "speakers", floor.pk, "ask"): (floor, {"speaker": "A D", "topic": "Kept", "minutes_asked": "4"}),
        address(event, "statements", "new", statements.pk): (
            statements,
            {"title": "Kept", "text": "Kept word for word.", "language": "en"},
        ),
    }
    for url, (row, typed) in asked.items():
        with monkeypatch.context() as patch:
            gone_meanwhile(patch, row)
            answer = client.post(url, typed)
        assert answer.status_code == 409, url
        page = text(answer)
        assert "The call is gone." in page
        assert (typed.get("text") or typed.get("topic") or typed["title"]) in page


def test_a_long_list_of_speakers_goes_on_on_further_pages(cast, event, floor, visitor, signed_in, monkeypatch):
    monkeypatch.setattr(views_floor, "A_PAGE", 2)
    for number in range(6):
        organization, person = make_organization(f"Speakers {number}"), make_user()
        join(person, organization)
        row = speak(floor, organization, person)
        if number < 3:
            speaking.grant(row, 3, actor=cast.moderator)
    url = address(event, "speakers", floor.pk)
    first, second = (text(visitor.get(f"{url}?page={number}")) for number in (1, 2))
    assert ("Speakers 1" in first, "Speakers 2" in first, "?page=2" in first) == (True, False, True)
    assert ("Speakers 1" in second, "Speakers 2" in second) == (False, True)
    desk = signed_in(cast.moderator)
    page = text(desk.get(f"{url}?waiting=1"))
    assert page.count("<option") >= 5
    assert "9 minutes are given" in page
    assert "?waiting=2" in page or "&waiting=2" in page
    assert text(visitor.get(f"{url}?page=x&waiting=\0")).count("Speakers") == first.count("Speakers")
