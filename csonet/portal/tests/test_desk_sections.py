"""The desk's list of sections is kept by rights: nobody sees a section of somebody else's."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from csonet.testing.makers import make_user

pytestmark = pytest.mark.django_db


def sections(client) -> str:
    page = client.get(reverse("admin:content_case_changelist")).content.decode()
    return page.partition('id="nav-sidebar"')[2].partition("</nav>")[0]


def test_a_right_that_is_given_or_taken_shows_at_once(branch, signed_in):
    client, groups = signed_in(branch), reverse("admin:auth_group_changelist")
    assert groups in sections(client)
    rights = list(Permission.objects.filter(content_type__model="group"))
    branch.user_permissions.remove(*rights)
    assert groups not in sections(client)
    branch.user_permissions.add(*rights)
    assert groups in sections(client)


def test_officers_with_other_rights_see_other_sections(branch, signed_in):
    other = make_user(username="other-officer", is_staff=True)
    other.user_permissions.add(*branch.user_permissions.exclude(content_type__model="group"))
    groups = reverse("admin:auth_group_changelist")
    assert groups in sections(signed_in(branch))
    assert groups not in sections(signed_in(other))
    assert groups in sections(signed_in(branch))


def test_the_section_that_the_page_is_in_is_marked(branch, signed_in):
    client = signed_in(branch)
    queue = reverse("admin:content_case_changelist")
    assert f'<a href="{queue}" aria-current="page"' in sections(client)
    other = client.get(reverse("admin:content_item_changelist")).content.decode()
    assert f'<a href="{queue}" aria-current="page"' not in other


def test_sections_are_in_the_officers_language(branch, signed_in):
    client = signed_in(branch)
    english = sections(client)
    branch.language = "fr"
    branch.save()
    assert sections(client) != english
