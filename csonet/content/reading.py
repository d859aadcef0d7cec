"""What a reading page shows of an item beside its own columns: terms, files, neighbours, and what machines read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import translation
from django.utils.translation import get_language

from csonet.content.json_ld import json_ld, picture_address
from csonet.content.linking import links_of
from csonet.content.models import Attachment, Item, ItemTag
from csonet.content.related import neighbours_of
from csonet.prepared import prepared
from csonet.reference import vocabulary


def terms_of(item: Item) -> dict[str, list[Any]]:
    """Goals, topics and countries as the vocabularies' objects, and tags by name and slug: one query."""
    keys: dict[str, list[str]] = {"goals": [], "topics": [], "countries": []}
    tags = []
    for kind, key, name, _place in _terms(item.pk):
        if kind == "tags":
            tags.append((name, key))
        else:
            keys[kind].append(key)
    goals = named("goals", map(int, keys["goals"]))
    return {"goals": goals, **{kind: named(kind, keys[kind]) for kind in ("topics", "countries")}, "tags": tags}


@prepared
def _terms(item: int) -> QuerySet[Any]:
    """(kind, key, name, place) of all that an item is filed under; tags in the order in which they were given."""
    tags = ItemTag.objects.filter(content_object_id=item).order_by()
    return (
        tags.values_list(_text("tags"), "tag__slug", "tag__name", "pk")
        .union(
            *(
                getattr(Item, kind)
                .through.objects.filter(item_id=item)
                .order_by()
                .values_list(_text(kind), Cast(column, CharField()), _text(""), "pk")
                for kind, column in (("goals", "goal_id"), ("topics", "topic_id"), ("countries", "country_id"))
            ),
            all=True,
        )
        .order_by("pk")
    )


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())


def named(kind: str, keys: Any) -> list[Any]:
    """The vocabulary's objects for these keys, in the order that readers expect; unknown ones are left out."""
    known: Any = getattr(vocabulary, kind)()
    found = [known[key] for key in keys if key in known]
    return sorted(found, key=lambda goal: goal.number) if kind == "goals" else vocabulary.sorted_by_name(found)


@prepared
def _attachments(item: int) -> QuerySet[Attachment]:
    return Attachment.objects.filter(item=item, revision=None)


def page_of(item: Any, user: Any, *, related: dict[str, Any] | None = None) -> dict[str, Any]:
    """The context of a noun's detail template.

    item: the noun, with its organization. related: relations as a form read them, for an edit that is not saved;
    without it they are read from the database.
    """
    url = canonical_of(item)
    own = item.own_context(user, related)
    terms = _terms_of_form(related) if related is not None else terms_of(item)
    return {
        "item": item,
        "model": item._meta,
        "kind": item.kind,
        "terms": terms,
        "attachments": own["attachments"] if "attachments" in own else _attachments(item.pk),
        "canonical": url,
        "languages": item.languages,
        "picture_address": picture_address(item),
        "json_ld": json_ld(item, terms, url),
        **({"links": links_of(item, user), **neighbours_of(item, terms, user)} if related is None else {}),
        **own,
    }


def canonical_of(item: Any) -> str:
    """The one address of the item that other sites lead to: in a language that its text is there in.

    The portal around it speaks six languages; to a search engine these are six copies of one text.
    """
    language = get_language() or item.language
    with translation.override(language if language in item.languages else item.languages[0]):
        return settings.SITE_URL + item.get_absolute_url()


def _terms_of_form(related: dict[str, Any]) -> dict[str, list[Any]]:
    terms = {kind: named(kind, related.get(kind) or []) for kind in ("goals", "topics", "countries")}
    return {**terms, "tags": [(tag, "") for tag in related.get("tags") or []]}


def templates_of(item: Any) -> list[str]:
    """The noun's own detail template, or the generic one."""
    return [f"{item._meta.app_label}/{item.kind}_detail.html", "content/item_detail.html"]
