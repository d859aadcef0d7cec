"""One renderer makes {{ form }} right everywhere: labels, help, errors, summary, direction of what is typed."""

from dataclasses import dataclass
from html import unescape
from typing import Any

from django.forms import (
    BaseForm,
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    EmailInput,
    FileInput,
    HiddenInput,
    NumberInput,
    PasswordInput,
    RadioSelect,
    Select,
    Textarea,
    TextInput,
    URLInput,
    Widget,
    widgets,
)
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from csonet.ui.choices import DRAWN

_LEFT_TO_RIGHT = (URLInput, EmailInput, PasswordInput, NumberInput, widgets.DateTimeBaseInput)
_LEFT_TO_RIGHT_TYPES = frozenset({"tel", "url", "email", "password", "number"})


class DateInput(widgets.DateInput):
    """A date as the browser's own date control wants it."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class ChoiceGroups(CheckboxSelectMultiple):
    """Many check boxes under headings that open on demand; those with an answer are open."""

    template_name = "ui/forms/box_groups"


class Field(BoundField):
    """A field that knows how what is typed into it is written, and how it is explained."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        """As Django's, with the direction of the text."""
        built = super().build_widget_attrs(attrs, widget)
        used = widget or self.field.widget
        side = typing_direction(used)
        if side and "dir" not in built and "dir" not in used.attrs:
            built["dir"] = side
        return built

    @property
    def control(self) -> SafeString:
        """The widget, tied to the help and the error that our template puts around it."""
        described = "" if self.use_fieldset else self.described_by
        return self.as_widget(attrs={"aria-describedby": described} if described else None)

    @property
    def layout(self) -> str:
        """ "check" for a single box, "group" for what needs a legend, "plain" for the rest."""
        if isinstance(self.field.widget, CheckboxInput):
            return "check"
        return "group" if self.use_fieldset and self.auto_id else "plain"

    @property
    def limit(self) -> int | None:
        """How many characters a long text may have; None where it isn't said."""
        maximum = getattr(self.field, "max_length", None)
        counted = isinstance(self.field.widget, Textarea) or "data-count" in self.field.widget.attrs
        return maximum if counted else None

    @property
    def described_by(self) -> str:
        """The ids of the help and the error, as our template gives them."""
        own = self.field.widget.attrs.get("aria-describedby", "")
        ids = [own] if own else []
        if self.auto_id and (self.help_text or self.limit):
            ids.append(f"{self.auto_id}_helptext")
        if self.auto_id and self.errors:
            ids.append(f"{self.auto_id}_error")
        return " ".join(ids)


def first_control_id(field: BoundField) -> str:
    """The id that a link in the error summary goes to: the first control of a group."""
    widget = field.field.widget
    if isinstance(widget, ChoiceGroups):
        return field.auto_id  # the first box may be folded away
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return widget.id_for_label(field.auto_id, "0") if widget.choices else field.auto_id
    return field.id_for_label or field.auto_id


@dataclass(frozen=True)
class FormError:
    """One line of the summary; `target` is an id, "" where no field is to blame."""

    target: str
    label: str
    message: str


def form_errors(form: BaseForm) -> list[FormError]:
    """All that is wrong with a form, in the order of its fields; what concerns the whole comes first."""
    if not form.is_bound or not form.errors:
        return []
    found = [FormError("", "", str(message)) for message in form.non_field_errors()]
    for bound in form:
        target, label = ("", "") if bound.is_hidden else (first_control_id(bound), words_of(bound.label))
        found += [FormError(target, label, str(message)) for message in bound.errors]
    return found


def words_of(label: Any) -> str:
    """A label without its mark-up: a link in a label can't stand in the summary's link."""
    text = str(label)
    return unescape(strip_tags(text)) if isinstance(text, SafeString) else text


def form_groups(form: BaseForm) -> list[tuple[str, list[BoundField]]]:
    """The visible fields under their legends (`form.fieldsets`); whatever is in none stands last, under no legend."""
    left = {bound.name: bound for bound in form if not bound.is_hidden}
    groups = [
        (legend, [left.pop(name) for name in names if name in left]) for legend, names in getattr(form, "fieldsets", ())
    ]
    groups.append(("", list(left.values())))
    return [group for group in groups if group[1]]


def typing_direction(widget: Widget) -> str:
    """ "ltr" for addresses, numbers and codes, "auto" for free text, "" for what isn't typed."""
    if isinstance(widget, HiddenInput | FileInput | CheckboxInput | Select):
        return ""
    if isinstance(widget, _LEFT_TO_RIGHT) or getattr(widget, "input_type", "") in _LEFT_TO_RIGHT_TYPES:
        return "ltr"
    if widget.attrs.get("inputmode") in ("numeric", "decimal", "tel", "url", "email"):
        return "ltr"
    return "auto" if isinstance(widget, TextInput | Textarea) else ""


class Renderer(TemplatesSetting):
    """Forms and fields are rendered from templates/ui/forms/, most widgets from Django's own templates.

    Lists of choices are drawn without templates.
    """

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"
    bound_field_class = Field

    def get_template(self, template_name: str) -> Any:
        """The project's template of that name before Django's own."""
        return get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django's."""
        draw = DRAWN.get(template_name)
        return draw(context) if draw else super().render(template_name, context, request)
