"""What stands around a part of a page: notices, facts, sections, tables."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from csonet.ui.icons import icon_svg
from csonet.ui.markup import attributes, format_html
from csonet.ui.words import TONES, one_of

register = template.Library()


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", live: bool = False) -> SafeString:
    """A box with something to know. `live=True` where it appears in answer to what was done."""
    tone = one_of(tone, TONES, "tone")
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


@register.simple_block_tag
def diff(content: str, label: object = "") -> SafeString:
    """What was taken out and put in: <del> and <ins> inside carry − and + marks."""
    return format_html(
        '<div class="diff"{}>{}</div>', attributes(role="group" if label else "", aria_label=label), content
    )
