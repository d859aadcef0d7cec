"""What a reading page shows of an item beside its own columns: terms, files, neighbours, and what machines read."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString

from csonet.content.linking import links_of
from csonet.content.models import Attachment, Item, ItemQuerySet, ItemTag
from csonet.prepared import Prepared, prepared
from csonet.reference import vocabulary

RELATED = 3
#: What would end the script element, as JSON's own escapes.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

LICENCES = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc-by-sa-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "cc-by-nc-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def terms_of(item: Item) -> dict[str, list[Any]]:
    """Goals, topics and countries as the vocabularies' objects, and tags by name and slug: four small queries."""
    return {
        "goals": named("goals", _keys("goals", "goal_id")(item.pk)),
        "topics": named("topics", _keys("topics", "topic_id")(item.pk)),
        "countries": named("countries", _keys("countries", "country_id")(item.pk)),
        "tags": _tags(item.pk),
    }


@cache
def _keys(name: str, column: str) -> Prepared[[int]]:
    """The query for an item's keys in one vocabulary."""
    rows = getattr(Item, name).through.objects
    return Prepared(lambda item: rows.filter(item_id=item).values_list(column, flat=True))


@prepared
def _tags(item: int) -> QuerySet[Any]:
    tags = ItemTag.objects.filter(content_object_id=item).order_by("pk")
    return tags.values_list("tag__name", "tag__slug")


def named(kind: str, keys: Any) -> list[Any]:
    """The vocabulary's objects for these keys, in the order that readers expect; unknown ones are left out."""
    known: Any = getattr(vocabulary, kind)()
    found = [known[key] for key in keys if key in known]
    return sorted(found, key=lambda goal: goal.number) if kind == "goals" else vocabulary.sorted_by_name(found)


def neighbours_of(item: Item, terms: dict[str, list[Any]], user: Any) -> dict[str, list[Item]]:
    """Newest items of the kind on the same goals or topics, and what else the organization published."""
    goals, topics = [goal.pk for goal in terms["goals"]], [topic.pk for topic in terms["topics"]]
    related = _related(item.kind, item.pk, goals, topics, user) if goals or topics else []
    return {"related": related, "also": _also(item.kind, item.pk, item.organization_id, user)}


def _others(kind: str, item: int, user: Any) -> ItemQuerySet:
    return Item.objects.of_kind(kind).published().visible_to(user).exclude(pk=item).for_cards()


@prepared
def _related(kind: str, item: int, goals: list[int], topics: list[str], user: Any) -> ItemQuerySet:
    among_goals = Item.goals.through.objects.filter(item_id=OuterRef("pk"), goal_id__in=goals)
    among_topics = Item.topics.through.objects.filter(item_id=OuterRef("pk"), topic_id__in=topics)
    return _others(kind, item, user).filter(Q(Exists(among_goals)) | Q(Exists(among_topics)))[:RELATED]


@prepared
def _also(kind: str, item: int, organization: int, user: Any) -> ItemQuerySet:
    return _others(kind, item, user).of(organization)[:RELATED]


@prepared
def _attachments(item: int) -> QuerySet[Attachment]:
    return Attachment.objects.filter(item=item, revision=None)


def json_ld(item: Item, terms: dict[str, list[Any]], url: str) -> SafeString:
    """The page's description in schema.org's words, safe inside a script element."""
    organization = item.organization
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": item.SCHEMA_TYPE,
        "headline": item.title[:110],
        "abstract": item.summary,
        "inLanguage": item.language,
        "url": url,
        "mainEntityOfPage": url,
        "dateModified": item.updated.isoformat(),
        "author": {
            "@type": "Organization",
            "name": organization.name,
            "url": settings.SITE_URL + organization.get_absolute_url(),
        },
        "publisher": {"@type": "Organization", "name": "CSO Net", "url": settings.SITE_URL},
        "keywords": [term.name for name in ("goals", "topics") for term in terms[name]]
        + [tag for tag, _slug in terms["tags"]],
    }
    if item.published_at:
        data["datePublished"] = item.published_at.isoformat()
    if terms["countries"]:
        data["spatialCoverage"] = [{"@type": "Place", "name": country.name} for country in terms["countries"]]
    licence = LICENCES.get(getattr(item, "licence", ""))
    if licence:
        data["license"] = licence
    data.update(item.own_json_ld())
    return SafeString(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))


def page_of(item: Any, user: Any, *, related: dict[str, Any] | None = None) -> dict[str, Any]:
    """The context of a noun's detail template.

    item: the noun, with its organization. related: relations as a form read them, for an edit that is not saved;
    without it they are read from the database.
    """
    url = settings.SITE_URL + item.get_absolute_url()
    terms = _terms_of_form(related) if related is not None else terms_of(item)
    return {
        "item": item,
        "model": item._meta,
        "kind": item.kind,
        "terms": terms,
        "attachments": _attachments(item.pk),
        "canonical": url,
        "json_ld": json_ld(item, terms, url),
        **({"links": links_of(item, user), **neighbours_of(item, terms, user)} if related is None else {}),
        **item.own_context(user, related),
    }


def _terms_of_form(related: dict[str, Any]) -> dict[str, list[Any]]:
    terms = {kind: named(kind, related.get(kind) or []) for kind in ("goals", "topics", "countries")}
    return {**terms, "tags": [(tag, "") for tag in related.get("tags") or []]}


def templates_of(item: Any) -> list[str]:
    """The noun's own detail template, or the generic one."""
    return [f"{item._meta.app_label}/{item.kind}_detail.html", "content/item_detail.html"]
