"""What machines read on a page: schema.org's words as JSON-LD, written in one place for every page."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString

#: As django.utils.html.json_script: nothing in the data can end the element that it stands in.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def written(data: dict[str, Any]) -> SafeString:
    """The data for <script type="application/ld+json">: empty values are left out, and nothing can end the element."""
    full = {"@context": "https://schema.org", **{name: value for name, value in data.items() if value not in _EMPTY}}
    return SafeString(json.dumps(full, ensure_ascii=False).translate(_ESCAPES))


_EMPTY: tuple[Any, ...] = (None, "", [], {})
