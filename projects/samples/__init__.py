"""Realistic requests and proposals, for tests and for the demonstration. All are invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import Organization, User
from csonet.content.drafts import create
from csonet.content.models import Item
from projects.models import Proposal, SolutionRequest
from projects.samples.proposals import PROPOSALS
from projects.samples.requests import REQUESTS

#: What of a sample is no field of the form.
_TOLD = ("story", "is_first", "seeks", "questions", "outcomes", "co", "status")
#: How long a sample's project lasts.
_DAYS = 1000

SAMPLES: dict[type[Item], list[dict[str, Any]]] = {SolutionRequest: REQUESTS, Proposal: PROPOSALS}


def make_sample(sample: dict[str, Any], model: type[Item], *, organization: Organization, author: User) -> Any:
    """A draft of the sample, written through the form. Raises ValueError with the form's errors if it doesn't fit."""
    today = timezone.localdate()
    given = {"audience": "public", "organization": organization.pk}
    given |= {name: value for name, value in sample.items() if name not in _TOLD}
    given |= {f"seeks_{kind}": "on" for kind in sample.get("seeks", ())}
    if model is Proposal:
        given |= {"starts": today, "ends": today + timedelta(days=_DAYS), "topics": []}
        rows = ((what, today + timedelta(days=days)) for what, days in sample["deliverables"])
        given["deliverables"] = [entry for row in rows for entry in row]
    data = QueryDict(mutable=True)
    for name, value in given.items():
        data.setlist(name, [str(entry) for entry in value] if isinstance(value, list) else [str(value)])
    author.__dict__.pop("standing", None)
    form = import_string(model.FORM)(data, user=author)
    if not form.is_valid():
        raise ValueError(f"{sample['title']}: {form.errors.as_json()}")
    item, _is_new = create(form, author, Item().key)
    return item.noun
