"""The pages of events: what each role sees and may do, what they cost, and what they do with bad input."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from csonet.capacity.models import Bucket
from csonet.content.models import Item, Revision
from csonet.content.publication import move
from csonet.notifications.models import Notice, OutboundMail
from csonet.testing.makers import make_user
from csonet.testing.pace import within
from events import door, reminding, retention, rosters
from events.models import (
    Answer,
    CheckIn,
    CoHost,
    Delegation,
    Event,
    JoinLink,
    Occurrence,
    Purge,
    Question,
    Registration,
    Rule,
)
from events.models.choices import Source
from events.registering import register
from events.tests.conftest import address, text
from events.tests.makers import candidate, come, event_data, make_event, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast):
    return make_event(organization=cast.un_entity, author=cast.moderator, mode="hybrid")


class TestPublishing:
    def test_an_event_is_announced_and_its_meeting_stands_in_the_calendar(self, cast, signed_in):
        client = signed_in(cast.author)
        client.post("/en/events/new/", event_data(cast))
        event = Event.objects.get()
        assert event.status == "submitted"
        assert not event.occurrences.exists()
        move(Item.objects.get(pk=event.pk), "approve", actor=cast.branch)
        event.refresh_from_db()
        assert event.starts.hour in (14, 15)
        assert event.occurrences.count() == 1

    def test_an_approved_edit_tells_what_changed_of_the_place_and_a_typo_tells_nobody(self, cast, signed_in):
        client = signed_in(cast.author)
        client.post("/en/events/new/", event_data(cast))
        event = Event.objects.get()
        move(Item.objects.get(pk=event.pk), "approve", actor=cast.branch)
        make_rule(event)
        come(Event.objects.get(pk=event.pk), cast.outsider, cast.other_organization)
        for changes, told in (({"title": "Hearing with civil societies"}, 0), ({"room": "CR-7"}, 1)):
            item = Item.objects.get(pk=event.pk)
            data = event_data(cast, version=str(item.version), **changes)
            client.post(address(event, "edit"), data)
            move(Revision.objects.get(status="submitted"), "approve", actor=cast.branch)
            assert Notice.objects.filter(kind="event_changed").count() == told
        assert "CR-4" in Notice.objects.get(kind="event_changed").context["lines"][0]
        assert "CR-7" in Notice.objects.get(kind="event_changed").context["lines"][0]
        page = text(client.get(event.get_absolute_url()))
        assert "CR-4, " not in page.split("What has changed")[0] or "CR-7" in page

    def test_the_list_shows_what_comes_next_first_and_the_past_apart(self, cast, visitor):
        for days, title in ((40, "Later"), (3, "Soon"), (-10, "Over")):
            make_event(days=days, title=f"{title} meeting")
        page = text(visitor.get("/en/events/"))
        assert page.index("Soon meeting") < page.index("Later meeting")
        assert "Over meeting" not in page
        assert "Over meeting" in text(visitor.get("/en/events/?when=past"))

    def test_filters_of_deadline_and_of_my_organization(self, cast, visitor, signed_in):
        soon, late = make_event(title="Closing soon"), make_event(title="Closing late")
        make_rule(soon, closes=timezone.now() + timedelta(days=3), for_approved=False, for_general=True)
        make_rule(late, closes=timezone.now() + timedelta(days=20))
        page = text(visitor.get("/en/events/?closing=soon"))
        assert "Closing soon" in page
        assert "Closing late" not in page
        mine = text(signed_in(cast.author).get("/en/events/?fits=yes"))
        assert "Closing late" in mine
        assert "Closing soon" not in mine


class TestRoles:
    PAGES = ("manage", "people", "door", "changes", "figures", "manage/rules/new", "co-hosts")

    @pytest.mark.parametrize("page", PAGES)
    def test_only_organizers_come_to_the_organizers_pages(self, cast, event, visitor, signed_in, page):
        assert visitor.get(address(event, *page.split("/"))).status_code == 302
        for name, status in {"outsider": 403, "author": 403, "newcomer": 403, "moderator": 200, "branch": 200}.items():
            assert signed_in(getattr(cast, name)).get(address(event, *page.split("/"))).status_code == status, name

    def test_a_registration_is_for_the_person_their_owner_and_the_organizers(self, cast, event, visitor, signed_in):
        make_rule(event)
        row = come(event, cast.colleague, cast.organization, access_needs="A ramp")
        url = row.get_absolute_url()
        for name, status in {
            "colleague": 200,
            "author": 200,
            "moderator": 200,
            "branch": 200,
            "outsider": 404,
            "newcomer": 404,
        }.items():
            assert signed_in(getattr(cast, name)).get(url).status_code == status, name
        assert visitor.get(url).status_code == 302
        assert "A ramp" not in text(signed_in(cast.author).get(url)), "what one needs is for the organizers"

    def test_a_delegation_is_for_its_owners_and_the_organizers(self, cast, event, signed_in):
        make_rule(event)
        come(event, cast.colleague, cast.organization)
        url = address(event, "delegations", cast.organization.slug)
        for name, status in {"author": 200, "moderator": 200, "colleague": 403, "outsider": 403}.items():
            assert signed_in(getattr(cast, name)).get(url).status_code == status, name
        for page in ("nominate", "file", "seats"):
            assert signed_in(cast.moderator).get(f"{url}{page}/").status_code == 403

    def test_the_pages_of_a_hidden_event_are_not_there(self, cast, event, signed_in):
        Item.objects.filter(pk=event.pk).update(status="draft")
        client = signed_in(cast.outsider)
        for page in ("", "event.ics", "register", "people", f"delegations/{cast.other_organization.slug}"):
            url = address(event, *page.split("/")) if page != "event.ics" else f"{event.get_absolute_url()}event.ics"
            assert client.get(url).status_code == 404, page

    def test_the_join_link_is_for_those_who_are_admitted_and_from_the_day_before(self, cast, event, visitor, signed_in):
        JoinLink.objects.create(event=event, url="https://meet.example.org/secret-room")
        make_rule(event, approval="secretariat")
        row = come(event, cast.author, cast.organization, mode="online")
        other = come(event, cast.outsider, cast.other_organization, mode="online")
        Registration.objects.filter(pk=row.pk).update(state="admitted")
        url = row.get_absolute_url()
        client, waiting = signed_in(cast.author), signed_in(cast.outsider)
        assert "secret-room" not in text(client.get(url)), "thirty days before"
        with time_machine.travel(event.starts - timedelta(hours=23), tick=False):
            assert "secret-room" in text(signed_in(cast.author).get(url))
            assert "secret-room" not in text(signed_in(cast.outsider).get(other.get_absolute_url()))
            assert "secret-room" not in text(visitor.get(event.get_absolute_url()))
        assert waiting.get(url).status_code == 404


class TestRegistering:
    def test_a_person_registers_answers_and_is_told_what_is_missing(self, cast, event, signed_in):
        rule = make_rule(event, approval="none")
        visa = Question.objects.create(
            rule=rule, text="Letter for a visa?", kind="choice", choices=["Yes", "No"], is_required=True
        )
        passport = Question.objects.create(
            rule=rule, text="Passport", asked_if=visa, asked_value="Yes", is_required=True
        )
        later = Question.objects.create(rule=rule, text="Arrival", stage="admitted", is_required=True)
        consent = Question.objects.create(rule=rule, text="I agree to be filmed", kind="consent", is_required=True)
        client = signed_in(cast.author)
        url = address(event, "register")
        assert "Only if you answered “Yes” to “Letter for a visa?”." in text(client.get(url)).replace("&#x27;", "'")
        data = {"organization": cast.organization.pk, "mode": "in-person", "role": "Head", f"q{visa.pk}": "Yes"}
        page = text(client.post(url, data))
        assert "Please answer." in page
        assert "Without your consent" in page
        assert 'value="Head"' in page
        client.post(url, {**data, f"q{visa.pk}": "No", f"q{passport.pk}": "ignored", f"q{consent.pk}": "on"})
        row = Registration.objects.get()
        assert set(row.answers.values_list("question_id", "value")) == {(visa.pk, "No"), (consent.pk, "yes")}
        page = text(client.get(row.get_absolute_url()))
        assert later.text in page.split("Not answered yet")[1]

    def test_what_organizers_write_to_a_question_is_text(self, cast, event, signed_in):
        markup = "<form action=https://example.org><input name=password>"
        rule = make_rule(event, approval="none")
        first = Question.objects.create(rule=rule, text=markup, help_text=markup, kind="choice", choices=[markup])
        Question.objects.create(rule=rule, text="Then", asked_if=first, asked_value=markup, help_text=markup)
        page = signed_in(cast.author).get(address(event, "register")).content.decode()
        assert markup not in page
        assert page.count("&lt;form action=https://example.org&gt;") >= 6

    def test_an_answer_keeps_no_character_that_turns_the_line_or_cannot_be_seen(self, cast, event, signed_in):
        """The organizers read it in their list and in their file."""
        question = Question.objects.create(rule=make_rule(event, approval="none"), text="Title", kind="text")
        data = {"organization": cast.organization.pk, "mode": "in-person", f"q{question.pk}": "Dr\u202e \x07Ada"}
        signed_in(cast.author).post(address(event, "register"), data)
        assert Answer.objects.get().value == "Dr Ada"

    def test_a_file_is_seen_by_the_person_and_the_organizers_alone(self, cast, event, signed_in, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        rule = make_rule(event)
        question = Question.objects.create(rule=rule, text="Letter", kind="file", is_required=True)
        client = signed_in(cast.colleague)
        upload = SimpleUploadedFile("letter.txt", b"We nominate Peter.", content_type="text/plain")
        data = {"organization": cast.organization.pk, "mode": "online", f"q{question.pk}": upload}
        client.post(address(event, "register"), data)
        answer = Answer.objects.get()
        url = address(event, "answers", answer.pk)
        for name, status in {"colleague": 200, "moderator": 200, "author": 404, "outsider": 404}.items():
            given = signed_in(getattr(cast, name)).get(url)
            assert given.status_code == status, name
            if given.streaming:
                assert b"".join(given.streaming_content) == b"We nominate Peter."
        bad = SimpleUploadedFile("evil.svg", b"<svg onload=alert(1)>", content_type="image/svg+xml")
        again = signed_in(cast.outsider).post(
            address(event, "register"),
            {"organization": cast.other_organization.pk, "mode": "online", f"q{question.pk}": bad},
        )
        assert again.status_code == 200
        assert Registration.objects.count() == 1

    def test_a_double_click_registers_once(self, cast, event, signed_in):
        make_rule(event)
        client = signed_in(cast.author)
        data = {"organization": cast.organization.pk, "mode": "online"}
        first, second = (client.post(address(event, "register"), data) for _number in range(2))
        assert first.status_code == second.status_code == 302
        assert Registration.objects.count() == 1
        assert Bucket.objects.get(pk=event.online_id).taken == 1 if event.online_id else True

    def test_forged_organizations_and_ways_are_refused(self, cast, event, signed_in):
        make_rule(event)
        client = signed_in(cast.author)
        client.post(address(event, "register"), {"organization": cast.other_organization.pk, "mode": "online"})
        assert Registration.objects.get().delegation.organization == cast.organization
        assert "Select a valid choice" in text(
            signed_in(cast.outsider).post(address(event, "register"), {"mode": "telepathy"})
        )

    def test_closed_and_not_eligible_say_so_with_the_form_kept(self, cast, event, signed_in):
        make_rule(event, closes=timezone.now() - timedelta(minutes=1))
        answer = signed_in(cast.author).post(address(event, "register"), {"mode": "online", "role": "Head"})
        assert answer.status_code == 409
        assert "deadline has passed" in text(answer)
        assert 'value="Head"' in text(answer)


class TestDelegation:
    def test_fifty_people_cost_ten_queries_at_most(self, cast, event, signed_in):
        rule = make_rule(event, quota=60, seats=3, approval="none")
        Question.objects.create(rule=rule, text="Diet", is_required=True)
        costs = []
        for count in (1, 49):
            for number in range(count):
                who = candidate(None, name=f"Person {count}-{number}", email=f"p{count}-{number}@example.org")
                register(event, who, organization=cast.organization, actor=cast.author, source=Source.OWNER)
            client = signed_in(cast.author)
            url = address(event, "delegations", cast.organization.slug)
            with CaptureQueriesContext(connection) as queries:
                page = text(client.get(url))
            costs.append(len(queries))
        assert page.count("Diet") == 50
        assert "number 47 on the waiting list" in page
        assert costs == [9, 10], "the session included; the tenth is the waiting list, once somebody waits"

    def test_an_owner_nominates_a_colleague_and_somebody_without_an_account(self, cast, event, signed_in):
        make_rule(event, nominates="owner", approval="organization")
        client = signed_in(cast.author)
        url = address(event, "delegations", cast.organization.slug, "nominate")
        client.post(url, {"colleague": cast.colleague.pk, "language": "en", "mode": "in-person"})
        assert Registration.objects.get(user=cast.colleague).state == "admitted"
        assert "write a name" in text(client.post(url, {"language": "en", "mode": "in-person"}))
        client.post(url, {"name": "Ana López", "email": "ana@example.org", "language": "es", "mode": "online"})
        assert OutboundMail.objects.filter(to="ana@example.org", language="es").exists()
        forged = client.post(url, {"colleague": cast.outsider.pk, "language": "en", "mode": "online"})
        assert forged.status_code == 200
        assert not Registration.objects.filter(user=cast.outsider).exists()

    def test_a_file_is_read_first_and_saved_only_when_it_is_confirmed(self, cast, event, signed_in):
        make_rule(event, quota=3)
        client = signed_in(cast.author)
        url = address(event, "delegations", cast.organization.slug, "file")
        people = ["Ana;ana@example.org;Speaker", ";nobody@example.org;", "Bad;no-address;", "Ana Two;ANA@example.org;"]
        lines = "\n".join(["name;email;role", *people, "Bo;bo@example.org;"])
        page = text(client.post(url, {"file": SimpleUploadedFile("people.csv", lines.encode())}))
        assert "3 faults were found." in page
        assert "The same address stands in line 2." in page
        assert not Registration.objects.exists()
        client.post(url, {"text": lines, "do": "confirm"})
        assert set(Registration.objects.values_list("email", flat=True)) == {"ana@example.org", "bo@example.org"}

    def test_five_thousand_lines_with_three_hundred_faults_are_told_each_by_its_line(self, cast, event, signed_in):
        make_rule(event)
        good, bad = "Person {0},p{0}@example.org", "Person {0},not an address {0}"
        rows = [(bad if number % 16 == 0 and number < 4800 else good).format(number) for number in range(4999)]
        content = "name,email\n" + "\n".join(rows)
        with within(3):
            roster = rosters.read(content, event, None, None)
        invalid = [fault for fault in roster.faults if "no e-mail address" in fault.message]
        assert [fault.line for fault in invalid] == [number + 2 for number in range(0, 4800, 16)]
        assert len(invalid) == 300
        assert len(roster.people) == rosters.MOST_PEOPLE
        assert not Registration.objects.exists()

    @pytest.mark.parametrize(
        "content", [b"", b"\xff\xfe\x00", b"a,b\n1,2", b'name,email\n"open', b"\0" * 100, b"x" * 1_500_000]
    )
    def test_what_is_no_such_file_is_refused_in_words(self, cast, event, signed_in, content):
        make_rule(event)
        client = signed_in(cast.author)
        url = address(event, "delegations", cast.organization.slug, "file")
        answer = client.post(url, {"file": SimpleUploadedFile("people.csv", content)})
        assert answer.status_code == 200
        assert not Registration.objects.exists()

    def test_forged_keys_are_not_found(self, cast, event, signed_in):
        make_rule(event)
        row = come(event, cast.outsider, cast.other_organization)
        client = signed_in(cast.author)
        come(event, cast.author, cast.organization)
        url = address(event, "delegations", cast.organization.slug)
        for key in (row.key, "nonsense", "\0", ""):
            assert client.post(url, {"key": key, "do": "withdraw"}).status_code == 404
        assert client.get(address(event, "delegations", cast.organization.slug, "replace", row.key)).status_code == 404
        row.refresh_from_db()
        assert row.is_live


class TestOrganizing:
    def test_a_rule_is_made_with_its_window_on_the_clock_of_its_zone(self, cast, event, signed_in):
        client = signed_in(cast.moderator)
        day = event.first_day - timedelta(days=5)
        data = {
            "name": "In status",
            "eligible": ["general", "special"],
            "quota": "3",
            "total": "40",
            "zone": "Africa/Nairobi",
            "closes_day": day.isoformat(),
            "closes_at": "23:59",
            "nominates": "member",
            "approval": "both",
            "has_waiting_list": "on",
        }
        refused = text(client.post(address(event, "manage", "rules", "new"), {**data, "closes_at": "12 am"}))
        assert "midnight" in refused
        assert not Rule.objects.exists()
        late = client.post(address(event, "manage", "rules", "new"), {**data, "closes_day": "2090-01-01"})
        assert "closes after the event has ended" in text(late)
        client.post(address(event, "manage", "rules", "new"), data)
        rule = Rule.objects.get()
        assert rule.closes == datetime.combine(day, time(21), UTC), "the end of 23:59 in Nairobi"
        assert (rule.total.cap, rule.eligible) == (40, ["general", "special"])
        page = text(client.get(address(event, "manage", "rules", rule.pk)))
        assert 'value="23:59"' in page

    def test_fewer_seats_than_taken_keeps_all_and_says_so(self, cast, event, signed_in):
        make_rule(event, seats=5)
        come(event, cast.author, cast.organization)
        come(event, cast.outsider, cast.other_organization)
        client = signed_in(cast.moderator)
        page = client.post(
            address(event, "manage"), {"do": "seats", "in_person": "1", "online": "", "offer_hours": "24"}, follow=True
        )
        assert "All keep theirs" in text(page)
        assert Registration.objects.admitted().count() == 2
        assert Bucket.objects.get(pk=event.in_person_id).left == 0

    def test_people_are_decided_on_many_at_once_each_by_its_own_right(self, cast, event, signed_in):
        make_rule(event, approval="secretariat")
        rows = [come(event, cast.author, cast.organization), come(event, cast.outsider, cast.other_organization)]
        foreign = come(make_rule_event(cast), cast.author, cast.organization)
        client = signed_in(cast.moderator)
        ids = [row.pk for row in (*rows, foreign)]
        client.post(address(event, "people"), {"who": ids, "do": "approve"})
        assert Registration.objects.admitted().count() == 2
        foreign.refresh_from_db()
        assert foreign.state == "submitted", "of another event"
        page = text(client.post(address(event, "people"), {"who": ["x", "\0", str(10**30)], "do": "approve"}))
        assert "Tick the people" in page
        client.post(address(event, "people"), {"who": ids, "do": "decline"}, follow=True)
        assert Registration.objects.admitted().count() == 2, "a decline needs a reason"

    @pytest.mark.parametrize("count", [1, 20])
    def test_the_list_of_people_costs_the_same(self, cast, event, signed_in, count):
        make_rule(event)
        for number in range(count):
            who = candidate(None, name=f"Person {number}", email=f"p{number}@example.org")
            register(event, who, organization=cast.organization, actor=cast.author, source=Source.OWNER)
        client = signed_in(cast.moderator)
        with CaptureQueriesContext(connection) as queries:
            assert "Person 0" in text(client.get(address(event, "people")))
        assert len(queries) == 13

    def test_a_granted_seat_is_answered_on_the_same_page(self, cast, event, signed_in):
        make_rule(event, quota=1)
        signed_in(cast.author).post(
            address(event, "delegations", cast.organization.slug, "seats"), {"count": "2", "reason": "Interpreters"}
        )
        delegation = Delegation.objects.get()
        assert delegation.asked == 2
        client = signed_in(cast.moderator)
        assert "Interpreters" in text(client.get(address(event, "people")))
        client.post(address(event, "people"), {"delegation": delegation.pk, "granted": "many", "text": ""})
        client.post(address(event, "people"), {"delegation": delegation.pk, "granted": "1", "text": "One."})
        delegation.refresh_from_db()
        assert (delegation.asked, delegation.extra, delegation.quota.cap) == (None, 1, 2)

    def test_figures_and_csv_say_who_comes_and_no_cell_is_a_formula(self, cast, event, signed_in):
        rule = make_rule(event)
        question = Question.objects.create(rule=rule, text="=1+1", position=0)
        row = come(event, cast.author, cast.organization, gender="woman", role="=cmd()")
        Answer.objects.create(registration=row, question=question, value="@evil")
        client = signed_in(cast.moderator)
        page = text(client.get(address(event, "figures")))
        assert "Woman" in page
        rows = list(
            csv.reader(
                io.StringIO(
                    b"".join(client.get(f"{event.get_absolute_url()}people/export.csv").streaming_content).decode()
                )
            )
        )
        assert rows[1][3] == "'=cmd()"
        assert not any(cell.lstrip("\ufeff").startswith(("=", "@")) for row_ in rows for cell in row_)
        assert signed_in(cast.author).get(f"{event.get_absolute_url()}people/export.csv").status_code == 403

    def test_a_co_host_confirms_and_may_then_organize(self, cast, event, signed_in, visitor):
        client = signed_in(cast.moderator)
        client.post(address(event, "co-hosts"), {"name": cast.other_organization.name})
        one = CoHost.objects.get()
        assert cast.other_organization.name not in text(visitor.get(event.get_absolute_url()))
        assert signed_in(cast.author).post(address(event, "co-hosts", one.pk), {"do": "confirm"}).status_code == 403
        other = signed_in(cast.outsider)
        assert "Will you host" in text(other.get(event.get_absolute_url()))
        other.post(address(event, "co-hosts", one.pk), {"do": "confirm"})
        assert cast.other_organization.name in text(visitor.get(event.get_absolute_url()))
        assert other.get(address(event, "people")).status_code == 200


def make_rule_event(cast):
    other = make_event(organization=cast.un_entity, author=cast.moderator, title="Another")
    make_rule(other, approval="secretariat")
    return other


class TestTheDoor:
    def test_each_answer_says_what_is_the_matter(self, cast, event, signed_in):
        make_rule(event, approval="secretariat")
        row = come(event, cast.author, cast.organization)
        client = signed_in(cast.moderator)
        url = address(event, "door")
        assert "is not admitted" in text(client.post(url, {"code": row.code}))
        Registration.objects.filter(pk=row.pk).update(state="admitted")
        assert "is admitted" in text(client.post(url, {"code": row.shown_code.lower()}))
        page = text(client.post(url, {"code": f"https://csonet.example.org/verify/{row.code}"}))
        assert "is already in since" in page
        assert "There is no such code" in text(client.post(url, {"code": "AAAA-BBBB-CCCC"}))
        other = make_rule_event(cast)
        assert "for another event: Hearing on water" in text(client.post(address(other, "door"), {"code": row.code}))
        assert CheckIn.objects.count() == 1
        for bad in ("\0", "'", "x" * 10_000, ""):
            assert "There is no such code" in text(client.post(url, {"code": bad}))

    def test_the_hour_is_the_one_on_the_clock_of_the_place(self, cast, event):
        make_rule(event)
        row = come(event, cast.author, cast.organization)
        meeting = event.occurrences.get()
        at = meeting.starts + timedelta(minutes=12)
        door.check_in(event, meeting, row.code, actor=cast.moderator, now=at)
        again = door.check_in(event, meeting, row.code, actor=cast.moderator)
        assert "15:12" in again.words

    def test_a_check_in_is_undone_and_stays_in_the_record(self, cast, event, signed_in):
        make_rule(event)
        row = come(event, cast.author, cast.organization)
        client = signed_in(cast.moderator)
        client.post(address(event, "door"), {"code": row.code})
        one = CheckIn.objects.get()
        client.post(address(event, "door"), {"undo": one.pk})
        client.post(address(event, "door"), {"undo": one.pk})
        assert CheckIn.objects.get().undone_at is not None
        assert "is admitted" in text(client.post(address(event, "door"), {"code": row.code}))
        rows = b"".join(
            client.get(f"{event.get_absolute_url()}door/{event.occurrences.get().pk}/attendance.csv").streaming_content
        )
        assert rows.decode().count(cast.author.name) == 1

    def test_a_name_is_found_without_a_code(self, cast, event, signed_in):
        make_rule(event)
        come(event, cast.author, cast.organization)
        page = text(signed_in(cast.moderator).get(address(event, "door"), {"q": cast.author.name[:3]}))
        assert cast.organization.name in page


class TestBeingTold:
    def test_reminders_come_seven_days_and_one_day_before_once_each(self, cast, event):
        make_rule(event)
        come(event, cast.author, cast.organization)
        for before, count in (
            (timedelta(days=8), 0),
            (timedelta(days=6), 1),
            (timedelta(days=5), 1),
            (timedelta(hours=20), 2),
        ):
            for _twice in range(2):
                reminding.remind_due(event.starts - before)
            assert Notice.objects.filter(kind="event_reminder").count() == count
        Occurrence.objects.update(sequence=1)
        reminding.remind_due(event.starts - timedelta(hours=20))
        assert Notice.objects.filter(kind="event_reminder").count() == 3, "it was moved"

    def test_nobody_is_reminded_of_what_is_cancelled(self, cast, event):
        make_rule(event)
        come(event, cast.author, cast.organization)
        Event.objects.update(event_status="cancelled")
        assert reminding.remind_due(event.starts - timedelta(hours=20)) == 0

    def test_owners_hear_of_unfinished_delegations_before_the_deadline(self, cast, event):
        rule = make_rule(event, approval="organization", closes=timezone.now() + timedelta(days=2))
        come(event, cast.colleague, cast.organization)
        assert reminding.deadlines_due() == 1
        assert reminding.deadlines_due() == 0
        assert Notice.objects.filter(kind="event_deadline", recipient=cast.author).exists()
        assert rule.registrations.count() == 1

    def test_finished_delegations_keep_no_other_from_hearing(self, cast, event, monkeypatch):
        monkeypatch.setattr(reminding, "BATCH", 1)
        make_rule(event, approval="organization", closes=timezone.now() + timedelta(days=2))
        come(event, cast.outsider, cast.other_organization)
        Registration.objects.update(org_decision="approved")
        come(event, cast.colleague, cast.organization)
        assert reminding.deadlines_due() == 1
        assert Notice.objects.filter(kind="event_deadline", recipient=cast.author).exists()
        assert reminding.deadlines_due() == 0


def test_the_file_of_figures_speaks_the_readers_language(cast, event, signed_in):
    make_rule(event)
    come(event, cast.author, cast.organization)
    page = f"{event.get_absolute_url()}figures/export.csv".replace("/en/", "/fr/")
    rows = signed_in(cast.moderator).get(page)
    file = b"".join(rows.streaming_content).decode() if rows.streaming else rows.content.decode()
    with override("fr"):
        labels = [gettext("By state"), gettext("Admitted, by region"), gettext("admitted")]
    for label in labels:
        assert label in file


class TestRetention:
    def test_each_field_goes_after_its_days_and_the_proof_stays(self, cast, event):
        rule = make_rule(event)
        question = Question.objects.create(rule=rule, text="Passport", retention_days=10)
        row = come(event, cast.author, cast.organization, gender="woman", access_needs="A ramp")
        Answer.objects.create(registration=row, question=question, value="X123")
        ends = event.ends
        assert retention.purge_due(ends + timedelta(days=5)) == "0"
        retention.purge_due(ends + timedelta(days=11))
        assert not Answer.objects.exists()
        retention.purge_due(ends + timedelta(days=31))
        row.refresh_from_db()
        assert (row.access_needs, row.gender) == ("", "woman")
        retention.purge_due(ends + timedelta(days=91))
        row.refresh_from_db()
        assert (row.gender, row.email) == ("", cast.author.email)
        assert "email: 1" in retention.purge_due(ends + timedelta(days=366))
        row.refresh_from_db()
        assert "deleted" in row.email
        assert row.steps.exists(), "what happened stays"
        assert [set(one.figures) for one in Purge.objects.order_by("at", "pk")] == [
            {f"answers to question {question.pk}"},
            {"access_needs"},
            {"gender"},
            {"email"},
        ]
        assert retention.purge_due(ends + timedelta(days=400)) == "0", "a second run finds nothing"


def test_my_events_cost_the_same_for_one_and_for_twenty(cast, signed_in):
    costs = []
    person = make_user()
    for count in (1, 19):
        for _number in range(count):
            event = make_event(organization=cast.un_entity, author=cast.moderator)
            make_rule(event, for_everybody=True)
            come(event, person)
        with CaptureQueriesContext(connection) as queries:
            assert signed_in(person).get("/en/events/mine/").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
