"""Addresses of items by the thousand: what stands before the slug is asked once, and not for each row."""

from __future__ import annotations

from functools import cache

from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils import translation


def before_slug(name: str, language: str) -> str:
    """The path of a page up to its slug, in this language. name: of an address whose one argument is the slug."""
    return _before_slug(name, language, get_urlconf())


@cache
def _before_slug(name: str, language: str, urlconf: str | None) -> str:
    with translation.override(language):
        try:
            return reverse(name, args=["x"]).removesuffix("x/")
        except NoReverseMatch:  # a part of something: its slug holds that of the whole
            return reverse(name, args=["x/x"]).removesuffix("x/x/")
