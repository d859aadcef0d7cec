"""Lists of choices, written without templates: a form with three lists of countries has a thousand options.

Same mark-up as Django's widget templates give for a select; a group of radio buttons or boxes is a real list.
"""

from collections.abc import Callable
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


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


#: Django's widget templates that are drawn here.
DRAWN: dict[str, Callable[[dict[str, Any]], SafeString]] = {
    "django/forms/widgets/select.html": select,
    "django/forms/widgets/checkbox_select.html": boxes,
    "django/forms/widgets/radio.html": boxes,
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
