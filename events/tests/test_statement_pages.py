"""The pages of calls and statements: what each role sees and may do, what they cost, what they do with bad input."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from csonet.testing.makers import join, make_organization, make_user
from events.models import CoSignature, Statement, StatementCall
from events.statements import acts, reading, signing
from events.tests.conftest import address, text
from events.tests.makers import make_event
from events.tests.statement_makers import make_call, publish, sign, write

pytestmark = pytest.mark.django_db
WORD = "quokkaberry"


def call_data(**changes):
    day = (timezone.localdate() + timedelta(days=10)).isoformat()
    return {
        "name": "Written statements",
        "eligible": ["general", "special"],
        "zone": "America/New_York",
        "closes_day": day,
        "closes_at": "23:59",
        "words": "1500",
        "words_general": "2000",
        "cover_words": "0",
        "counts_headings": "on",
        "languages": ["en", "fr"],
        "most_own": "1",
        **changes,
    }


class TestCalls:
    def test_an_organizer_opens_a_call_and_its_window_ends_with_its_minute(self, cast, event, signed_in):
        client = signed_in(cast.moderator)
        answer = client.post(address(event, "manage", "calls", "statements", "new"), call_data())
        assert answer.status_code == 302, text(answer)
        call = StatementCall.objects.get()
        assert (call.words_general, call.counts_notes, call.eligible) == (2000, False, ["general", "special"])
        assert (call.closes.minute, call.closes.second) == (0, 0), "the minute 23:59 still counts"
        page = text(client.get(event.get_absolute_url()))
        assert "Written statements" in page
        data = call_data(closes_at="12 am", words="0")
        page = text(client.post(address(event, "manage", "calls", "statements", call.pk), data))
        assert "12 am" in page
        assert StatementCall.objects.get().words == 1500

    def test_a_call_that_was_answered_is_not_deleted(self, cast, event, call, signed_in):
        client = signed_in(cast.moderator)
        row = write(call, cast.organization, cast.author)
        url = address(event, "manage", "calls", "statements", call.pk)
        assert client.post(url, {"do": "delete"}).status_code == 409
        row.delete()
        assert client.post(url, {"do": "delete"}).status_code == 302
        assert not StatementCall.objects.exists()

    def test_only_organizers_come_to_the_desk(self, cast, event, call, visitor, signed_in):
        for page in (("manage", "calls"), ("manage", "calls", "statements", "new"), ("manage", "statements", call.pk)):
            assert visitor.get(address(event, *page)).status_code == 302
            statuses = {"author": 403, "outsider": 403, "newcomer": 403, "moderator": 200, "branch": 200}
            for name, status in statuses.items():
                assert signed_in(getattr(cast, name)).get(address(event, *page)).status_code == status, (page, name)
        assert signed_in(cast.branch).get(address(event, "manage", "calls", "nothing", "new")).status_code == 404


class TestWriting:
    def test_from_the_draft_to_the_published_page(self, cast, event, call, visitor, signed_in):
        author, other = signed_in(cast.author), signed_in(cast.outsider)
        data = {"language": "en", "title": "Clean water", "text": "# Why\nWater is a right.[^1]\n\n[^1]: GA 64/292"}
        answer = author.post(address(event, "statements", "new", call.pk), data)
        row = Statement.objects.get()
        url = row.get_absolute_url()
        assert answer.headers["Location"] == url
        assert row.words == 7
        author.post(f"{url}ask/", {"name": cast.other_organization.name})
        one = CoSignature.objects.get()
        assert "Water is a right." in text(other.get(url))
        other.post(f"{url}sign/{one.pk}/", {"do": "confirm", "checksum": row.checksum})
        author.post(f"{url}act/", {"do": "submit", "checksum": row.checksum})
        page = text(author.get(url))
        assert Statement.objects.get().number in page
        assert Statement.objects.get().checksum in page
        desk = signed_in(cast.moderator)
        assert "Clean water" in text(desk.get(address(event, "manage", "statements", call.pk)))
        desk.post(f"{url}act/", {"do": "accept"})
        desk.post(f"{url}act/", {"do": "publish"})
        page = text(visitor.get(url))
        assert "Cite this page" in page
        assert cast.other_organization.name in page
        assert "<h3>Why</h3>" in page
        assert "Receipt" not in page
        assert "Clean water" in text(visitor.get(event.get_absolute_url()))
        assert "Clean water" in text(visitor.get(address(event, "statements")))
        file = visitor.get(f"{url}text.txt")
        assert hashlib.sha256(file.content).hexdigest() == Statement.objects.get().checksum

    def test_a_double_click_makes_one_receipt_and_says_so(self, cast, event, call, signed_in):
        client = signed_in(cast.author)
        row = write(call, cast.organization, cast.author)
        url, data = row.get_absolute_url(), {"do": "submit", "checksum": row.checksum}
        for _click in range(2):
            assert client.post(f"{url}act/", data).headers["Location"] == url
        assert Statement.objects.get().steps.filter(act="submit").count() == 1
        assert "receipt is below" in text(client.get(url))

    def test_an_old_page_does_not_overwrite_and_keeps_what_was_typed(self, cast, event, call, signed_in):
        url = write(call, cast.organization, cast.author).get_absolute_url()
        data = {"language": "en", "title": "T", "text": "Mine.", "version": "0"}
        assert signed_in(cast.author).post(f"{url}edit/", data).status_code == 302
        answer = signed_in(cast.colleague).post(f"{url}edit/", {**data, "text": "Yours."})
        assert answer.status_code == 409
        page = text(answer)
        assert "Yours.</textarea>" in page
        assert "Mine." in page
        assert 'name="version" value="1"' in page

    def test_over_the_limit_the_page_says_so(self, cast, event, call, signed_in):
        row = write(call, cast.organization, cast.author, text="water " * 21)
        answer = signed_in(cast.author).post(
            f"{row.get_absolute_url()}act/", {"do": "submit", "checksum": row.checksum}
        )
        assert answer.status_code == 409
        assert "21 words; 20 are allowed" in text(answer)

    @pytest.mark.parametrize("bad", ["\0", "\u202e", "a" * 250_000, "<script>alert(1)</script>"])
    def test_hostile_words_never_break_it(self, cast, event, call, signed_in, bad):
        client = signed_in(cast.author)
        url = address(event, "statements", "new", call.pk)
        answer = client.post(url, {"language": "en", "title": "T", "text": f"x {bad}"})
        assert answer.status_code in (200, 302)
        row = Statement.objects.first()
        if row is not None:
            page = client.get(row.get_absolute_url()).content.decode()
            assert "<script>alert" not in page
            assert "\u202e" not in page
        assert client.post(url, {"language": "xx", "title": "", "text": ""}).status_code == 200
        assert client.post(address(event, "statements", "new", "9" * 30)).status_code == 404

    def test_who_acts_for_nobody_writes_nothing_and_whoever_signs_in_comes_back(self, cast, event, call, signed_in):
        url = address(event, "statements", "new", call.pk)
        assert signed_in(cast.newcomer).get(url).status_code == 403
        assert signed_in(cast.newcomer).post(url, {"text": "x"}).status_code == 403
        assert "/accounts/login/" in signed_in(make_user()).get(url).headers.get("Location", "/accounts/login/")

    def test_a_forged_organization_is_no_choice(self, cast, event, call, signed_in):
        join(cast.author, make_organization("Second Trust"))
        data = {"language": "en", "title": "T", "text": "x", "organization": str(cast.other_organization.pk)}
        answer = signed_in(cast.author).post(address(event, "statements", "new", call.pk), data)
        assert answer.status_code == 200
        assert not Statement.objects.exists()


class TestRights:
    def test_forged_signatures_decisions_and_submissions_change_nothing(self, cast, event, call, visitor, signed_in):
        row = write(call, cast.organization, cast.author)
        one = signing.ask(row, cast.other_organization, user=cast.author)
        url = row.get_absolute_url()
        posts = [
            (f"{url}act/", {"do": "submit"}),
            (f"{url}act/", {"do": "publish"}),
            (f"{url}sign/{one.pk}/", {"do": "confirm"}),
            (f"{url}ask/", {"name": cast.un_entity.name}),
            (f"{url}edit/", {"text": "forged", "title": "f", "language": "en", "version": "0"}),
        ]
        for name in ("newcomer", "moderator", "branch"):
            for where, data in posts:
                assert signed_in(getattr(cast, name)).post(where, data).status_code == 404, (name, where)
        for where, data in posts[:2] + posts[3:]:
            assert signed_in(cast.outsider).post(where, data).status_code == 403, where
        assert signed_in(cast.author).post(*posts[2]).status_code == 403
        for where, data in posts:
            assert "/accounts/login/" in visitor.post(where, data).headers["Location"]
        row.refresh_from_db()
        one.refresh_from_db()
        assert (row.state, row.text, one.state) == ("draft", "Water is a right.", "invited")

    def test_a_draft_leaks_on_no_page(self, cast, event, call, visitor, signed_in):
        publish(write(call, cast.other_organization, cast.outsider), cast.outsider, cast.moderator)
        row = write(call, cast.organization, cast.author, title=f"On {WORD}", text=WORD)
        url = row.get_absolute_url()
        pages = [
            event.get_absolute_url(),
            address(event, "statements"),
            address(event, "manage", "calls"),
            address(event, "manage", "statements", call.pk),
            f"/en/organizations/{cast.organization.slug}/",
            "/en/dashboard/",
            f"/en/search/?q={WORD}",
        ]
        for name in ("outsider", "newcomer", "moderator", "branch"):
            client = signed_in(getattr(cast, name))
            for page in (url, f"{url}edit/", f"{url}text.txt"):
                assert client.get(page).status_code == 404, (name, page)
            for page in pages:
                assert f"On {WORD}" not in text(client.get(page)), (name, page)
        for page in pages:
            assert f"On {WORD}" not in text(visitor.get(page)), page
        assert visitor.get(url).status_code == 302
        assert visitor.get(f"{url}text.txt").status_code == 404
        assert f"On {WORD}" in text(signed_in(cast.colleague).get(address(event, "statements")))

    def test_what_is_handed_in_is_for_the_organizers_alone(self, cast, event, call, visitor, signed_in):
        row = acts.move(write(call, cast.organization, cast.author, title=WORD), "submit", actor=cast.author)
        assert signed_in(cast.outsider).get(row.get_absolute_url()).status_code == 404
        assert WORD not in text(visitor.get(address(event, "statements")))
        assert WORD in text(signed_in(cast.branch).get(row.get_absolute_url()))

    def test_a_statement_is_not_read_under_another_event_or_one_that_may_not_be_seen(self, cast, event, call, visitor):
        row = publish(write(call, cast.organization, cast.author), cast.author, cast.moderator)
        other = make_event(title="Another")
        assert visitor.get(address(other, "statements", row.key)).status_code == 302
        type(event).objects.filter(pk=event.pk).update(status="hidden")
        assert visitor.get(row.get_absolute_url()).status_code == 404

    def test_a_decline_without_words_keeps_what_was_typed(self, cast, event, call, signed_in):
        row = acts.move(write(call, cast.organization, cast.author), "submit", actor=cast.author)
        client, url = signed_in(cast.moderator), row.get_absolute_url()
        answer = client.post(f"{url}act/", {"do": "decline", "text": "Not about water."})
        assert answer.status_code == 409
        assert "Not about water.</textarea>" in text(answer)
        client.post(f"{url}act/", {"do": "decline", "reason": "off-topic", "text": "Not about water."})
        page = text(signed_in(cast.author).get(url))
        assert "Not about the theme of the call" in page
        assert "Not about water." in page


@pytest.mark.parametrize("count", [1, 20])
def test_pages_cost_the_same_however_many_there_are(cast, event, signed_in, visitor, count):
    call = make_call(event, most_own=0, words_joint=None)
    for number in range(count):
        row = write(call, cast.organization, cast.author, title=f"Number {number}")
        sign(row, cast.other_organization, cast.author, cast.outsider)
        publish(row, cast.author, cast.moderator)
    for _number in range(count - 1):
        organization, person = make_organization(), make_user()
        join(person, organization)
        CoSignature.objects.create(statement=row, organization=organization, state="confirmed")
    desk, author = signed_in(cast.moderator), signed_in(cast.author)
    costs = {}
    for name, client, url in (
        ("list", visitor, address(event, "statements")),
        ("page", visitor, row.get_absolute_url()),
        ("own page", author, row.get_absolute_url()),
        ("desk", desk, address(event, "manage", "statements", call.pk)),
        ("calls", desk, address(event, "manage", "calls")),
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        costs[name] = len(queries)
    assert costs == {"list": 4, "page": 3, "own page": 11, "desk": 9, "calls": 9}


def test_a_long_list_of_ones_own_goes_on_on_further_pages(cast, event, call, signed_in, monkeypatch):
    monkeypatch.setattr(reading, "A_PAGE", 2)
    for number in range(3):
        write(call, cast.organization, cast.author, title=f"Draft {number}")
    client, url = signed_in(cast.author), address(event, "statements")
    pages = [text(client.get(f"{url}?own={number}")) for number in (1, 2)]
    assert [sum(f"Draft {number}" in page for number in range(3)) for page in pages] == [2, 1]
    assert "own=2" in pages[0]
