"""Held edits put to use: keep what was typed, apply an approved revision to its item, put it back on an undo."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from csonet.content.models import Item, Revision
from csonet.workflow import WorkflowError


def form_class(item: Item):
    """The ItemForm of the item's noun."""
    return import_string(item.noun.FORM)


def as_querydict(data: dict[str, list[str]]) -> QueryDict:
    """Kept form data as a form wants it."""
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    return query


def people_to_tell(item: Item, row: Item | Revision) -> list[Any]:
    """Who hears of a decision: the author, and whoever submitted the revision."""
    people = {item.author, getattr(row, "submitted_by", None)}
    return [person for person in people if person is not None]


def apply(revision: Revision) -> None:
    """Write an approved revision into its item; what it replaces is kept on the revision.

    Raises WorkflowError if the data no longer fits the form (a topic was retired, an organization merged).
    """
    noun = revision.item.noun
    form = form_class(noun)(data=as_querydict(revision.data), instance=noun, user=None)
    before = form.data_of(noun)
    if not form.is_valid():
        raise WorkflowError(_("The changes no longer fit the form: return them to the author."))
    form.save()
    revision.replaced = before
    revision.attachments.update(revision=None)
    revision.item.refresh_from_db()


def put_back(revision: Revision) -> None:
    """Undo apply(): the text that the revision replaced stands again. Raises WorkflowError if it can't."""
    noun = revision.item.noun
    form = form_class(noun)(data=as_querydict(revision.replaced or {}), instance=noun, user=None)
    if not form.is_valid():
        raise WorkflowError(_("The former text no longer fits the form: edit the item instead."))
    form.save()
