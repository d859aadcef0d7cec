"""What a search document holds: an item's texts in one language, or the names and the mission of an organization."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from accounts.models import ConsultativeStatus, Organization
from csonet.content.models import Item, ItemTag, SearchDocument
from csonet.content.search.engine import facet_word
from csonet.content.search.text import title_key
from csonet.reference import vocabulary
from csonet.richtext import to_text

#: What people call the Sustainable Development Goals in the six languages; English is known everywhere.
GOALS = {"en": "SDG", "fr": "ODD", "es": "ODS", "ar": "الهدف", "zh-hans": "可持续发展目标", "ru": "ЦУР"}


@dataclass(frozen=True)
class Texts:
    """An item's texts in one language."""

    language: str
    title: str
    summary: str
    body: str


#: Give the texts of an item (as its noun) in other languages than its own: translations that readers may see.
OVERLAYS: list[Callable[[Any], Iterable[Texts]]] = []

#: Give the words of an item that stand in rows of their own (the lessons of a course), as {language: text}; for nouns
#: that have none, nothing. They are found by the item, in each of their languages.
FURTHER: list[Callable[[Any], Mapping[str, str]]] = []


@dataclass(frozen=True)
class Filled:
    """A document that is not saved yet, and the words of its facets."""

    document: SearchDocument
    facets: list[str]


@dataclass(frozen=True)
class PartText:
    """A post of an item, as the index takes it. key: its number in the database."""

    key: int
    item: Item
    kind: str
    language: str
    text: str
    day: int


def documents_of_parts(parts: Iterable[PartText]) -> list[Filled]:
    """The documents of posts. Their item's title is found by its own document, and shown for theirs."""
    return [_part(part) for part in parts]


def _part(part: PartText) -> Filled:
    document = SearchDocument(
        item_id=part.item.pk,
        part=part.key,
        kind=part.kind,
        language=part.language,
        body=part.text,
        day=part.day,
    )
    facets = [("kind", part.kind), ("language", part.language), ("organization", part.item.organization_id)]
    facets += [("circle", part.item.circle_id)] if part.item.circle_id else []
    return Filled(document, [facet_word(name, str(value)) for name, value in facets])


def texts_of(noun: Any) -> list[Texts]:
    """The item's own texts, and those of its translations, each language once."""
    parts = (getattr(noun, column) for column in noun.SEARCHED)
    own = Texts(noun.language, noun.title, noun.summary, "\n".join(to_text(part) for part in parts if part))
    found = {own.language: own}
    for overlay in OVERLAYS:
        for texts in overlay(noun):
            found.setdefault(texts.language, texts)
    for further in FURTHER:
        for language, words in further(noun).items():
            # Without a translation of the item its title stands in no language but its own.
            known = found.get(language) or Texts(language, "", "", "")
            found[language] = replace(known, body=f"{known.body}\n{words}".strip())
    return list(found.values())


def documents_of(items: Sequence[Any]) -> list[Filled]:
    """The documents of items of one noun, each with its organization; five queries for all of them."""
    codes = _codes([item.pk for item in items])
    trusted = _trusted({item.organization_id for item in items})
    return [
        _document(item, texts, {name: found[item.pk] for name, found in codes.items()}, item.organization_id in trusted)
        for item in items
        for texts in texts_of(item)
    ]


def documents_of_organizations(organizations: Sequence[Organization]) -> list[Filled]:
    """The documents of organizations, whose former names are fetched. Contacts are never searched."""
    trusted = _trusted({organization.pk for organization in organizations})
    return [_organization(organization, organization.pk in trusted) for organization in organizations]


def _document(item: Any, texts: Texts, codes: dict[str, list[Any]], is_trusted: bool) -> Filled:
    organization = item.organization
    names = [organization.name, organization.acronym, *codes["tag"]]
    document = SearchDocument(
        item_id=item.pk,
        kind=item.kind,
        language=texts.language,
        title=texts.title,
        title_key=title_key(texts.title),
        names="\n".join(name for name in names if name),
        summary=texts.summary,
        body=texts.body,
        terms="\n".join(_terms(codes, texts.language)),
        day=item.published_at.date().toordinal() if item.published_at else 0,
        is_trusted=is_trusted,
    )
    facets = [("kind", item.kind), ("language", texts.language), ("organization", item.organization_id)]
    facets += [("circle", item.circle_id)] if item.circle_id else []
    facets += [(name, code) for name in ("goal", "topic", "country") for code in codes[name]]
    facets += [("region", code) for code in vocabulary.regions_around(codes["country"])]
    return Filled(document, [facet_word(name, str(value)) for name, value in facets])


def _organization(organization: Organization, is_trusted: bool) -> Filled:
    names = [organization.acronym, *(former.name for former in organization.former_names.all())]
    countries = [organization.country_id] if organization.country_id else []
    known = vocabulary.countries()
    document = SearchDocument(
        organization_id=organization.pk,
        kind="organization",
        language="",
        title=organization.name,
        title_key=title_key(organization.name),
        names="\n".join(name for name in names if name),
        summary="",
        body=to_text(organization.mission) if organization.mission else "",
        terms="\n".join(known[code].name_en for code in countries if code in known),
        day=organization.updated.date().toordinal(),
        is_trusted=is_trusted,
    )
    facets = [("kind", "organization"), ("organization", organization.pk)]
    facets += [("country", code) for code in countries] + [
        ("region", code) for code in vocabulary.regions_around(countries)
    ]
    return Filled(document, [facet_word(name, str(value)) for name, value in facets])


def _codes(keys: list[int]) -> dict[str, dict[int, list[Any]]]:
    """Tags, goals, topics and countries by item: four queries."""
    tags = ItemTag.objects.filter(content_object_id__in=keys).values_list("content_object_id", "tag__name")
    rows: dict[str, Any] = {
        "tag": tags,
        "goal": Item.goals.through.objects.filter(item_id__in=keys).values_list("item_id", "goal_id"),
        "topic": Item.topics.through.objects.filter(item_id__in=keys).values_list("item_id", "topic_id"),
        "country": Item.countries.through.objects.filter(item_id__in=keys).values_list("item_id", "country_id"),
    }
    found: dict[str, dict[int, list[Any]]] = {}
    for name, pairs in rows.items():
        found[name] = defaultdict(list)
        for item, code in pairs.order_by("pk"):
            found[name][item].append(code)
    return found


def _trusted(organizations: set[int]) -> set[int]:
    """Those in consultative status, and UN entities. One query."""
    in_status = ConsultativeStatus.objects.filter(is_current=True, state="in-force").values("organization_id")
    rows = Organization.objects.filter(Q(pk__in=in_status) | Q(is_un_entity=True), pk__in=organizations)
    return set(rows.values_list("pk", flat=True))


def _terms(codes: dict[str, list[Any]], language: str) -> Iterable[str]:
    countries, topics = vocabulary.countries(), vocabulary.topics()
    for name in dict.fromkeys((GOALS["en"], GOALS.get(language, ""))):
        if name:
            yield from (f"{name} {code}" for code in codes["goal"])
    yield from (topics[code].name_in(language) for code in codes["topic"] if code in topics)
    yield from (countries[code].name_in(language) for code in codes["country"] if code in countries)
