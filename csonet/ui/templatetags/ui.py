"""The components of the design, as template tags with named arguments: an unknown argument is an error.

Every one of them is shown on the staff's style guide, left-to-right and right-to-left.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import get_template
from django.utils import formats
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from csonet.ui import forms as ui_forms
from csonet.ui import languages, times
from csonet.ui.markup import attributes, href, icon_svg
from csonet.ui.paging import page_links

register = template.Library()

TONES = ("neutral", "info", "good", "warn", "bad")
BUTTONS = ("primary", "secondary", "danger", "plain")


def _one_of(value: str, allowed: tuple[str, ...], what: str) -> str:
    if value not in allowed:
        raise template.TemplateSyntaxError(f"{what} is one of {', '.join(allowed)}, not {value!r}")
    return value


# --- Text in the language it is written in --------------------------------------------------------------------------


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
        return conditional_escape(value)
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
    return formats.number_format(value or 0, use_l10n=True, force_grouping=True)


# --- Marks and links ------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the set; the words beside it say what it means."""
    return icon_svg(name)


@register.simple_tag
def badge(text: object, tone: str = "neutral") -> SafeString:
    """A small mark for a state or a kind."""
    return format_html('<span class="badge badge--{}">{}</span>', _one_of(tone, TONES, "tone"), text)


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
        _one_of(kind, BUTTONS, "kind"),
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
        _one_of(kind, BUTTONS, "kind"),
        href(url),
        attributes(aria_current="page" if current else None),
        icon_svg(icon) if icon else "",
        label,
    )


@register.simple_tag
def breadcrumb(url: str, label: object) -> SafeString:
    """One step of the way to this page; without an address it is the page itself."""
    if not url:
        return format_html('<li><span aria-current="page" dir="auto">{}</span></li>', label)
    return format_html('<li><a href="{}" dir="auto">{}</a></li>', href(url), label)


@register.simple_tag
def tab(url: str, label: object, current: bool = False, count: int | None = None) -> SafeString:
    """One link inside {% tabs %}."""
    counted = "" if count is None else format_html(' <span class="count">{}</span>', number(count))
    return format_html(
        '<li><a href="{}"{}>{}{}</a></li>',
        href(url),
        attributes(aria_current="page" if current else None),
        label,
        counted,
    )


@register.simple_tag
def stat(value: int | str, label: object, url: str = "") -> SafeString:
    """A figure with what it counts; stands in an element of class "stats"."""
    figure = number(value) if isinstance(value, int) else value
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


@register.simple_tag
def facet(
    legend: object, name: str, options: Iterable[tuple], selected: Iterable[str] = (), open: bool = False
) -> SafeString:
    """A group of check boxes that narrows a list. `options`: (value, label) or (value, label, count)."""
    chosen = {str(value) for value in selected}
    rows = [
        (
            attributes(type="checkbox", name=name, value=str(value), checked=str(value) in chosen),
            label,
            format_html(' <span class="count">{}</span>', number(count[0])) if count and count[0] is not None else "",
        )
        for value, label, *count in options
    ]
    if not rows:
        return mark_safe("")
    return format_html(
        '<details class="facet"{}><summary>{}{}</summary>'
        '<fieldset><legend class="visually-hidden">{}</legend><ul>{}</ul></fieldset></details>',
        attributes(open=open or bool(chosen)),
        legend,
        format_html(' <span class="count">{}</span>', number(len(chosen))) if chosen else "",
        legend,
        format_html_join("", "<li><label><input{}> <span>{}</span>{}</label></li>", rows),
    )


# --- Blocks ---------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", live: bool = False) -> SafeString:
    """A box with something to know. `live=True` where it appears in answer to what was done."""
    tone = _one_of(tone, TONES, "tone")
    heading = format_html('<p class="notice__title">{}</p>', title) if title else ""
    return format_html(
        '<div class="notice notice--{}"{}>{}<div class="notice__body">{}{}</div></div>',
        tone,
        attributes(role=("alert" if tone == "bad" else "status") if live else None),
        icon_svg("info" if tone == "neutral" else tone),
        heading,
        content,
    )


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of facts: holds {% fact %} only."""
    return format_html('<dl class="facts">{}</dl>', content) if content.strip() else mark_safe("")


@register.simple_block_tag
def fact(content: str, term: object) -> SafeString:
    """One fact; nothing at all where there is nothing to say."""
    if not content.strip():
        return mark_safe("")
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", term, content)


@register.simple_block_tag
def empty(content: str, title: object) -> SafeString:
    """What stands where a list has nothing: what it means and what one can do."""
    return format_html('<div class="empty"><p class="empty__title">{}</p>{}</div>', title, content)


@register.simple_block_tag
def disclosure(content: str, summary: object, open: bool = False) -> SafeString:
    """Something that opens on demand, without a script."""
    return format_html(
        '<details class="disclosure"{}><summary>{}</summary><div class="disclosure__body">{}</div></details>',
        attributes(open=open),
        summary,
        content,
    )


@register.simple_block_tag
def section(content: str, title: object, id: str = "", level: int = 2) -> SafeString:
    """A part of the page under its own heading; with an `id` it can be linked to and is a landmark."""
    if level not in (2, 3, 4):
        raise template.TemplateSyntaxError("level is 2, 3 or 4")
    heading = format_html("<h{0}{1}>{2}</h{0}>", level, attributes(id=f"{id}-title" if id else ""), title)
    marks = attributes(id=id, aria_labelledby=f"{id}-title" if id else "")
    return format_html('<section class="section"{}>{}{}</section>', marks, heading, content)


@register.simple_block_tag
def tabs(content: str, label: object) -> SafeString:
    """Links between the parts of one thing: holds {% tab %} only."""
    return format_html('<nav class="tabs" aria-label="{}"><ul>{}</ul></nav>', label, content)


@register.simple_block_tag
def table(content: str, label: object) -> SafeString:
    """A table that scrolls inside its own box on a narrow screen; the content is thead and tbody."""
    return format_html(
        '<div class="table-scroll" tabindex="0" role="region" aria-label="{}"><table class="table">{}</table></div>',
        label,
        content,
    )


# --- Lists and forms ------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def pagination(context: Context, page_obj: Page, label: object = "", parameter: str = "page") -> SafeString:
    """Links to the other pages of a list; the other parameters of the address stay as they are."""
    if not page_obj.has_other_pages():
        return mark_safe("")
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    return get_template("ui/pagination.html").template.render(
        Context(
            {
                "label": label or _("Pages"),
                "page": page_obj,
                "links": page_links(page_obj, query, parameter),
            }
        )
    )


@register.simple_tag
def field(bound_field: BoundField) -> SafeString:
    """One field of a form with its label, help and error, as {{ form }} shows it."""
    return bound_field.as_field_group()


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """The summary of a form's errors, linked to the fields; for a page that places its fields one by one."""
    found = ui_forms.form_errors(form)
    if not found:
        return mark_safe("")
    return get_template("ui/forms/errors.html").template.render(Context({"found": found}))


@register.simple_tag
def form_groups(form: BaseForm) -> list[tuple[str, list[BoundField]]]:
    """The visible fields of a form under their legends; for the form's own template."""
    return ui_forms.form_groups(form)


@register.simple_block_tag
def diff(content: str, label: object = "") -> SafeString:
    """What was taken out and put in: <del> and <ins> inside carry − and + marks."""
    return format_html(
        '<div class="diff"{}>{}</div>', attributes(role="group" if label else "", aria_label=label), content
    )
