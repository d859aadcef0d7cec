"""Open data of the nouns: what of an item is given away, for the list as filtered, the nightly files and the API.

An item's record holds the shared columns, its terms as codes that no language changes, and of the noun's own columns
those that are searched, that are facets, or that the noun names in OPEN_DATA: nothing else ever leaves by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.organizations.open_data import address_of
from csonet import richtext
from csonet.content.addresses import before_slug
from csonet.content.facets import facets_of, selection_of
from csonet.content.models import Item, ItemTag
from csonet.content.views.lists import listed
from csonet.opendata.answering import OpenView, answer, refusal
from csonet.opendata.datasets import Dataset, Field, Record, datasets, register
from csonet.opendata.links import codes_of
from csonet.ui.narrowing import SINCE, UNTIL

BEFORE = (
    Field("id", _("identifier"), "id", _("Stays the same for ever, also when the title or the address changes.")),
    Field("url", _("address of the page"), "address"),
    Field("title", _("title")),
    Field("summary", _("summary")),
    Field("language", _("language of the text"), "code", _("One of ar, en, es, fr, ru, zh-hans.")),
    Field("organization", _("organization")),
    Field("organization_url", _("address of the organization’s page"), "address"),
    Field("published", _("published on"), "time", _("Date and time in UTC.")),
    Field("updated", _("last changed"), "time", _("Date and time in UTC.")),
    Field("goals", _("Sustainable Development Goals"), "numbers", _("Numbers from 1 to 17.")),
    Field("topics", _("topics"), "codes", _("Codes of the portal’s list of topics.")),
    Field("countries", _("countries and areas"), "codes", _("Two-letter codes of ISO 3166-1.")),
    Field("tags", pgettext_lazy("words that people add to what they publish", "tags"), "texts"),
    Field("responses", _("answers of other organizations"), "number"),
)
_COLUMNS = (
    "pk",
    "key",
    "slug",
    "title",
    "summary",
    "language",
    "organization__name",
    "organization__slug",
    "published_at",
    "updated",
    "responses",
)
#: Columns of an item that change whenever its record does.
MARKS = ("updated", "organization__updated", "responses")


def own_columns(model: type[Item]) -> list[Any]:
    """The noun's own columns that open data carries, in the order of the model."""
    named = {*model.SEARCHED, *model.FACETS, *model.OPEN_DATA}
    return [column for column in model._meta.local_fields if column.name in named]


def dataset_of(model: type[Item]) -> Dataset:
    """The data set of a noun. What is part of something else has no list of its own."""
    part_of, moments = model.PART_OF, [moment.name for moment in model.moments()]
    return Dataset(
        name=model.KIND,
        title=model._meta.verbose_name_plural or "",
        about=_("Everything of this kind that is published and that everybody may read, the newest first."),
        fields=(*BEFORE, *(_field(column) for column in own_columns(model))),
        rows=lambda user: _everything(model, user),
        read=partial(records, model),
        page=f"{part_of or model.KIND}_list",
        # A list that stands in time is not the whole: that has an address of its own.
        export="" if part_of or moments else f"{model.KIND}_export",
        marks=MARKS,
        filters=tuple(dict.fromkeys((*(facet.name for facet in facets_of(model)), *moments, SINCE, UNTIL, "sort"))),
    )


def register_nouns() -> None:
    """Each noun is a data set, also what is written inside another one."""
    for model in Item.every_noun().values():
        register(model.KIND, partial(dataset_of, model))


def records(model: type[Item], keys: list[int], user: Any) -> Iterator[Record]:
    """One flat record for each of the items that this reader may see, in the order of the keys."""
    own = own_columns(model)
    # From the item to the noun: the keys then stand on the table that has the conditions, and no database reads it all.
    noun = model._meta.parents[Item].related_query_name()  # type: ignore[union-attr]
    found: Any = Item.objects.filter(pk__in=keys).published().visible_to(user)
    found = found.values_list(*_COLUMNS, *(f"{noun}__{column.attname}" for column in own))
    by_key = {row[0]: row for row in found}
    links = {
        "goals": codes_of(Item.goals.through, "item_id", "goal_id", keys),
        "topics": codes_of(Item.topics.through, "item_id", "topic_id", keys),
        "countries": codes_of(Item.countries.through, "item_id", "country_id", keys),
        "tags": codes_of(ItemTag, "content_object_id", "tag__name", keys),
    }
    for key in keys:
        if key in by_key:
            row = by_key[key]
            record = _shared(model.KIND, row[: len(_COLUMNS)])
            record.update({name: codes.get(key, []) for name, codes in links.items()})
            record["responses"] = row[10]
            values = zip(own, row[len(_COLUMNS) :], strict=True)
            record.update(
                {column.name: _code(value) if column.is_relation else plain(value) for column, value in values}
            )
            yield record


def _shared(kind: str, row: tuple[Any, ...]) -> Record:
    _pk, key, slug, title, summary, language, organization, organization_slug, published, updated, _responses = row
    return {
        "id": key.urn,
        "url": settings.SITE_URL + before_slug(f"{kind}_detail", language) + quote(slug) + "/",
        "title": title,
        "summary": summary,
        "language": language,
        "organization": organization,
        "organization_url": address_of(organization_slug),
        "published": published.isoformat() if published else None,
        "updated": updated.isoformat(),
    }


def plain(value: Any) -> Any:
    """A column's value as JSON has it: dates by ISO 8601, rich text as text."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return richtext.to_text(value) if isinstance(value, str) and value.lstrip().startswith("<") else value


def _code(value: Any) -> str:
    """The code of a term; empty where there is none."""
    return "" if value is None else str(value)


def _everything(model: type[Item], user: Any) -> Any:
    return Item.objects.of_kind(model.KIND).published().visible_to(user).order_by("-published_at", "-pk")


def _field(column: Any) -> Field:
    note = ""
    if column.choices:
        note = ", ".join(str(key) for key, _label in column.choices)
    return Field(column.name, column.verbose_name, _kind(column), note)


def _kind(column: Any) -> str:
    """What a column holds, as a key of csonet.opendata.datasets.TYPES."""
    kinds: tuple[tuple[Any, str], ...] = (
        (models.DateTimeField, "time"),
        (models.DateField, "date"),
        (models.BooleanField, "yes-no"),
        (models.IntegerField, "number"),
        (models.JSONField, "rows"),
        (models.URLField, "address"),
    )
    if column.choices or column.is_relation:
        return "code"
    return next((kind for field, kind in kinds if isinstance(column, field)), "text")


class ItemExportView(OpenView):
    """The list as a file."""

    model: type[Item] = Item

    def get(self, request: HttpRequest, format: str) -> HttpResponseBase:
        """The whole list as filtered; 429 for who asks too often."""
        if refused := refusal(request):
            return refused
        dataset = datasets()[self.model.KIND]
        return answer(request, dataset, dataset.of(self.items(request), request.user), format)

    def items(self, request: HttpRequest) -> Any:
        """The rows of the list; a noun whose list is made otherwise says how."""
        return listed(self.model, request, selection_of(self.model, request.GET))
