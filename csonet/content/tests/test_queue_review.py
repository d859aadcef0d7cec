"""The review page: claims, decisions, two officers at once, one's own work, undo, and what the author's side keeps."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from csonet.content import drafts, publication
from csonet.content.models import Case, Decision, Item, Reason
from csonet.notifications.models import Notice, OutboundMail
from csonet.testing.makers import join, make_practice, make_user
from practices.forms import PracticeForm


@pytest.fixture
def item(cast):
    made = make_practice(
        title="Tanks for twelve villages", organization=cast.organization, author=cast.author, status="draft"
    )
    publication.move(made, "submit", actor=cast.author)
    return made


@pytest.fixture
def second_officer(cast):
    officer = make_user("second", name="Second Officer", is_staff=True)
    officer.user_permissions.set(cast.branch.user_permissions.all())
    return officer


def _address(item: Item) -> str:
    return reverse("admin:content_case_change", args=[Case.objects.filter(item=item).latest("pk").pk])


def _decide(client, item: Item, action: str, **data):
    data.setdefault("version", Item.objects.get(pk=item.pk).version)
    return client.post(_address(item), {"action": action, **data})


def _status(item: Item) -> str:
    return Item.objects.get(pk=item.pk).status


def test_opening_marks_the_case_and_every_request_renews_the_mark(item, cast, signed_in):
    client = signed_in(cast.branch)
    client.get(_address(item))
    case = Case.objects.get(item=item)
    assert case.claimed_by == cast.branch
    assert timedelta(minutes=14) < case.claimed_until - timezone.now() <= timedelta(minutes=15)
    Case.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    client.get(_address(item))
    assert Case.objects.get(item=item).claimed_until > timezone.now() + timedelta(minutes=14)


def test_another_officer_reads_but_decides_only_after_taking_over(item, cast, signed_in, second_officer):
    signed_in(cast.branch).get(_address(item))
    other = signed_in(second_officer)
    page = other.get(_address(item)).content.decode()
    assert "Branch is looking at this" in page
    refused = _decide(other, item, "approve", text="Kept words")
    assert refused.status_code == 409
    assert "Kept words" in refused.content.decode()
    assert _status(item) == "submitted"
    other.post(_address(item), {"take_over": "1", "version": item.version})
    assert Case.objects.get(item=item).claimed_by == second_officer
    assert LogEntry.objects.get().user == second_officer
    assert _decide(other, item, "approve").status_code == 302
    assert _status(item) == "published"


def test_a_mark_runs_out(item, cast, signed_in, second_officer):
    signed_in(cast.branch).get(_address(item))
    Case.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert _decide(signed_in(second_officer), item, "approve").status_code == 302


def test_a_mark_can_be_given_back(item, cast, signed_in):
    client = signed_in(cast.branch)
    client.get(_address(item))
    client.post(_address(item), {"release": "1"})
    assert Case.objects.get(item=item).claimed_by is None


def test_approving_publishes_and_tells_the_author_after_the_grace(item, cast, signed_in):
    assert _decide(signed_in(cast.branch), item, "approve", note="Fine").status_code == 302
    assert _status(item) == "published"
    decision = item.decisions.first()
    assert (decision.action, decision.actor, decision.note) == ("approve", cast.branch, "Fine")
    mail = OutboundMail.objects.get(notice__kind="approved")
    assert mail.not_before > timezone.now() + timedelta(minutes=9)


def test_a_return_carries_reason_and_words(item, cast, signed_in):
    reason = Reason.objects.filter(is_active=True).first()
    _decide(signed_in(cast.branch), item, "return", reason=reason.code, text="Please add a year.\x07")
    decision = item.decisions.first()
    assert _status(item) == "returned"
    assert (decision.reason, decision.text) == (reason, "Please add a year.")


@pytest.mark.parametrize("action", ["return", "refuse"])
def test_without_a_reason_nothing_is_decided_and_the_words_stay(action, item, cast, signed_in):
    page = _decide(signed_in(cast.branch), item, action, note="For my colleagues")
    assert page.status_code == 200
    assert page.context["form"].errors == {"reason": ["Say why: choose a reason, or write it in your own words."]}
    said = page.content.decode().partition('id="id_reason_error">')[2]  # beside the field, not in the summary alone
    assert said.startswith("Say why")
    assert "For my colleagues" in page.content.decode()
    assert _status(item) == "submitted"


def test_scheduling_needs_a_time_to_come_in_the_officers_zone(item, cast, signed_in):
    cast.branch.time_zone = "Asia/Tokyo"
    cast.branch.save()
    client = signed_in(cast.branch)
    assert "Say on which day" in _decide(client, item, "schedule").content.decode()
    past = _decide(client, item, "schedule", at_date="2001-01-01", at_time="09:00")
    assert "in the future" in past.content.decode()
    _decide(client, item, "schedule", at_date="2040-06-01", at_time="09:00")
    scheduled = Item.objects.get(pk=item.pk)
    assert scheduled.status == "scheduled"
    assert scheduled.published_at.isoformat() == "2040-06-01T00:00:00+00:00"
    assert "Asia/Tokyo" in client.get(_address(item)).content.decode() or scheduled.status == "scheduled"


def test_a_duplicate_is_named_by_address_or_by_title(item, cast, signed_in):
    original = make_practice(title="Ferro-cement tanks", organization=cast.other_organization)
    client = signed_in(cast.branch)
    assert "Nothing with this address" in _decide(client, item, "duplicate", target="No such").content.decode()
    _decide(client, item, "duplicate", target=f"https://example.org{original.get_absolute_url()}")
    assert item.decisions.first().target_id == original.pk
    assert _status(item) == "refused"


def test_several_with_one_title_are_told_apart_by_address(item, cast, signed_in):
    first = make_practice(title="Ferro-cement tanks", organization=cast.other_organization)
    second = make_practice(title="Ferro-cement tanks", organization=cast.other_organization)
    page = _decide(signed_in(cast.branch), item, "duplicate", target="ferro-cement TANKS").content.decode()
    assert first.slug in page
    assert second.slug in page
    assert _status(item) == "submitted"


def test_two_officers_at_once_the_second_sees_the_first_ones_decision_and_keeps_the_words(
    item, cast, signed_in, second_officer
):
    seen = item.version
    reason = Reason.objects.filter(is_active=True).first()
    _decide(signed_in(cast.branch), item, "return", reason=reason.code, text="By the first")
    late = _decide(signed_in(second_officer), item, "approve", text="By the second", version=seen)
    page = late.content.decode()
    assert late.status_code == 409
    assert "By the first" in page
    assert "By the second" in page
    assert "Branch" in page
    assert "<h2>Your words</h2>" in page  # there is nothing to decide any more
    assert "<h2>Decide</h2>" not in page
    assert _status(item) == "returned"


def test_a_decision_on_an_old_version_is_a_conflict(item, cast, signed_in):
    Item.objects.filter(pk=item.pk).update(version=item.version + 1)
    late = _decide(signed_in(cast.branch), item, "approve", text="Good", version=item.version)
    assert late.status_code == 409
    assert "Good" in late.content.decode()
    assert _status(item) == "submitted"


def test_nobody_decides_on_what_their_organization_submitted(item, cast, signed_in):
    join(cast.branch, cast.organization, "member")
    client = signed_in(cast.branch)
    page = client.get(_address(item)).content.decode()
    assert "somebody else decides" in page
    assert 'value="approve"' not in page
    assert _decide(client, item, "approve").status_code == 403
    assert _status(item) == "submitted"
    assert Case.objects.get(item=item).claimed_by is None


def test_nobody_decides_on_what_they_submitted_for_an_organization_they_left(item, cast, signed_in):
    Case.objects.update(submitted_by=cast.branch)
    client = signed_in(cast.branch)
    assert 'value="approve"' not in client.get(_address(item)).content.decode()
    assert _decide(client, item, "approve").status_code == 403
    assert _status(item) == "submitted"


def test_only_the_branch_reaches_the_page(item, cast, signed_in, visitor):
    for client in (visitor, *(signed_in(p) for p in (cast.author, cast.moderator, cast.outsider))):
        assert "Tanks for twelve" not in client.get(_address(item), follow=True).content.decode()
        _decide(client, item, "approve")
    assert _status(item) == "submitted"


def test_an_undone_decision_leaves_no_trace_for_the_author(item, cast, signed_in):
    client = signed_in(cast.branch)
    _decide(client, item, "approve")
    decision = item.decisions.first()
    assert "Undo this decision" in client.get(_address(item)).content.decode()
    client.post(_address(item), {"undo": decision.pk})
    assert _status(item) == "submitted"
    assert Case.objects.get(item=item).closed_at is None
    assert not Notice.objects.filter(kind="approved").exists()
    assert not OutboundMail.objects.filter(state="waiting", notice__kind="approved").exists()


@pytest.mark.parametrize("forged", ["0", "x", "999999", "9" * 40, "\x00"])
def test_a_forged_undo_undoes_nothing(forged, item, cast, signed_in):
    client = signed_in(cast.branch)
    _decide(client, item, "approve")
    assert client.post(_address(item), {"undo": forged}).status_code == 302
    assert _status(item) == "published"


@pytest.mark.parametrize(
    "data",
    [
        {"action": "withdraw"},
        {"action": "submit"},
        {"action": "nonsense"},
        {"action": "\x00"},
        {"action": "return", "reason": "no-such"},
        {"action": "return", "reason": "x\x00"},
        {"action": "return", "text": "x" * 100_000},
        {"action": "approve", "version": "many"},
        {"action": "approve", "version": "9" * 30},
        {},
    ],
)
def test_tampered_decisions_change_nothing(data, item, cast, signed_in):
    response = signed_in(cast.branch).post(_address(item), {"version": item.version, **data})
    assert response.status_code in (200, 409)
    assert _status(item) == "submitted"


def test_a_get_decides_nothing(item, cast, signed_in):
    signed_in(cast.branch).get(_address(item), {"action": "approve", "version": item.version})
    assert _status(item) == "submitted"


def test_the_page_shows_the_item_in_a_frame_as_it_will_look(item, cast, signed_in):
    client = signed_in(cast.branch)
    page = client.get(_address(item))
    assert "<iframe" in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    look = client.get(reverse("admin:content_case_look", args=[Case.objects.get().pk]))
    assert "Wells fall dry" in look.content.decode()
    assert "frame-ancestors 'self'" in look["Content-Security-Policy"]
    assert look["X-Frame-Options"] == "SAMEORIGIN"
    assert look["Cache-Control"].count("no-store") == 1
    assert page["X-Frame-Options"] == "DENY"


@pytest.fixture
def revised(cast):
    published = make_practice(title="Old title", organization=cast.organization, author=cast.author)
    data = {**PracticeForm.data_of(published), "title": ["New title"], "results": ["<p>Four hundred litres.</p>"]}
    data = {name: values for name, values in data.items() if values != [None]}
    revision = drafts.keep(published, data, cast.colleague)
    publication.move(revision, "submit", actor=cast.colleague)
    return published


def test_a_revision_is_shown_by_its_differences_beside_the_page_as_it_will_look(revised, cast, signed_in, visitor):
    client = signed_in(cast.branch)
    page = client.get(_address(revised)).content.decode()
    assert 'dir="auto">Old title</del>' in page
    assert 'dir="auto">New title</ins>' in page
    assert page.index("Old title") < page.index("New title")
    assert "Four hundred litres." in page
    look = client.get(reverse("admin:content_case_look", args=[revised.cases.get().pk])).content.decode()
    assert "New title" in look
    assert "New title" not in visitor.get(revised.get_absolute_url()).content.decode()


def test_approving_a_revision_changes_the_page_and_undoing_puts_it_back(revised, cast, signed_in):
    client = signed_in(cast.branch)
    assert _decide(client, revised, "approve").status_code == 302
    assert Item.objects.get(pk=revised.pk).title == "New title"
    client.post(_address(revised), {"undo": revised.decisions.first().pk})
    assert Item.objects.get(pk=revised.pk).title == "Old title"


def test_who_submitted_a_revision_does_not_decide_on_it(revised, cast, signed_in):
    revised.revisions.update(submitted_by=cast.branch)
    assert _decide(signed_in(cast.branch), revised, "approve").status_code == 403
    assert Item.objects.get(pk=revised.pk).title == "Old title"


def test_a_published_item_is_found_hidden_and_restored(cast, signed_in, visitor):
    shown = make_practice(title="A doubtful claim", organization=cast.organization, author=cast.author)
    client = signed_in(cast.branch)
    assert "A doubtful claim" in client.get(reverse("admin:content_item_changelist")).content.decode()
    address = reverse("admin:content_item_change", args=[shown.pk])
    client.post(address, {"action": "hide", "text": "It names a child.", "version": shown.version})
    assert visitor.get(shown.get_absolute_url()).status_code == 404
    client.post(address, {"action": "restore", "version": Item.objects.get(pk=shown.pk).version})
    assert visitor.get(shown.get_absolute_url()).status_code == 200
    assert [decision.action for decision in shown.decisions.all()] == ["restore", "hide"]


def test_drafts_are_not_on_the_desk(cast, signed_in):
    draft = make_practice(title="Half a thought", organization=cast.organization, author=cast.author, status="draft")
    client = signed_in(cast.branch)
    assert client.get(reverse("admin:content_item_change", args=[draft.pk])).status_code == 404
    assert client.get(reverse("admin:content_item_look", args=[draft.pk])).status_code == 404
    assert "Half a thought" not in client.get(reverse("admin:content_item_changelist")).content.decode()


def test_all_decisions_can_be_read_and_none_changed(item, cast, signed_in):
    client = signed_in(cast.branch)
    _decide(client, item, "approve", note="Staff only")
    decision = item.decisions.first()
    assert "Tanks for twelve" in client.get(reverse("admin:content_decision_changelist")).content.decode()
    address = reverse("admin:content_decision_change", args=[decision.pk])
    assert "Staff only" in client.get(address).content.decode()
    assert client.post(address, {"note": "Forged"}).status_code == 403
    assert Decision.objects.get(pk=decision.pk).note == "Staff only"


def test_the_desk_finds_items_by_words_and_by_address(cast, signed_in):
    from csonet.content.search.indexing import index_item  # noqa: PLC0415  # only this test searches

    wanted = make_practice(title="Solar pumps in Mali", organization=cast.organization, author=cast.author)
    make_practice(title="Something else", organization=cast.organization, author=cast.author)
    index_item(wanted)
    client = signed_in(cast.branch)
    for typed in ("solar pumps", wanted.get_absolute_url(), "Solar pumps in Mali"):
        page = client.get(reverse("admin:content_item_changelist"), {"q": typed}).content.decode()
        assert "Solar pumps in Mali" in page
        assert "Something else" not in page
    assert client.get(reverse("admin:content_item_changelist"), {"q": "\x00"}).status_code == 200


@pytest.mark.parametrize("earlier", [1, 20])
def test_the_review_page_takes_the_same_queries_whatever_was_before(
    earlier, item, cast, signed_in, django_assert_num_queries
):
    for _number in range(earlier):
        other = make_practice(organization=cast.organization, author=cast.author, status="submitted")
        publication.move(other, "approve", actor=cast.branch)
    client = signed_in(cast.branch)
    client.get(_address(item))
    with django_assert_num_queries(20):
        client.get(_address(item))
