"""Text in the language it is written in; dates and numbers as the page's language writes them."""

from datetime import date, datetime

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from csonet.ui import languages, times
from csonet.ui.markup import attributes, format_html
from csonet.ui.words import counted

register = template.Library()


@register.simple_tag
def lang_attrs(code: str) -> SafeString:
    """` lang=".." dir=".."` where `code` differs from the page's language, else nothing."""
    if not code or code == languages.current():
        return mark_safe("")
    return attributes(lang=languages.tag(code), dir=languages.direction(code))


@register.simple_tag
def text(value: object, language: str = "") -> SafeString:
    """What a person wrote, escaped, in a span that names its language where it isn't the page's.

    Without a language the direction follows the text itself.
    """
    if language and language == languages.current():
        return conditional_escape(str(value) if not isinstance(value, SafeString) else value)
    marks = lang_attrs(language) if language else mark_safe(' dir="auto"')
    return format_html("<span{}>{}</span>", marks, value)


@register.simple_tag
def language_mark(code: str) -> SafeString:
    """The name of the language a text is in, where that isn't the page's: nothing otherwise."""
    if not code or code == languages.current():
        return mark_safe("")
    return format_html('<span class="badge badge--neutral"{}>{}</span>', lang_attrs(code), languages.own_name(code))


@register.simple_tag
def when(value: date | datetime | None, time: bool = False) -> SafeString:
    """<time> with the date, in the reader's zone; `time=True` adds the hour and the zone's name."""
    return times.when(value, time)


@register.simple_tag
def number(value: int | None) -> str:
    """A number grouped as the page's language groups it."""
    return counted(value)
