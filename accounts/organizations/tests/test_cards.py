"""An organization's card is kept under all that it prints: a change shows at once, in every language."""

from __future__ import annotations

import pytest
from django.utils import translation

from accounts.models import ConsultativeStatus, Organization
from accounts.templatetags.organizations import organization_card
from csonet.testing.makers import make_organization
from csonet.ui import fragments

pytestmark = pytest.mark.django_db
CHANGES = {
    "name": "Renamed",
    "acronym": "RNM",
    "slug": "renamed",
    "country_id": "FR",
    "type": "media",
    "is_un_entity": True,
    "verification": "listed",
    "is_demo": True,
}


def the_card() -> str:
    return organization_card(Organization.objects.for_cards().get())


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_is_on_the_card_at_once(column):
    organization = make_organization(name="First name", country_id="KE", type="ngo", acronym="")
    before = the_card()
    Organization.objects.filter(pk=organization.pk).update(**{column: CHANGES[column]})
    after = the_card()
    fragments.forget()
    assert after == the_card()
    assert after != before


def test_a_status_is_on_the_card_at_once_and_in_the_readers_language():
    organization = make_organization(country_id="KE")
    before = the_card()
    ConsultativeStatus.objects.create(
        organization=organization, kind="general", state="in-force", is_current=True, year_granted=2001
    )
    assert the_card() != before
    with translation.override("fr"):
        assert the_card() != before
