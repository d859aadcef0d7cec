"""Lists and forms: pages, filters, fields."""

from collections.abc import Iterable

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from csonet.ui import forms as ui_forms
from csonet.ui.fragments import fragment
from csonet.ui.markup import attributes, href
from csonet.ui.narrowing import options_html
from csonet.ui.paging import page_links

register = template.Library()


@register.simple_tag
def facet(
    legend: object, name: str, options: Iterable[tuple], selected: Iterable[str] = (), open: bool = False
) -> SafeString:
    """A group of check boxes that narrows a list. `options`: (value, label) or (value, label, count)."""
    return options_html(legend, name, options, selected, is_open=open)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page_obj: Page, label: object = "", parameter: str = "page") -> SafeString:
    """Links to the other pages of a list; the other parameters of the address stay as they are."""
    if not page_obj.has_other_pages():
        return mark_safe("")
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    return fragment(
        "ui/pagination.html", label=label or _("Pages"), page=page_obj, links=page_links(page_obj, query, parameter)
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
    return fragment("ui/forms/errors.html", found=found)


@register.simple_tag
def form_groups(form: BaseForm) -> list[tuple[str, list[BoundField]]]:
    """The visible fields of a form under their legends; for the form's own template."""
    return ui_forms.form_groups(form)


@register.simple_tag(takes_context=True)
def autosave(context: Context, url: str) -> SafeString:
    """Attributes of a form that keeps itself at `url` (static/js/autosave.js), with the words that the module says."""
    person = getattr(context.get("request"), "user", None)
    return attributes(
        data_autosave=href(url),
        data_owner=getattr(person, "pk", None),
        data_text_saved=_("Saved at {time}."),
        data_text_unsaved=_("Not saved: no connection at {time}. Your text is kept in this browser."),
        data_text_signed_out=_(
            "Not saved: at {time} you were signed out. Your text is kept in this browser. Save it to sign in and go on."
        ),
        data_text_kept=_("This browser has kept a text of yours that did not reach the portal."),
        data_text_restore=_("Put it into the form"),
        data_text_discard=_("Throw it away"),
    )
