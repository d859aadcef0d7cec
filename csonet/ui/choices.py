"""Lists of choices, written without templates: a form with three lists of countries has a thousand options.

Same mark-up as Django's widget templates give for a select; a group of radio buttons or boxes is a real list.
"""

from collections.abc import Callable
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

#: In a list of more boxes than this one looks for a word.
MANY = 30


def select(context: dict[str, Any]) -> SafeString:
    """A select from the context of its widget (`Select.get_context`)."""
    widget = context["widget"]
    groups = "".join(
        _grouped(group, "".join(map(_option, options)), '\n<optgroup label="{}">', "\n</optgroup>")
        for group, options, _index in widget["optgroups"]
    )
    return _safe(f'<select name="{_text(widget["name"])}"{_attributes(widget["attrs"])}>{groups}\n</select>')


def boxes(context: dict[str, Any]) -> SafeString:
    """Radio buttons or check boxes from the context of their widget."""
    widget = context["widget"]
    own = widget["attrs"].get("id")
    groups = "".join(
        _grouped(group, "".join(map(_box, options)), "<fieldset><legend>{}</legend>", "</fieldset>")
        for group, options, _index in widget["optgroups"]
    )
    named = f' id="{_text(own)}"' if own else ""
    return _safe(f'<div class="choices"{named}>{groups}</div>')


def box_groups(context: dict[str, Any]) -> SafeString:
    """Check boxes under headings that open on demand: those with an answer are open. In a long list one can look."""
    widget = context["widget"]
    groups: dict[Any, list[dict[str, Any]]] = {
        group: [] for group, _options, _index in widget["optgroups"]
    }  # what is under none comes one by one
    for group, options, _index in widget["optgroups"]:
        groups[group] += options
    own, look = widget["attrs"].get("id"), gettext("Find in this list")
    named = f' id="{_text(own)}"' if own else ""
    find = f' data-find="{_text(look)}"' if sum(map(len, groups.values())) > MANY else ""
    return _safe(f'<div class="choice-groups"{named}{find}>{"".join(map(_folded, groups, groups.values()))}</div>')


def _folded(group: Any, options: list[dict[str, Any]]) -> str:
    boxes_of_group = f'<div class="choices">{"".join(map(_box, options))}</div>'
    is_open = " open" if any(option["selected"] for option in options) else ""
    before = (
        f'<details class="disclosure"{is_open}><summary>{{0}}</summary>'
        '<fieldset><legend class="visually-hidden">{0}</legend>'
    )
    return _grouped(group, boxes_of_group, before, "</fieldset></details>")


#: The widgets' templates that are drawn here: Django's own, and one that is a name alone.
DRAWN: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": select,
    "django/forms/widgets/checkbox_select.html": boxes,
    "django/forms/widgets/radio.html": boxes,
    "ui/forms/box_groups": box_groups,
}


def _option(widget: dict[str, Any]) -> str:
    attributes = _attributes(widget["attrs"])
    return f'\n<option value="{_text(widget["value"])}"{attributes}>{_text(widget["label"])}</option>'


def _box(widget: dict[str, Any]) -> str:
    own, value = widget["attrs"].get("id"), widget["value"]
    given = "" if value is None else f' value="{_text(value)}"'
    label = f'<label for="{_text(own)}">' if own else "<label>"
    return (
        f'<div class="check"><input type="{widget["type"]}" name="{_text(widget["name"])}"{given}'
        f"{_attributes(widget['attrs'])}> {label}{_text(widget['label'])}</label></div>\n"
    )


def _grouped(name: Any, inside: str, before: str, after: str) -> str:
    return f"{before.format(_text(name))}{inside}{after}" if name else inside


def _attributes(attributes: dict[str, Any]) -> str:
    """As django/forms/widgets/attrs.html: True is a bare name, False is left out."""
    return "".join(_attribute(name, value) for name, value in attributes.items() if value is not False)


def _attribute(name: str, value: Any) -> str:
    return f" {name}" if value is True else f' {name}="{_text(value)}"'


def _text(value: Any) -> str:
    return conditional_escape(str(value))


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308  # every value in it went through _text
