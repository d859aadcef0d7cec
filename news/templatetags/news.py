"""How articles are shown: their text with anchors and notes, and how they are cited."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.translation import gettext as _

from csonet import richtext
from news import headings
from news.feeds import words
from news.models import Article, CoAuthor

register = template.Library()


@register.simple_tag
def article_text(article: Article) -> dict[str, Any]:
    """body with anchors and linked notes, contents, notes, marked (numbers of the notes met in the text), minutes."""
    body = article.body
    if body and not body.lstrip().startswith("<"):
        body = richtext.clean(body)
    anchors = headings.anchors_of(body, article.anchors)
    notes = headings.notes_of(article.notes)
    text = headings.with_anchors(body, anchors, len(notes))
    return {
        "body": text,
        "contents": headings.contents(body, anchors),
        "notes": notes,
        "marked": {int(number) for number in re.findall(r'id="mark-(\d+)"', text)},
        "minutes": headings.reading_minutes(body),
    }


@register.simple_tag
def article_citation(article: Article, coauthors: list[CoAuthor]) -> str:
    """“Name, Name (2026): Title. Organization, CSO Net.”"""
    names = ", ".join([*article.names, *(row.name for row in coauthors)]) or article.organization.name
    year = article.published_at.year if article.published_at else ""
    return _("%(authors)s (%(year)s): %(title)s. %(organization)s, CSO Net.") % {
        "authors": names,
        "year": year,
        "title": article.title,
        "organization": article.organization.name,
    }


@register.simple_tag
def feed_problem(code: str, details: dict[str, Any]) -> str:
    """What went wrong with a feed, in the reader's language."""
    return words.say(code, details)
