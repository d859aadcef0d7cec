"""Held edits put to use: keep what was typed, apply an approved revision to its item, put it back on an undo.

What a form held is kept as {field: [value, …]}, as the browser sent it. Two keys are the portal's own and never come
from a browser: IMAGE names a picture that waits in the storage, ATTACHMENTS the files that an approval made public.
"""

from __future__ import annotations

import copy
import difflib
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from csonet import richtext
from csonet.content.models import Attachment, Item, Revision
from csonet.workflow import WorkflowError

IMAGE = "_image"
ATTACHMENTS = "_attachments"

FormData = dict[str, list[str]]


def form_class(item: Item) -> Any:
    """The ItemForm of the item's noun."""
    return import_string(item.noun.FORM)


def as_querydict(data: FormData) -> QueryDict:
    """Kept form data as a form wants it."""
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    return query


def kept(form: type, posted: QueryDict) -> FormData:
    """What of a post belongs to the form, ready to be stored; null characters, which no database keeps, go."""
    return {
        name: [value.replace("\0", "") for value in posted.getlist(name)]
        for name in form.base_fields  # type: ignore[attr-defined]
        if name in posted
    }


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
    before[IMAGE] = [noun.image.name or ""]
    before[ATTACHMENTS] = [str(pk) for pk in revision.attachments.values_list("pk", flat=True)]
    if not form.is_valid():
        raise WorkflowError(_("The changes no longer fit the form: return them to the author."))
    form.save()
    _set_image(noun, revision.data)
    revision.replaced = before
    revision.attachments.update(revision=None)
    revision.item.refresh_from_db()


def put_back(revision: Revision) -> None:
    """Undo apply(): the text that the revision replaced stands again. Raises WorkflowError if it can't."""
    noun = revision.item.noun
    replaced = revision.replaced or {}
    form = form_class(noun)(data=as_querydict(replaced), instance=noun, user=None)
    if not form.is_valid():
        raise WorkflowError(_("The former text no longer fits the form: edit the item instead."))
    form.save()
    _set_image(noun, replaced)
    Attachment.objects.filter(item=revision.item, pk__in=replaced.get(ATTACHMENTS, [])).update(revision=revision)
    revision.item.refresh_from_db()


def _set_image(noun: Item, data: FormData) -> None:
    if IMAGE in data:
        noun.image = data[IMAGE][0]
        noun.save(update_fields=["image"])


@dataclass(frozen=True)
class Draft:
    """An item as it would look: an unsaved copy with the kept data, and its relations as the form read them."""

    item: Any
    related: dict[str, Any]
    errors: Any


def as_it_will_look(revision: Revision) -> Draft:
    """The item with the revision's text in place, nothing saved; fields that don't fit keep what they had."""
    noun = copy.copy(revision.item.noun)
    noun._state = copy.copy(noun._state)
    noun._state.fields_cache = dict(noun._state.fields_cache)
    form = form_class(noun)(data=as_querydict(revision.data), instance=noun, user=None, draft=True)
    form.is_valid()
    if IMAGE in revision.data:
        noun.image = revision.data[IMAGE][0]
    return Draft(noun, dict(form.cleaned_data), form.errors)


@dataclass(frozen=True)
class Change:
    """One field that differs: its name for the reader, and its lines as (mark, text); mark is "+", "-" or " "."""

    field: str
    label: str
    lines: list[tuple[str, str]]


def differences(item: Item, before: FormData, after: FormData) -> list[Change]:
    """What differs between two sets of kept data, field by field, in the words that a reader sees."""
    form = form_class(item)(instance=item.noun, user=None)
    changes = []
    for name, field in form.fields.items():
        old, new = _readable(field, before.get(name, [])), _readable(field, after.get(name, []))
        if old != new:
            changes.append(Change(name, str(field.label or name), _lines(old, new)))
    if IMAGE in after and before.get(IMAGE, [""]) != after[IMAGE]:
        changes.append(Change("image", str(form.fields["image"].label), [("+", _("a new picture"))]))
    return changes


def _lines(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    return [(line[0], line[2:]) for line in difflib.ndiff(old, new) if line[0] in "+- "]


def _readable(field: Any, values: list[str]) -> list[str]:
    """A field's kept values as lines of plain text, choices by their names."""
    names = {str(key): str(label) for key, label in _flat(getattr(field, "choices", ()))}
    lines: list[str] = []
    for value in values:
        text = names.get(value, value)
        if isinstance(field, richtext.RichTextField):
            text = richtext.to_text(richtext.clean(text[: richtext.MAX_INPUT]))
        lines += [line.strip() for line in strip_tags(text).splitlines() if line.strip()]
    return lines


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    flat = []
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            flat += [tuple(entry) for entry in label]
        else:
            flat.append((key, label))
    return flat
