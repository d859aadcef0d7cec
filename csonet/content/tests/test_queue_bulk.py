"""Approving several at once: a page that tells the truth first, one batch, and the way back."""

import pytest
from django.urls import reverse

from csonet.content import publication
from csonet.content.models import Case, Decision, Item
from csonet.content.moderation import bulk, claims
from csonet.testing.makers import join, make_practice, make_user

QUEUE = "admin:content_case_changelist"


def _submitted(cast, title, **kwargs):
    kwargs = {"organization": cast.organization, "author": cast.author, **kwargs}
    item = make_practice(title=title, status="draft", **kwargs)
    publication.move(item, "submit", actor=kwargs["author"])
    return Case.objects.get(item=item)


def _post(client, cases, confirmed=False, seen=None):
    data = {"action": "approve_selected", "_selected_action": [case.pk for case in cases]}
    if confirmed:
        versions = seen or {case.pk: Item.objects.get(pk=case.item_id).version for case in cases}
        data |= {"confirmed": "1", "seen": [f"{pk}-{version}" for pk, version in versions.items()]}
    return client.post(reverse(QUEUE), data)


@pytest.fixture
def cases(cast):
    made = [_submitted(cast, title) for title in ("One", "Two", "Claimed")]
    claims.claim(made[2], make_user("ana", name="Ana Silva"))
    join(cast.branch, cast.other_organization, "member")
    return [*made, _submitted(cast, "Own", organization=cast.other_organization, author=cast.outsider)]


def test_the_page_says_what_will_really_change_and_changes_nothing(cases, cast, signed_in):
    page = _post(signed_in(cast.branch), cases).content.decode()
    assert "2 submissions will be published" in page
    assert "2 are left as they are" in page
    assert "Ana Silva is looking at it." in page
    assert "your own, or your organization" in page
    assert not Decision.objects.filter(action="approve").exists()


def test_approval_is_one_batch_and_can_be_taken_back(cases, cast, signed_in):
    client = signed_in(cast.branch)
    result = _post(client, cases, confirmed=True)
    decisions = Decision.objects.filter(action="approve")
    assert {decision.item.title for decision in decisions} == {"One", "Two"}
    batch = decisions[0].batch
    assert {decision.batch for decision in decisions} == {batch}
    assert result.url == reverse("admin:content_case_batch", args=[batch])
    page = client.get(result.url).content.decode()
    assert "2 submissions were approved" in page
    assert "Ana Silva is looking at it." in page
    client.post(reverse("admin:content_case_undo_batch", args=[batch]))
    assert set(Item.objects.filter(title__in=["One", "Two"]).values_list("status", flat=True)) == {"submitted"}
    assert "undone" in client.get(result.url).content.decode()


def test_what_changed_since_the_page_is_left(cases, cast, signed_in):
    seen = {case.pk: Item.objects.get(pk=case.item_id).version for case in cases[:2]}
    Item.objects.filter(pk=cases[0].item_id).update(version=99, title="Changed")
    _post(signed_in(cast.branch), cases[:2], confirmed=True, seen=seen)
    assert Item.objects.get(pk=cases[0].item_id).status == "submitted"
    assert Item.objects.get(pk=cases[1].item_id).status == "published"


@pytest.mark.parametrize("seen", ["", "x", "1-x", "-", "9" * 40 + "-1"])
def test_a_tampered_confirmation_changes_nothing(seen, cases, cast, signed_in):
    data = {"action": "approve_selected", "_selected_action": [cases[0].pk], "confirmed": "1", "seen": seen}
    assert signed_in(cast.branch).post(reverse(QUEUE), data).status_code == 302
    assert Item.objects.get(pk=cases[0].item_id).status == "submitted"


def test_more_than_fifty_are_not_approved_at_once(cast, signed_in, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    cases = [_submitted(cast, f"Practice {number}") for number in range(3)]
    client = signed_in(cast.branch)
    assert "at most 2" in client.get(_post(client, cases).url).content.decode()
    assert not Decision.objects.filter(action="approve").exists()


def test_others_neither_see_nor_undo_a_batch(cases, cast, signed_in):
    _post(signed_in(cast.branch), cases, confirmed=True)
    batch = Decision.objects.filter(action="approve")[0].batch
    for person in (cast.author, cast.outsider, cast.moderator):
        client = signed_in(person)
        client.post(reverse("admin:content_case_undo_batch", args=[batch]))
        assert "One" not in client.get(reverse("admin:content_case_batch", args=[batch]), follow=True).content.decode()
    assert Item.objects.get(title="One").status == "published"
    assert signed_in(cast.branch).get(reverse("admin:content_case_undo_batch", args=[batch])).status_code == 405
