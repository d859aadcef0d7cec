"""Practices at the desk: to be read by officers, changed by nobody there."""

import pytest
from django.urls import reverse

from csonet.testing.makers import make_practice

pytestmark = pytest.mark.django_db


def test_an_officer_reads_everything_of_a_practice_and_changes_nothing(cast, signed_in):
    item = make_practice(organization=cast.organization, author=cast.author)
    item.tags.add("rain water")
    item.uses.create(organization=cast.other_organization, result="Eight tanks.")
    client = signed_in(cast.branch)
    address = reverse("admin:practices_practice_change", args=[item.pk])
    page = client.get(address)
    assert page.status_code == 200
    assert "Wells fall dry" in page.content.decode()
    assert "Eight tanks." in page.content.decode()
    assert client.post(address, {"title": "Changed"}).status_code == 403
    assert client.get(reverse("admin:practices_practice_add")).status_code == 403


def test_drafts_are_not_at_the_desk(cast, signed_in):
    item = make_practice(status="draft", organization=cast.organization, author=cast.author)
    client = signed_in(cast.branch)
    assert item.title not in client.get(reverse("admin:practices_practice_changelist")).content.decode()
    address = reverse("admin:practices_practice_change", args=[item.pk])
    assert item.title not in client.get(address, follow=True).content.decode()


def test_nobody_else_reads_them_there(cast, signed_in):
    cast.moderator.is_staff = True
    cast.moderator.save()
    assert signed_in(cast.moderator).get(reverse("admin:practices_practice_changelist")).status_code in (302, 403)
