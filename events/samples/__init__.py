"""Realistic events, for tests and for the demonstration. All are invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from accounts.models import Organization, User
from csonet.content.drafts import create
from csonet.content.models import Item
from events.forms.events import EventForm
from events.models import Event
from events.samples.coming import COMING
from events.samples.others import OTHERS

SAMPLES: list[dict[str, Any]] = COMING + OTHERS
#: What of a sample is no field of the form.
_TOLD = ("story", "status", "in_days", "lasts_days", "until_days", "rules", "calls")


def make_sample(sample: dict[str, Any], *, organization: Organization, author: User) -> Event:
    """A draft of the sample, written through the form. Raises ValueError with the form's errors if it doesn't fit."""
    first = timezone.localdate() + timedelta(days=sample["in_days"])
    given: dict[str, Any] = {
        "audience": "public",
        "organization": organization.pk,
        "first_day": first,
        "last_day": first + timedelta(days=sample.get("lasts_days", 0)),
        "repeat_every": 1,
        "description": f"<p>{sample['summary']}</p>",
        "starts_fold": "0",
        "ends_fold": "0",
    }
    if "until_days" in sample:
        given["repeat_until"] = first + timedelta(days=sample["until_days"])
    given |= {name: value for name, value in sample.items() if name not in _TOLD}
    data = QueryDict(mutable=True)
    for name, value in given.items():
        data.setlist(name, [str(entry) for entry in value] if isinstance(value, list) else [str(value)])
    author.__dict__.pop("standing", None)
    form = EventForm(data, user=author)
    if not form.is_valid():
        raise ValueError(f"{sample['title']}: {form.errors.as_json()}")
    item, _is_new = create(form, author, Item().key)
    return item.noun  # type: ignore[return-value]
