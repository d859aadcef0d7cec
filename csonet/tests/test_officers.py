"""Every desk page is there for the officers of the NGO Branch as their group stands, not only for a superuser."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

pytestmark = pytest.mark.django_db
#: Left to whoever runs the machine; tags are looked after in the vocabulary of topics.
NOT_FOR_OFFICERS = {"auth.group", "taggit.tag"}
#: A list of words holds no history: what is no longer watched is taken off it.
MAY_DELETE = {"engagement.watchedword"}
MODELS = [model for model in admin.site._registry if model._meta.label_lower not in NOT_FOR_OFFICERS]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label_lower)
def test_officers_see_each_table_of_the_desk(cast, signed_in, model):
    meta = model._meta
    rights = set(Group.objects.get(name="NGO Branch").permissions.values_list("content_type__app_label", "codename"))
    assert (meta.app_label, f"view_{meta.model_name}") in rights, "say it in a migration with officers_may()"
    deletes = (meta.app_label, f"delete_{meta.model_name}") in rights
    assert deletes is (meta.label_lower in MAY_DELETE), "officers delete nothing that holds a history"
    page = signed_in(cast.branch).get(reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
    assert page.status_code in (200, 302)


def test_officers_can_neither_make_themselves_superusers_nor_change_groups(cast):
    assert not cast.branch.has_perm("auth.change_group")
    assert not cast.branch.has_perm("auth.add_permission")
    assert not cast.branch.is_superuser
