"""The pages behind codes and secret links: read by whoever has them, changed by nobody, asked only so often."""

from __future__ import annotations

from html import unescape

import pytest

from events import door
from events.models import CheckIn
from events.registering import register
from events.tests.makers import candidate, come, make_event, make_rule
from events.views import papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(cast):
    event = make_event(organization=cast.un_entity, author=cast.moderator)
    make_rule(event)
    return event


@pytest.fixture
def guest(cast, event):
    who = candidate(None, name="Halima Yusuf", email="halima@example.org")
    return register(event, who, organization=cast.organization, actor=cast.author, source="owner")


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(papers.papers, "pdf", lambda *_given: b"%PDF-1.7")


def link_of(row, kind="letter"):
    return f"/en/events/attend/{row.token}/{kind}.pdf"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_reading_is_all_that_can_be_done(event, guest, visitor, quick, method):
    for path in (link_of(guest), f"/en/events/verify/{guest.code}/", "/en/events/verify/"):
        answer = getattr(visitor, method)(path)
        assert answer.status_code == (200 if method == "options" else 405), path
    guest.refresh_from_db()
    assert guest.state == "admitted"


def test_a_paper_behind_a_link_is_for_nobody_else_and_is_kept_by_nobody(cast, event, guest, visitor, signed_in, quick):
    answer = visitor.get(link_of(guest))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"
    member = come(event, cast.colleague, cast.organization)
    for client in (visitor, signed_in(cast.outsider), signed_in(cast.colleague)):
        assert client.get(link_of(member)).status_code == 404, "who has an account signs in"
        assert client.get(f"/en/events/attend/{'x' * 32}/letter.pdf").status_code == 404
        assert client.get(link_of(guest, "passport")).status_code == 404
        assert client.get(link_of(guest, "certificate")).status_code == 404, "nobody has come yet"


def test_papers_and_codes_are_asked_for_only_so_often(cast, event, guest, visitor, signed_in, quick, monkeypatch):
    monkeypatch.setattr(papers, "RATES", dict.fromkeys(papers.RATES, "2/m/ip"))
    member = come(event, cast.colleague, cast.organization)
    own = f"{member.get_absolute_url()}letter.pdf"
    walks = [(visitor, link_of(guest)), (visitor, f"/en/events/verify/{guest.code}/"), (signed_in(cast.colleague), own)]
    for client, path in walks:
        assert [client.get(path).status_code for _turn in range(3)] == [200, 200, 429], path
        assert client.get(path)["Retry-After"]
    assert visitor.get("/en/events/verify/").status_code == 200, "the empty form costs nothing"


def test_a_wrong_code_looks_like_any_other(event, guest, visitor):
    found = visitor.get(f"/en/events/verify/{guest.code}/")
    assert "Halima Yusuf" in found.content.decode()
    assert guest.email not in found.content.decode()
    for code in ("AAAABBBBCCCC", "A\0B", "x" * 500, "../../etc"):
        assert visitor.get("/en/events/verify/", {"code": code}).status_code == 404


def test_who_stands_at_the_door_checks_in_from_the_page_that_a_telephone_opens(cast, event, guest, visitor, signed_in):
    path = f"/en/events/verify/{guest.code}/"
    for client in (visitor, signed_in(cast.author), signed_in(cast.outsider)):
        assert "Check in" not in client.get(path).content.decode()
    host = signed_in(cast.moderator)
    assert "Check in" in host.get(path).content.decode()
    answer = host.post(f"{event.get_absolute_url()}door/", {"code": guest.code})
    assert "Halima Yusuf is admitted" in unescape(answer.content.decode())
    assert CheckIn.objects.get().registration == guest


def test_keys_of_another_event_open_nothing_here(cast, event, guest, signed_in):
    other = make_event(title="Elsewhere", organization=cast.un_entity, author=cast.moderator)
    rule = make_rule(other)
    segment = other.segments.create(name="Opening")
    host, home = signed_in(cast.moderator), event.get_absolute_url()
    meeting = other.occurrences.get()
    foreign = come(other, cast.outsider, cast.other_organization)
    inside = door.check_in(other, meeting, foreign.code, actor=cast.moderator).check_in
    for path in (
        f"door/?meeting={meeting.pk}",
        f"door/{meeting.pk}/attendance.csv",
        f"changes/{meeting.pk}/",
        f"manage/rules/{rule.pk}/",
        f"manage/rules/{rule.pk}/questions/new/",
        f"registrations/{foreign.key}/",
        f"registrations/{foreign.key}/letter.pdf",
    ):
        assert host.get(home + path).status_code == 404, path
    assert host.post(f"{home}door/", {"undo": inside.pk}).status_code == 404
    assert host.post(f"{home}people/", {"delegation": foreign.delegation_id, "granted": "5"}).status_code == 404
    host.post(f"{home}people/", {"do": "decline", "who": foreign.pk, "text": "no"})
    host.post(f"{home}people/", {"do": "approve", "who": guest.pk, "segments": segment.pk})
    foreign.refresh_from_db()
    assert foreign.state == "admitted"
    assert not guest.admitted_segments.exists()
    owner = signed_in(cast.author)
    delegation = f"{home}delegations/{cast.organization.slug}/"
    assert owner.post(delegation, {"do": "withdraw", "key": foreign.key}).status_code == 404
    assert owner.get(f"{delegation}replace/{foreign.key}/").status_code == 404
