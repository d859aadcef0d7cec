"""The demonstration goes into an empty portal only, and never where DEBUG is off unless it is asked for by name."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organization, User
from csonet.content.models import Case, Item
from csonet.portal.demonstration import CAST, PASSWORD
from practices.models import Practice

pytestmark = pytest.mark.django_db


def test_it_shows_organizations_of_all_regions_and_practices_in_all_languages_and_many_states(settings):
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    assert Organization.objects.filter(is_demo=True).count() >= 45
    assert Organization.objects.filter(is_un_entity=True).count() == 5
    regions = set(Organization.objects.filter(is_demo=True).values_list("country__region__parent", flat=True))
    assert {"002", "019", "142", "150", "009"} <= regions | set(
        Organization.objects.values_list("country__region__parent__parent", flat=True)
    )
    assert Practice.objects.count() >= 15
    assert set(Item.objects.values_list("language", flat=True)) == {"ar", "zh-hans", "en", "fr", "ru", "es"}
    assert {"published", "submitted", "draft", "returned", "refused", "archived", "hidden"} <= set(
        Item.objects.values_list("status", flat=True)
    )
    assert Case.objects.open().count() == Item.objects.filter(status="submitted").count() > 1
    for name in CAST:
        assert User.objects.get(username=name).check_password(PASSWORD)
    assert User.objects.get(username="branch").is_branch
    assert not User.objects.get(username="newcomer").standing.is_member


def test_it_is_refused_where_debug_is_off(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="known password"):
        call_command("load_demo")
    assert User.objects.count() == 0


def test_it_is_refused_where_somebody_is(settings, author):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="empty portal"):
        call_command("load_demo")
    assert not Organization.objects.filter(is_demo=True).exists()
