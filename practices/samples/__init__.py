"""Realistic practices, for tests and for the demonstration. All are invented; none tells of a real organization."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from accounts.models import Organization, User
from csonet.content.drafts import create
from csonet.content.models import Item
from practices.forms import PracticeForm
from practices.models import Practice
from practices.samples.english import ENGLISH
from practices.samples.romance import ROMANCE
from practices.samples.scripts import SCRIPTS

#: Each holds the form's fields, and `status`: the state that the demonstration leads it to.
SAMPLES: list[dict[str, Any]] = (
    [
        sample
        for row in zip(ENGLISH, ROMANCE, SCRIPTS, strict=False)  # the languages mixed, as in life
        for sample in row
    ]
    + ENGLISH[min(len(ROMANCE), len(SCRIPTS)) :]
)


def make_sample(sample: dict[str, Any], *, organization: Organization, author: User) -> Practice:
    """A draft of the sample, written through the form. Raises ValueError with the form's errors if it doesn't fit."""
    data = QueryDict(mutable=True)
    defaults = {"audience": "public", "licence": "cc-by-4.0", "organization": organization.pk}
    for name, value in {**defaults, **sample}.items():
        data.setlist(name, [str(entry) for entry in value] if isinstance(value, list) else [str(value)])
    author.__dict__.pop("standing", None)
    form = PracticeForm(data, user=author)
    if not form.is_valid():
        raise ValueError(f"{sample['title']}: {form.errors.as_json()}")
    item, _is_new = create(form, author, Item().key)
    return item.noun  # type: ignore[return-value]
