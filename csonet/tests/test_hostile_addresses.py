"""Addresses and parameters that no page of the portal makes: an answer below 500 on both databases."""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

HOSTILE = ("%00", "%E2%80%AE", "9" * 5_000, "-1", "%27%20OR%201=1--", "..%2f..%2fetc", "%25s", "w" * 60_000)


@pytest.mark.parametrize("page", ["", "edit/", "history/", "members/", "join/", "claim/", "logo.webp"])
@pytest.mark.parametrize("slug", HOSTILE)
def test_no_organization_has_such_an_address(cast, signed_in, page, slug):
    answer = signed_in(cast.author).get(f"/en/organizations/{slug}/{page}")
    assert answer.status_code == 404


LISTS = {
    "practice_list": ("goal", "topic", "country", "region", "language", "organization", "tag", "page", "sort"),
    "practice_feed": ("goal", "tag", "organization"),
    "organization_list": ("q", "status", "type", "region", "country", "field", "goal", "verified", "page"),
    "search": ("q", "kind", "language", "page"),
    "organization_new": ("name", "country", "step"),
    "organization_suggest": ("name",),
    "dashboard": ("page", "kind"),
}


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", LISTS)
def test_no_parameter_of_a_list_breaks_it(cast, signed_in, name, value):
    client = signed_in(cast.author)
    client.raise_request_exception = False
    query = "&".join(f"{parameter}={value[:5_000]}" for parameter in LISTS[name])
    assert client.get(f"{reverse(name)}?{query}").status_code < 500
    for parameter in LISTS[name]:
        assert client.get(f"{reverse(name)}?{parameter}={value}").status_code < 500, parameter


DESK = (
    "content_case",
    "content_item",
    "content_decision",
    "accounts_organization",
    "accounts_user",
    "accounts_committeedecision",
    "portal_contactmessage",
    "notifications_outboundmail",
)


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", DESK)
def test_no_parameter_of_the_desk_breaks_it(cast, signed_in, name, value):
    client = signed_in(cast.branch)
    client.raise_request_exception = False
    page = reverse(f"admin:{name}_changelist")
    for parameter in ("q", "p", "o", "verification", "state", "kind", "language", "organization", "age", "is_active"):
        assert client.get(f"{page}?{parameter}={value}").status_code < 500, parameter
    assert client.get(f"{page}{value}/change/").status_code < 500


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5_000, "-1", "x", "\0"])
def test_forged_numbers_on_the_desk_are_refused(cast, signed_in, number):
    client = signed_in(cast.branch)
    client.raise_request_exception = False
    organization = cast.waiting_organization
    review = reverse("admin:accounts_organization_review", args=[organization.pk])
    change = reverse("admin:accounts_organization_change", args=[organization.pk])
    assert client.post(review, {"claim": number, "answer": "accept"}).status_code == 404
    assert client.post(review, {"action": "approve", "version": number}).status_code < 500
    merge = reverse("admin:accounts_organization_merge", args=[organization.pk])
    assert client.post(merge, {"target": number, "version": number}).status_code < 500
    for field in ("countries", "fields", "goals", "parent", "country"):
        assert client.post(change, {field: [number]}).status_code < 500, field


FORMS = {
    "/en/events/new/": "parent",
    "/en/training/new/": "prerequisites",
    "/en/training/organizations/{slug}/": "course",
}


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5_000])
@pytest.mark.parametrize("address", FORMS)
def test_a_forged_number_of_a_choice_is_an_error_beside_the_field(cast, signed_in, address, number):
    client = signed_in(cast.author)
    client.raise_request_exception = False
    field = FORMS[address]
    answer = client.post(address.format(slug=cast.organization.slug), {field: [number], "people": [number]})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5_000, "x", "-1"])
@pytest.mark.parametrize("record", ["consultativestatus", "councildecision"])
def test_a_forged_number_of_an_organization_is_an_error_on_the_desk(cast, signed_in, record, number):
    client = signed_in(cast.branch)
    client.raise_request_exception = False
    answer = client.post(f"/admin/accounts/{record}/add/", {"organization": number, "committee_decision": number})
    assert answer.status_code == 200
    assert "organization" in answer.context["adminform"].form.errors
