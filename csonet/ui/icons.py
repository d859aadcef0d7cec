"""The icons: one set of strokes, drawn for this portal."""
# ruff: noqa: E501  # a drawing is one line

from functools import cache

from django.utils.safestring import SafeString, mark_safe

#: Strokes on a 24 × 24 grid, drawn for this portal.
ICONS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.2v.3"/>',
    "good": '<circle cx="12" cy="12" r="9"/><path d="m7.8 12.3 3 3 5.6-6.2"/>',
    "warn": '<path d="M12 3.5 2.8 20h18.4zM12 10v4.5M12 17.2v.3"/>',
    "bad": '<path d="M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM12 7.5v5.5M12 16.2v.3"/>',
    "next": '<path d="m9 5 7 7-7 7"/>',
    "previous": '<path d="m15 5-7 7 7 7"/>',
    "down": '<path d="m5 9 7 7 7-7"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c1-4 4.2-6 8-6s7 2 8 6"/>',
    "people": '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5c.7-3.3 3.3-5 6.5-5s5.8 1.7 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.9c1.9.8 3.1 2.3 3.5 4.6"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8 3.5v4M16 3.5v4"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 6.5V12l3.5 2.5"/>',
    "document": '<path d="M6 3h8.5L19 7.5V21H6zM14 3v5h5M9 12.5h7M9 16.5h7"/>',
    "download": '<path d="M12 3.5v12M7 11l5 5 5-5M4 20.5h16"/>',
    "external": '<path d="M10 5H5v14h14v-5M14 4h6v6M20 4l-9 9"/>',
    "feed": '<path d="M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14"/><circle cx="6" cy="18" r="1.5"/>',
    "edit": '<path d="m4 20 1-4.5L16 4.5l3.5 3.5-11 11zM13.5 7l3.5 3.5"/>',
    "trash": '<path d="M4 6.5h16M9 6V3.5h6V6M6 6.5 7 20.5h10l1-14M10 10.5v6M14 10.5v6"/>',
    "place": '<path d="M12 21s-7-6.5-7-11.5a7 7 0 0 1 14 0C19 14.5 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.3 1.3M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.3-1.3"/>',
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "close": '<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>',
    "filter": '<path d="M3.5 5.5h17L14 13v5.5l-4 2V13z"/>',
    "lock": '<path d="M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.5-5.8L4 8.5M4 3.5v5h5M12 7.5V12l3 2"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c5.3 5.5 5.3 12.5 0 18M12 3c-5.3 5.5-5.3 12.5 0 18"/>',
    "mail": '<path d="M3 5.5h18v13H3zM3.5 6l8.5 7 8.5-7"/>',
    "print": '<path d="M7 8V3.5h10V8M7 17H3.5V8h17v9H17M7 14h10v6.5H7z"/>',
    "flag": '<path d="M5 21V4h13l-2.5 4.5L18 13H5"/>',
    "building": '<path d="M3 9.5 12 4l9 5.5zM5 9.5V18M9.7 9.5V18M14.3 9.5V18M19 9.5V18M3 20.5h18"/>',
    "repeat": '<path d="M4 11V8.5a2 2 0 0 1 2-2h13M16 3.5l3 3-3 3M20 13v2.5a2 2 0 0 1-2 2H5M8 20.5l-3-3 3-3"/>',
}
_DIRECTED = frozenset({"next", "previous"})  # they point along the line of reading


@cache
def icon_svg(name: str) -> SafeString:
    """An icon of the set, hidden from assistive technology. Raises KeyError for a name that is none."""
    kind = "icon icon--directed" if name in _DIRECTED else "icon"
    return mark_safe(  # noqa: S308  # constants of this module
        f'<svg class="{kind}" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">'
        f"{ICONS[name]}</svg>"
    )
