"""System checks: what a content type lacks, said when the portal starts and not when a reader meets it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from csonet.content.forms import ItemForm
from csonet.content.models import Item
from csonet.content.reading import templates_of

#: Pages of a noun and the arguments of their addresses.
PAGES = {
    **dict.fromkeys(("list", "new", "autosave_new", "feed"), ()),
    **dict.fromkeys(("detail", "edit", "preview", "history", "move", "autosave", "discard", "delete"), ("a",)),
    "export": ("csv",),
}


def check_nouns(app_configs: Any = None, **_kwargs: Any) -> list[CheckMessage]:
    """One error for each thing that a noun lacks, with what to do about it."""
    problems: list[CheckMessage] = []
    for noun in Item.__subclasses__():
        for check in (_shape, _columns) if noun.PART_OF else (_shape, _columns, _form, _addresses, _body, _samples):
            problems += [Error(text, hint=hint, obj=noun, id=f"content.{number}") for number, text, hint in check(noun)]
    return problems


Found = list[tuple[str, str, str]]


def _shape(noun: type[Item]) -> Found:
    """Guard rail 1: one level of inheritance, and a kind of its own."""
    found = []
    if not noun.KIND or [other for other in Item.__subclasses__() if other.KIND == noun.KIND] != [noun]:
        found.append(("E101", "KIND is empty or another noun's.", "Name the noun in one lower-case word."))
    if noun.__subclasses__() or noun.__bases__[-1] is not Item:
        found.append(("E102", "A noun is exactly one level below Item.", "Subclass Item itself."))
    shared = {field.name for field in Item._meta.get_fields()}
    again = {field.name for field in noun._meta.local_fields + noun._meta.local_many_to_many} & shared - {"item_ptr"}
    if again:
        found.append(("E103", f"Columns of Item are redefined: {sorted(again)}.", "Use the shared column."))
    return found


def _columns(noun: type[Item]) -> Found:
    """What is searched, translated and offered as a facet exists."""
    found = []
    for attribute in ("SEARCHED", "TRANSLATED", "FACETS"):
        for name in getattr(noun, attribute):
            try:
                column: Any = noun._meta.get_field(name)
            except FieldDoesNotExist:
                found.append(("E104", f"{attribute} names {name!r}, which is no column.", "Correct the name."))
                continue
            if attribute == "FACETS" and not column.choices:
                found.append(("E105", f"The facet {name!r} has no choices.", "Give the column choices."))
    return found


def _form(noun: type[Item]) -> Found:
    try:
        form = import_string(noun.FORM)
    except ImportError as error:
        return [("E106", f"FORM can't be imported: {error}", "Write <app>/forms.py with a subclass of ItemForm.")]
    if not issubclass(form, ItemForm) or form._meta.model is not noun:
        return [("E107", f"{noun.FORM} is no ItemForm of this noun.", "Subclass ItemForm with Meta.model.")]
    placed = {name for _legend, names in form.fieldsets for name in names}
    stray = (placed - set(form.base_fields)) | (set(form.base_fields) - placed)
    if form.fieldsets and stray:
        return [("E108", f"Fields and fieldsets differ: {sorted(stray)}.", "Place each field under one legend.")]
    return []


def _addresses(noun: type[Item]) -> Found:
    missing = []
    for page, arguments in PAGES.items():
        try:
            reverse(f"{noun.KIND}_{page}", args=arguments)
        except NoReverseMatch:
            missing.append(page)
    hint = "Include content_urls(Model, Form) of the app's urls.py in csonet/urls.py."
    return [("E109", f"These pages have no address: {missing}.", hint)] if missing else []


def _body(noun: type[Item]) -> Found:
    own = templates_of(noun(kind=noun.KIND))[0]
    try:
        get_template(own)
    except TemplateDoesNotExist:
        return [("E110", f"There is no {own}: its own columns are never shown.", "Extend content/item_detail.html.")]
    return []


def _samples(noun: type[Item]) -> Found:
    module = f"{noun._meta.app_config.name}.samples"
    if find_spec(module) is None:
        return [("E111", f"There is no {module}.", "Write realistic objects for tests and the demonstration.")]
    return []
