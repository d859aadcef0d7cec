"""Dates as each language writes them, in the reader's time zone."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.safestring import SafeString, mark_safe

from csonet.ui import languages
from csonet.ui.markup import format_html

_TIME = "H:i"
#: What stands between day and time; a comma and a space elsewhere.
_BETWEEN = {"ar": "، ", "zh-hans": " "}


def when(value: date | datetime | None, time: bool = False) -> SafeString:
    """A <time> element for a date or an aware moment; nothing for None."""
    if value is None:
        return mark_safe("")
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        language = languages.current()
        words = written(local.date(), language)
        if time:
            between = _BETWEEN.get(language, ", ")
            return format_html(
                '<time datetime="{}">{}{}{}</time>', local.isoformat("T", "minutes"), words, between, _clock(local)
            )
        return format_html('<time datetime="{}">{}</time>', local.isoformat("T", "minutes"), words)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), written(value, languages.current()))


@lru_cache(maxsize=4096)
def written(day: date, language: str) -> str:
    """The day in words. The language is part of the key: lists repeat the same days over and over."""
    return formats.date_format(day, "DATE_FORMAT")


def _clock(local: datetime) -> SafeString:
    zone = local.tzname() or ""
    return format_html("<bdi>{} {}</bdi>", formats.time_format(local.time(), _TIME), zone)
