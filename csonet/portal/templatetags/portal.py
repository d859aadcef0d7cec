"""What the shell's own pages print."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.admin import site
from django.template import Context
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from csonet.content.models import Item
from csonet.content.search.query import Hit
from csonet.portal.desk import rights_of
from csonet.portal.themes.browsing import browse
from csonet.reference import vocabulary
from csonet.ui.fragments import kept
from events.cards import when_printed
from events.models import Event

register = template.Library()


@register.filter
def country_name(code: str | None) -> str:
    """The name of a country in the active language, by its ISO code; nothing for none."""
    country = vocabulary.countries().get(code) if code else None
    return country.name if country else ""


@register.filter
def entry(mapping: dict[str, Any], key: str) -> Any:
    """The value of a key that is known only when the page is made; nothing for one that is not there."""
    return mapping.get(key, "")


@register.simple_tag
def item_link(item: Item, page: str) -> str:
    """The address of an item's page: "detail", "edit", "history"."""
    return reverse(f"{item.kind}_{page}", args=[item.slug])


@register.simple_tag
def result_of(hit: Hit, kind_names: Mapping[str, str], events: Mapping[int, Event]) -> SafeString:
    """One result of a search, kept for those who look for the same. events: key → those among the results."""
    item, organization = hit.item, hit.organization
    name = capfirst(item.noun_name) if item is not None and hit.part is None else kind_names.get(hit.kind, "")
    event = events.get(item.pk) if item is not None else None
    if item is not None:
        shown = (
            item.kind,
            item.slug,
            item.status,
            item.published_at,
            hit.owner,
            *(when_printed(event) if event else ()),
        )
    else:
        place = country_name(organization.country_id)
        shown = (organization.slug, organization.acronym, place, organization.is_un_entity, organization.is_demo)
    key = (name, hit.language, hit.title, hit.snippet, hit.part, shown)
    return kept("portal/_hit.html", key, hit=hit, kind_name=name, event=event)


@register.simple_tag(takes_context=True)
def desk_sections(context: Context) -> SafeString:
    """The sidebar of the desk: what this officer can look after, with the section that the page is in marked."""
    request = context["request"]
    section = "/".join(request.path.split("/")[:4]) + "/"
    words = {"app_list": site.get_app_list(request), "show_changelinks": False, "request": {"path": section}}
    return kept("admin/app_list.html", (rights_of(request.user), section), **words)


@register.simple_tag
def browse_themes() -> SafeString:
    """The ways in by topic, goal and place."""
    return browse()
