"""Icons, badges, chips, buttons and the small links."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from csonet.ui.icons import icon_svg
from csonet.ui.markup import attributes, format_html, href
from csonet.ui.words import TONES, counted, one_of

register = template.Library()

BUTTONS = ("primary", "secondary", "danger", "plain")


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the set; the words beside it say what it means."""
    return icon_svg(name)


@register.simple_tag
def badge(text: object, tone: str = "neutral") -> SafeString:
    """A small mark for a state or a kind."""
    return format_html('<span class="badge badge--{}">{}</span>', one_of(tone, TONES, "tone"), text)


@register.simple_tag
def chip(label: object, url: str = "", remove: bool = False) -> SafeString:
    """A topic, goal or country, as a link where there is an address; `remove=True` for a filter that is on."""
    if not url:
        return format_html('<span class="chip" dir="auto">{}</span>', label)
    if remove:
        hint = _("Remove the filter")
        return format_html(
            '<a class="chip chip--on" href="{}"><span class="visually-hidden">{}: </span>{}{}</a>',
            href(url),
            hint,
            label,
            icon_svg("close"),
        )
    return format_html('<a class="chip" href="{}">{}</a>', href(url), label)


@register.simple_tag
def button(
    label: object,
    kind: str = "primary",
    name: str = "",
    value: object = "",
    icon: str = "",
    type: str = "submit",
    formaction: str = "",
    formnovalidate: bool = False,
    disabled: bool = False,
) -> SafeString:
    """A button of the form it stands in. `danger` for what can't be taken back."""
    return format_html(
        '<button class="button button--{}"{}>{}{}</button>',
        one_of(kind, BUTTONS, "kind"),
        attributes(
            type=type,
            name=name,
            value=value,
            formaction=href(formaction),
            formnovalidate=formnovalidate,
            disabled=disabled,
        ),
        icon_svg(icon) if icon else "",
        label,
    )


@register.simple_tag
def link_button(url: str, label: object, kind: str = "primary", icon: str = "", current: bool = False) -> SafeString:
    """A link that looks like a button; `url` is an address or the name of one without arguments."""
    return format_html(
        '<a class="button button--{}" href="{}"{}>{}{}</a>',
        one_of(kind, BUTTONS, "kind"),
        href(url),
        attributes(aria_current="page" if current else None),
        icon_svg(icon) if icon else "",
        label,
    )


@register.simple_tag
def breadcrumb(url: str, label: object) -> SafeString:
    """One step of the way to this page; without an address it is the page itself."""
    if not url:
        return format_html('<li><span aria-current="page"><bdi>{}</bdi></span></li>', label)
    return format_html('<li><a href="{}"><bdi>{}</bdi></a></li>', href(url), label)


@register.simple_tag
def tab(url: str, label: object, current: bool = False, count: int | None = None) -> SafeString:
    """One link inside {% tabs %}."""
    figure = "" if count is None else format_html(' <span class="count">{}</span>', counted(count))
    return format_html(
        '<li><a href="{}"{}>{}{}</a></li>',
        href(url),
        attributes(aria_current="page" if current else None),
        label,
        figure,
    )


@register.simple_tag
def stat(value: int | str, label: object, url: str = "") -> SafeString:
    """A figure with what it counts; stands in an element of class "stats"."""
    figure = counted(value) if isinstance(value, int) else value
    inner = format_html('<span class="stat__figure">{}</span> <span class="stat__label">{}</span>', figure, label)
    if url:
        return format_html('<a class="stat" href="{}">{}</a>', href(url), inner)
    return format_html('<div class="stat">{}</div>', inner)


@register.simple_tag
def steps(labels: Iterable[object], current: int = 1) -> SafeString:
    """Where one is in a form of several pages; `current` counts from 1."""
    items = []
    for position, label in enumerate(labels, start=1):
        state = "done" if position < current else "current" if position == current else "ahead"
        said = format_html(' <span class="visually-hidden">({})</span>', _("done")) if state == "done" else ""
        mark = attributes(aria_current="step" if state == "current" else None)
        items.append((state, mark, label, said))
    return format_html('<ol class="steps">{}</ol>', format_html_join("", '<li class="steps__{}"{}>{}{}</li>', items))
