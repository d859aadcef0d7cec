"""Realistic news and articles, for tests and for the demonstration; all of it is invented."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from accounts.models import Organization, User
from csonet.content.drafts import create
from csonet.content.models import Item
from news.forms import ArticleForm, NewsForm
from news.samples.articles import ARTICLES
from news.samples.brief import BRIEF

__all__ = ["ARTICLES", "BRIEF", "make_sample"]


def make_sample(sample: dict[str, Any], *, organization: Organization, author: User) -> Any:
    """A draft of the sample, written through its form. Raises ValueError with the form's errors if it doesn't fit."""
    form_class: Any = ArticleForm if "notes" in sample else NewsForm
    data = QueryDict(mutable=True)
    defaults = {"audience": "public", "licence": "cc-by-4.0", "organization": organization.pk, "tags": ""}
    for name, value in {**defaults, **sample}.items():
        data.setlist(name, [str(entry) for entry in value] if isinstance(value, list) else [str(value)])
    author.__dict__.pop("standing", None)
    form = form_class(data, user=author)
    if not form.is_valid():
        raise ValueError(f"{sample['title']}: {form.errors.as_json()}")
    item, _is_new = create(form, author, Item().key)
    return item.noun
