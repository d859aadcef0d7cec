"""The nouns that can stand in the queue."""

from __future__ import annotations

from django.utils.functional import Promise

from csonet.content.models import Item


def kind_names() -> dict[str, str | Promise]:
    """Kind → the noun's name, for all nouns."""
    return {model.KIND: model._meta.verbose_name for model in Item.__subclasses__()}  # type: ignore[misc]  # all have one
