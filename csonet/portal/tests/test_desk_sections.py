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


def officer(name: str, *rights: str):
    """Somebody who opens the queue, and has these rights more."""
    made = make_user(username=name, is_staff=True)
    names = ("act_as_branch", "view_case", "change_case", *rights)
    made.user_permissions.add(*Permission.objects.filter(codename__in=names))
    return made


def test_a_right_that_is_given_or_taken_shows_at_once(signed_in):
    made, groups = officer("first-officer"), reverse("admin:auth_group_changelist")
    client = signed_in(made)
    assert groups not in sections(client)
    right = Permission.objects.get(codename="view_group", content_type__app_label="auth")
    made.user_permissions.add(right)
    assert groups in sections(client)
    made.user_permissions.remove(right)
    assert groups not in sections(client)


def test_officers_with_other_rights_see_other_sections(signed_in):
    groups = reverse("admin:auth_group_changelist")
    few, more = signed_in(officer("first-officer")), signed_in(officer("other-officer", "view_group"))
    assert groups not in sections(few)
    assert groups in sections(more)
    assert groups not in sections(few)


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
