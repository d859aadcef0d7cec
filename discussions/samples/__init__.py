"""Realistic groups with their threads, for tests and for the demonstration. All are invented."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from accounts.models import Organization, User
from csonet.content.drafts import create
from csonet.content.models import Item
from discussions.forms import GroupForm
from discussions.models import Group
from discussions.samples.groups import GROUPS

SAMPLES: list[dict[str, Any]] = GROUPS
_OF_THE_FORM = ("title", "summary", "language", "purpose", "rules", "access", "moderation", "spoken", "goals")


def make_sample(sample: dict[str, Any], *, organization: Organization, author: User) -> Group:
    """A draft of the sample, written through the form. Raises ValueError with the form's errors if it doesn't fit."""
    data = QueryDict(mutable=True)
    fields = {name: sample[name] for name in _OF_THE_FORM if name in sample}
    defaults = {"access": "public", "moderation": "after", "organization": organization.pk}
    for name, value in {**defaults, **fields}.items():
        data.setlist(name, [str(entry) for entry in value] if isinstance(value, list) else [str(value)])
    author.__dict__.pop("standing", None)
    form = GroupForm(data, user=author)
    if not form.is_valid():
        raise ValueError(f"{sample['title']}: {form.errors.as_json()}")
    item, _is_new = create(form, author, Item().key)
    return item.noun  # type: ignore[return-value]
