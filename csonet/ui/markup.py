"""Small pieces that every component is made of: attributes and addresses."""

import re

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_SAFE_ADDRESS = re.compile(r"^(?:/(?!/)|[#?]|https?://|mailto:|tel:)", re.IGNORECASE)
_NAME = re.compile(r"^[a-z][\w:-]*$")


def href(url: object) -> str:
    """An address that may stand in a link: a path, a fragment, http(s), mailto, tel, or a URL's name.

    Anything else ("javascript:", "//elsewhere") becomes "#". Raises NoReverseMatch for an unknown name.
    """
    text = str(url or "")
    if not text or _SAFE_ADDRESS.match(text):
        return text
    if _NAME.match(text) and not text.lower().startswith(("javascript:", "data:", "vbscript:")):
        return reverse(text)
    return "#"


def href_or_none(name: str) -> str:
    """The address of a URL's name, "" where this portal has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def attributes(**values: object) -> SafeString:
    """HTML attributes with a leading space; None, "" and False are left out, True stands alone.

    A trailing underscore is dropped and others become hyphens: `class_`, `aria_label`.
    """
    pairs = [
        (name.rstrip("_").replace("_", "-"), value) for name, value in values.items() if value not in (None, "", False)
    ]
    return format_html_join("", "{}", ((_attribute(name, value),) for name, value in pairs))


def _attribute(name: str, value: object) -> SafeString:
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
