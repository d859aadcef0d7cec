"""What comes by mail of itself: that the link to join is open, once, to those for whom it is; and what is deleted."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from csonet.notifications.models import Notice, OutboundMail
from csonet.notifications.rendering import render
from csonet.testing.makers import join, make_organization
from events import changing, deciding, reminding, retention
from events.models import JoinLink, Purge, Registration, Rule
from events.registering import register
from events.tests.makers import candidate, come, make_event, make_rule, times_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast):
    event = make_event(organization=cast.un_entity, author=cast.moderator, mode="hybrid")
    JoinLink.objects.create(event=event, url="https://meet.example.org/secret-room", notes="Passcode 2719")
    return event


def told(kind="event_link"):
    return {notice.recipient.username for notice in Notice.objects.filter(kind=kind)}


class TestLink:
    def test_it_comes_a_day_before_to_those_admitted_online_and_once(self, cast, event):
        make_rule(event)
        come(event, cast.author, cast.organization, mode="online")
        come(event, cast.outsider, cast.other_organization, mode="in-person")
        assert reminding.links_due(event.starts - timedelta(hours=25)) == 0
        for _twice in range(2):
            reminding.links_due(event.starts - timedelta(hours=24))
        assert told() == {cast.author.username}
        subject, body = render(Notice.objects.get(kind="event_link"), "en")
        assert event.title in subject
        assert "registrations/" in body
        assert "secret-room" not in body, "it stands behind the person's own page alone"
        assert "2719" not in body
        reminding.remind_due(event.starts - timedelta(hours=23))
        assert told("event_reminder") == {cast.outsider.username}, "who heard of the link knows when it is"

    def test_who_is_not_admitted_hears_nothing_until_they_are(self, cast, event):
        make_rule(event, approval="organization")
        row = come(event, cast.colleague, cast.organization, mode="online")
        soon = event.starts - timedelta(hours=2)
        assert reminding.links_due(soon) == 0
        deciding.decide(row, actor=cast.author, side="org", approves=True)
        assert reminding.links_due(soon) == 1

    def test_a_link_or_a_time_that_changes_is_told_anew_and_the_hours_are_the_organizers(self, cast, event):
        make_rule(event)
        come(event, cast.author, cast.organization, mode="online")
        JoinLink.objects.update(hours=2)
        assert reminding.links_due(event.starts - timedelta(hours=3)) == 0
        soon = event.starts - timedelta(hours=1)
        assert reminding.links_due(soon) == 1
        JoinLink.objects.update(notes="Another passcode")
        assert reminding.links_due(soon) == 0
        JoinLink.objects.update(url="https://meet.example.org/another-room")
        assert reminding.links_due(soon) == 1
        event.occurrences.update(sequence=1)
        assert reminding.links_due(soon) == 1

    def test_somebody_without_an_account_gets_their_own_link(self, cast, event):
        make_rule(event)
        who = candidate(None, name="Halima Yusuf", email="halima@example.org", mode="online", language="ar")
        row = register(event, who, organization=cast.organization, actor=cast.author, source="owner")
        assert reminding.links_due(event.starts) == 1
        mail = OutboundMail.objects.filter(to="halima@example.org").order_by("pk").last()
        assert f"/ar/events/attend/{row.token}/" in mail.body
        assert "secret-room" not in mail.body

    @pytest.mark.parametrize("act", ["cancel", "postpone"])
    def test_nobody_hears_of_what_does_not_take_place(self, cast, event, act):
        make_rule(event)
        come(event, cast.author, cast.organization, mode="online")
        changing.step(event, act, "No room.", actor=cast.moderator)
        assert reminding.links_due(event.starts - timedelta(hours=2)) == 0


class TestRetention:
    def test_the_days_are_the_portals_own(self, cast, event, settings):
        settings.EVENT_RETENTION_DAYS = {**settings.EVENT_RETENTION_DAYS, "gender": 3}
        make_rule(event)
        row = come(event, cast.author, cast.organization, gender="woman", access_needs="A ramp")
        assert retention.purge_due(event.ends + timedelta(days=4)) == "gender: 1"
        row.refresh_from_db()
        assert (row.gender, row.access_needs) == ("", "A ramp")

    def test_names_in_the_record_go_with_the_addresses(self, cast, event):
        rule = make_rule(event, approval="organization")
        row = come(event, cast.colleague, cast.organization, role="Speaker")
        deciding.decide(row, actor=cast.author, side="org", approves=False, text="Maria goes in his place")
        assert retention.purge_due(event.ends + timedelta(days=366)) == "email: 1"
        row.refresh_from_db()
        assert (row.name, row.role, row.org_text) == ("—", "", "")
        assert [one.act for one in row.steps.all()] == ["register", "org-decline"]
        assert not row.steps.exclude(text="").exists()
        assert Purge.objects.get().figures == {"email": 1}
        assert rule.registrations.count() == 1

    def test_the_desk_reads_what_was_deleted_and_types_nothing_over_it(self, cast, event, signed_in):
        make_rule(event)
        come(event, cast.author, cast.organization, access_needs="A ramp")
        retention.purge_due(event.ends + timedelta(days=31))
        desk = signed_in(cast.branch)
        page = desk.get("/admin/events/purge/").content.decode()
        assert "access_needs" in page
        assert event.title in page
        assert desk.get("/admin/events/purge/add/").status_code == 403
        assert desk.post(f"/admin/events/purge/{Purge.objects.get().pk}/delete/", {"post": "yes"}).status_code == 403

    def test_who_registers_reads_how_long_it_is_kept(self, cast, event, signed_in):
        make_rule(event)
        page = signed_in(cast.author).get(f"{event.get_absolute_url()}register/").content.decode()
        assert "30 days" in page
        assert "365 days" in page


class TestMoved:
    def test_moved_online_everybody_keeps_a_place_and_who_waited_is_offered_one(self, cast, event):
        rule = make_rule(event, seats=1)
        first = come(event, cast.author, cast.organization, mode="in-person")
        second = come(event, cast.outsider, cast.other_organization, mode="in-person")
        assert (first.state, second.state) == ("admitted", "waiting")
        changing.step(event, "move-online", "The building is closed.", actor=cast.moderator)
        event.refresh_from_db()
        event.in_person.refresh_from_db()
        event.online.refresh_from_db()
        assert (event.in_person.taken, event.online.taken) == (0, 2), "one held, one offered"
        assert set(Registration.objects.values_list("mode", "state")) == {("online", "admitted"), ("online", "offered")}
        assert deciding.accept_offer(second).state == "admitted"
        assert rule.registrations.count() == 2

    def test_more_than_there_are_places_online_keep_theirs_and_nobody_else_comes(self, cast, event):
        make_rule(event, quota=9)
        for number in range(3):
            who = candidate(None, name=f"Person {number}", email=f"p{number}@example.org")
            register(event, who, organization=cast.organization, actor=cast.author, source="owner")
        event.online.cap = event.online.ceiling = 2
        event.online.save()
        changing.step(event, "move-online", "Flood.", actor=cast.moderator)
        event.refresh_from_db()
        assert (event.online.taken, event.online.left) == (3, 0)
        assert come(event, cast.outsider, cast.other_organization, mode="online").state == "waiting"

    def test_a_series_that_was_postponed_is_held_later_by_as_much(self, cast):
        event = make_event(organization=cast.un_entity, author=cast.moderator, repeats="weekly", days=7)
        type(event).objects.filter(pk=event.pk).update(repeat_until=event.first_day + timedelta(weeks=2))
        event.refresh_from_db()
        make_rule(event)
        row = come(event, cast.author, cast.organization)
        changing.step(event, "postpone", "Not ready.", actor=cast.moderator)
        changing.hold_again(
            event, times_on(event, event.first_day + timedelta(days=30)), "Ready.", actor=cast.moderator
        )
        event.refresh_from_db()
        days = list(event.occurrences.filter(is_cancelled=False).order_by("day").values_list("day", flat=True))
        assert days == [event.first_day + timedelta(weeks=number) for number in range(3)]
        assert event.event_status == "planned"
        row.refresh_from_db()
        assert row.has_to_confirm

    def test_what_is_held_after_all_overtakes_its_cancellation_in_calendars(self, cast, event):
        make_rule(event)
        come(event, cast.author, cast.organization)
        changing.step(event, "cancel", "No room.", actor=cast.moderator)
        cancelled = event.occurrences.get().sequence
        same = event.occurrences.get()
        names = ("day", "starts_at", "last_day", "ends_at", "starts_fold", "ends_fold")
        changing.hold_again(event, {name: getattr(same, name) for name in names}, "A room.", actor=cast.moderator)
        assert event.occurrences.get().sequence > cancelled
        mail = OutboundMail.objects.order_by("pk").last()
        assert "METHOD:REQUEST" in mail.calendar
        assert "STATUS:CONFIRMED" in mail.calendar

    def test_organizers_see_who_has_not_confirmed_again(self, cast, event, signed_in):
        make_rule(event)
        one = come(event, cast.author, cast.organization)
        come(event, cast.outsider, cast.other_organization)
        changing.step(event, "postpone", "Not ready.", actor=cast.moderator)
        changing.hold_again(event, times_on(event, event.first_day), "Ready.", actor=cast.moderator)
        one.refresh_from_db()
        deciding.confirm_again(one)
        host, home = signed_in(cast.moderator), event.get_absolute_url()
        assert host.get(f"{home}people/").content.decode().count("not confirmed again") == 1
        figures = b"".join(host.get(f"{home}figures/export.csv").streaming_content).decode()
        assert "not confirmed again,,1" in figures
        assert "admitted,,2" in figures
        people = b"".join(host.get(f"{home}people/export.csv").streaming_content).decode()
        assert sorted(row["confirmed_again"] for row in csv.DictReader(io.StringIO(people))) == ["no", "yes"]


def test_a_person_of_two_organizations_takes_part_for_the_one_that_may(cast, event, signed_in):
    first = make_organization(name="Aaa association")
    join(cast.moderator, first)
    Rule.objects.all().delete()
    make_rule(event, for_approved=False, for_entity=True, opens=timezone.now() - timedelta(days=1))
    client = signed_in(cast.moderator)
    assert "You can’t register" not in client.get(event.get_absolute_url()).content.decode().replace("&#x27;", "’")
    page = client.get(f"{event.get_absolute_url()}register/").content.decode()
    assert cast.un_entity.name in page.partition("You register for")[2][:200]
