"""What two things share, in the reader's words: why something is suggested, or related."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from csonet.reference import vocabulary

#: So many countries of a region are named.
MOST_NAMED = 3


def in_words(sort: str, codes: list[str]) -> str:
    """One reason. sort: what is shared; codes: which of them."""
    count = len(codes)
    if sort == "goal":
        goals = vocabulary.goals()
        names = _list(f"{code} {goals[int(code)].name}" for code in sorted(codes, key=int) if int(code) in goals)
        return ngettext("same goal: %(names)s", "same goals: %(names)s", count) % {"names": names}
    if sort == "topic":
        names = _list(_names("topics", codes))
        return ngettext("same topic: %(names)s", "same topics: %(names)s", count) % {"names": names}
    if sort == "field":
        names = _list(_names("fields", codes))
        return ngettext("same field: %(names)s", "same fields: %(names)s", count) % {"names": names}
    if sort == "country":
        return _("worked in %(countries)s") % {"countries": _list(_names("countries", codes))}
    if sort == "region":
        names = _list(_names("countries", codes)[:MOST_NAMED])
        return _("worked in the same region: %(countries)s") % {"countries": names}
    if sort == "language":
        known = dict(settings.LANGUAGES)
        names = _list(known.get(code, capfirst(code)) for code in sorted(codes))
        return ngettext("working language: %(names)s", "working languages: %(names)s", count) % {"names": names}
    return _("similar words in the title")


def _names(kind: str, codes: list[str]) -> list[str]:
    known: Any = getattr(vocabulary, kind)()
    return [known[code].name for code in sorted(codes) if code in known]


def _list(names: Iterable[str]) -> str:
    return _(", ").join(names)
