"""What templates show of organizations: their cards, and the reasons of decisions on them."""

from django import template
from django.utils.safestring import SafeString

from accounts.models import Organization
from accounts.organizations import reasons
from csonet.reference import vocabulary
from csonet.ui.fragments import kept

register = template.Library()


@register.simple_tag
def organization_reason(code: str) -> str:
    """The words of a reason in the active language; "" for none."""
    return reasons.text_of(code)


@register.simple_tag
def organization_card(organization: Organization) -> SafeString:
    """The inside of an organization's card, kept under all that it prints; no query."""
    country = vocabulary.countries().get(organization.country_id) if organization.country_id else None
    place = country.name if country else ""
    statuses = [status.kind for status in getattr(organization, "current_statuses", ())]
    key = (
        organization.slug,
        organization.name,
        organization.acronym,
        place,
        organization.type,
        *(organization.is_un_entity, organization.verification, organization.is_demo),
        *statuses,
    )
    return kept("accounts/_organization_card.html", key, organization=organization, place=place)
