"""What may not slip through at statements and requests: unread texts, unverified names, calls that are over."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import ConsultativeStatus, Organization
from csonet.content.models import Circle
from csonet.workflow import WorkflowError
from events.models import CoSignature, Event, Purge, SideEventCall, SideEventRequest
from events.statements import acts, reading, siding, signing, telling, views_sides, writing
from events.tests.conftest import address, text
from events.tests.statement_makers import make_call, publish, sign, write

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=1)


def hidden_checksum(page):
    return re.search(r'name="checksum" value="(\w+)"', page)[1]


class TestUnread:
    def test_nobody_signs_a_text_that_they_have_not_read(self, cast, call, signed_in):
        row = write(call, cast.organization, cast.author)
        one = signing.ask(row, cast.other_organization, user=cast.author)
        client, url = signed_in(cast.outsider), row.get_absolute_url()
        data = {"do": "confirm", "checksum": hidden_checksum(text(client.get(url)))}
        writing.change(row, {"text": "Water is ours alone."}, user=cast.author, version=0)
        answer = client.post(f"{url}sign/{one.pk}/", data, follow=True)
        assert "changed in the meantime" in text(answer)
        assert CoSignature.objects.get().state == "invited"
        client.post(f"{url}sign/{one.pk}/", {"do": "confirm"})
        assert CoSignature.objects.get().state == "invited", "without the text's sum nothing is signed"
        data["checksum"] = hidden_checksum(text(client.get(url)))
        client.post(f"{url}sign/{one.pk}/", data)
        assert CoSignature.objects.get().state == "confirmed"

    def test_a_colleagues_newer_text_is_not_handed_in_unread(self, cast, call, signed_in):
        row = write(call, cast.organization, cast.author)
        client, url = signed_in(cast.author), row.get_absolute_url()
        data = {"do": "submit", "checksum": hidden_checksum(text(client.get(url)))}
        writing.change(row, {"text": "Something else."}, user=cast.colleague, version=0)
        answer = client.post(f"{url}act/", data)
        assert answer.status_code == 409
        assert "changed in the meantime" in text(answer)
        row.refresh_from_db()
        assert row.state == "draft"
        data["checksum"] = hidden_checksum(text(answer))
        assert client.post(f"{url}act/", data).status_code == 302
        row.refresh_from_db()
        assert row.state == "submitted"


class TestCircles:
    def test_what_belongs_to_a_circles_event_is_not_at_the_desk(self, cast, event, call, signed_in):
        side = SideEventCall.objects.create(event=event, name="Side call", for_approved=True, zone=event.zone)
        values = {"title": "Quiet wells", "summary": "s", "language": "en"}
        siding.ask(side, cast.organization, values, [], user=cast.author)
        acts.move(write(call, cast.organization, cast.author, title="Quiet words"), "submit", actor=cast.author)
        client = signed_in(cast.branch)
        kinds = {
            "statementcall": call.name,
            "sideeventcall": "Side call",
            "statement": "Quiet words",
            "sideeventrequest": "Quiet wells",
            "purge": event.title,
        }
        Purge.objects.create(event=event, figures={"gender": 1})
        for kind, name in kinds.items():
            assert name in text(client.get(f"/admin/events/{kind}/"))
        Event.objects.filter(pk=event.pk).update(audience="circle", circle=Circle.objects.create())
        for kind, name in kinds.items():
            assert name not in text(client.get(f"/admin/events/{kind}/")), kind


class TestUnverified:
    def test_a_statement_goes_with_its_organizations_approval(self, cast, event, call, visitor):
        row = publish(write(call, cast.organization, cast.author), cast.author, cast.moderator)
        pages = [event.get_absolute_url(), address(event, "statements"), row.get_absolute_url()]
        for page in pages:
            assert "Water for all" in text(visitor.get(page))
        Organization.objects.filter(pk=cast.organization.pk).update(verification="suspended")
        for page in pages:
            assert "Water for all" not in text(visitor.get(page)), page
        assert visitor.get(f"{row.get_absolute_url()}text.txt").status_code == 404

    def test_a_signature_goes_with_its_organizations_approval(self, cast, call, visitor):
        row = write(call, cast.organization, cast.author)
        sign(row, cast.other_organization, cast.author, cast.outsider)
        publish(row, cast.author, cast.moderator)
        assert cast.other_organization.name in text(visitor.get(row.get_absolute_url()))
        Organization.objects.filter(pk=cast.other_organization.pk).update(verification="suspended")
        assert cast.other_organization.name not in text(visitor.get(row.get_absolute_url()))
        assert signing.confirmed(row).count() == 0

    def test_a_signer_that_lost_its_standing_is_named_when_it_is_handed_in(self, cast, event):
        call = make_call(event, for_approved=False, for_special=True)
        for one in (cast.organization, cast.other_organization):
            ConsultativeStatus.objects.create(organization=one, kind="special", state="in-force", is_current=True)
        row = write(call, cast.organization, cast.author)
        sign(row, cast.other_organization, cast.author, cast.outsider)
        ConsultativeStatus.objects.filter(organization=cast.other_organization).update(is_current=False)
        with pytest.raises(WorkflowError, match=cast.other_organization.name):
            acts.move(row, "submit", actor=cast.author)


class TestOver:
    @pytest.mark.parametrize("what", [{"event_status": "cancelled"}, {"starts": LONG_AGO, "ends": LONG_AGO}])
    def test_nothing_is_written_to_an_event_that_is_over_or_called_off(self, cast, event, call, signed_in, what):
        row, client = write(call, cast.organization, cast.author), signed_in(cast.author)
        Event.objects.filter(pk=event.pk).update(**what)
        data = {"language": "en", "title": "T", "text": "Mine.", "organization": str(cast.organization.pk)}
        answer = client.post(address(event, "statements", "new", call.pk), data)
        assert answer.status_code == 409
        assert "not open now" in text(answer)
        answer = client.post(f"{row.get_absolute_url()}act/", {"do": "submit", "checksum": row.checksum})
        assert answer.status_code == 409


class TestLongLists:
    def test_published_statements_beyond_a_page_are_on_the_next(self, cast, event, call, visitor, monkeypatch):
        monkeypatch.setattr(reading, "A_PAGE", 1)
        for title in ("Aqua", "Zeal"):
            for_one = make_call(event)
            publish(write(for_one, cast.organization, cast.author, title=title), cast.author, cast.moderator)
        page = address(event, "statements")
        assert "Aqua" in text(visitor.get(page))
        assert "Zeal" not in text(visitor.get(page))
        assert "?page=2" in text(visitor.get(page))
        assert "Zeal" in text(visitor.get(f"{page}?page=2"))
        assert f"{page}?page=2" in text(visitor.get(event.get_absolute_url()))

    def test_what_waits_stands_first_at_the_desk_of_side_events(self, cast, event, signed_in, monkeypatch):
        monkeypatch.setattr(views_sides, "A_PAGE", 1)
        side = SideEventCall.objects.create(event=event, name="Side call", for_approved=True, zone=event.zone)
        for organization, person, title in (
            (cast.organization, cast.author, "Decided"),
            (cast.other_organization, cast.outsider, "Waiting"),
        ):
            siding.ask(side, organization, {"title": title, "summary": "s", "language": "en"}, [], user=person)
        SideEventRequest.objects.filter(title="Decided").update(state="declined")
        client, page = signed_in(cast.moderator), address(event, "manage", "side-events", side.pk)
        assert "Waiting</a>" in text(client.get(page))
        assert "Decided</a>" not in text(client.get(page))
        assert "Decided</a>" in text(client.get(f"{page}?page=2"))


class TestDeclined:
    def test_who_would_not_sign_reads_no_receipt_and_is_not_named_to_others(self, cast, call, signed_in):
        row = write(call, cast.organization, cast.author)
        one = signing.ask(row, cast.other_organization, user=cast.author)
        signing.answer(one, user=cast.outsider, confirms=False)
        publish(row, cast.author, cast.moderator)
        url = row.get_absolute_url()
        assert "Receipt" not in text(signed_in(cast.outsider).get(url))
        assert f"Not signed: {cast.other_organization.name}" in text(signed_in(cast.author).get(url))
        page = text(signed_in(cast.moderator).get(url))
        assert "Receipt" in page
        assert cast.other_organization.name not in page


def test_owners_and_editors_of_all_signers_are_found_in_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        people = telling.people_of(cast.organization.pk, cast.other_organization.pk)
    assert {cast.author, cast.colleague, cast.outsider} <= set(people)
    assert len(people) == len(set(people))
