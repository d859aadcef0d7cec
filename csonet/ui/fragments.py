"""Small templates of the design, rendered for a component; and fragments kept because many pages share them."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.urls import get_urlconf
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

#: So many fragments are kept in a process, about 2 KB each; then the oldest quarter goes.
MOST_KEPT = 2000
_kept: dict[Any, SafeString] = {}


def fragment(template_name: str, **context: object) -> SafeString:
    """The template with nothing but these names: no request, no context processor."""
    return Engine.get_default().get_template(template_name).render(Context(context))


def kept(template_name: str, key: tuple[Any, ...], **context: object) -> SafeString:
    """The fragment, as it was rendered before for the same key.

    key: every value that the template prints or asks, so that a changed value is another key and nothing is ever out of
    date. The language, the reader's time zone and the addresses are part of it without saying so. Nothing personal may
    be printed that the key does not hold.
    """
    whole = (template_name, get_language(), timezone.get_current_timezone_name(), get_urlconf(), key)
    found = _kept.get(whole)
    if found is None:
        found = fragment(template_name, **context)
        if not settings.DEBUG:  # whoever works on a template sees it change
            _keep(whole, found)
    return found


def _keep(key: Any, text: SafeString) -> None:
    if len(_kept) >= MOST_KEPT:
        for old in list(islice(_kept, MOST_KEPT // 4)):
            _kept.pop(old, None)
    _kept[key] = text


def forget() -> None:
    """Keep nothing: for tests and measurements."""
    _kept.clear()
