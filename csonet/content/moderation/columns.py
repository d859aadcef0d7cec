"""The columns of the queue, and its rows in HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from csonet.content.models import Case
from csonet.content.moderation import claims, clock
from csonet.content.moderation.kinds import kind_names
from csonet.ui.markup import escaped, format_html

_LANGUAGES = dict(settings.LANGUAGES)
Column = tuple[str, Callable[[Case], Any], str]  # its name, its method, what stands above it


class CaseColumns:
    """Mixed into the queue's ModelAdmin: one method for each column, no query in any."""

    @admin.display(description=gettext_lazy("title"), ordering="item__title")
    def title(self, case: Case) -> SafeString:
        mark = format_html(' <span class="queue-mark">{}</span>', _("changes")) if case.revision_id else ""
        return format_html('<bdi lang="{}">{}</bdi>{}', case.item.language, case.item.title, mark)

    @admin.display(description=gettext_lazy("type"), ordering="item__kind")
    def kind(self, case: Case) -> Any:
        return kind_names().get(case.item.kind, case.item.kind)

    @admin.display(description=gettext_lazy("organization"), ordering="item__organization__name")
    def organization(self, case: Case) -> SafeString:
        return format_html("<bdi>{}</bdi>", case.item.organization.name)

    @admin.display(description=gettext_lazy("language"), ordering="item__language")
    def language(self, case: Case) -> str:
        return str(_LANGUAGES.get(case.item.language, case.item.language))

    @admin.display(description=gettext_lazy("waiting"), ordering="opened_at")
    def waiting(self, case: Case) -> SafeString:
        days = clock.working_days(case.opened_at, timezone.now())
        words = ngettext("%(days)d working day", "%(days)d working days", days) % {"days": days}
        if not clock.is_late(case.opened_at):
            return format_html('<span class="queue-wait">{}</span>', words)
        return format_html('<span class="queue-wait queue-wait--late">{} <b>{}</b></span>', words, _("late"))

    @admin.display(description=gettext_lazy("looked at by"), ordering="claimed_until")
    def looked_at_by(self, case: Case) -> str | SafeString:
        if not case.is_claimed:
            return "–"
        minutes = claims.minutes_since(case)
        return format_html(
            "<bdi>{}</bdi> · {}",
            case.claimed_by,
            ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes},
        )


def rows_of(page: Any) -> SafeString:
    """The rows of the queue's page (Django's ChangeList), as Django's own table writes them.

    Django asks of each cell what kind of value and field it might be; here each column says what it shows.
    Each cell knows its column's name: where the table has no room, rows are blocks of names and values.
    """
    methods = [(name, getattr(page.model_admin, name)) for name in page.list_display]
    columns = [(name, method, escaped(capfirst(method.short_description))) for name, method in methods]
    before, after = reverse("admin:content_case_change", args=(0,)).rsplit("0", 1)
    kept = f"?{escaped(page.preserved_filters)}" if page.preserved_filters else ""
    rows = ("".join(_cells(page, columns, case, f"{before}{case.pk}{after}{kept}")) for case in page.result_list)
    return SafeString("".join(f"<tr>{row}</tr>" for row in rows))


def _cells(page: Any, columns: list[Column], case: Case, address: str) -> Iterator[str]:
    for name, column, label in columns:
        shown = escaped(column(case))
        if name == "action_checkbox":
            yield f'<td class="action-checkbox">{shown}</td>'
        elif name in page.list_display_links:
            yield f'<th class="field-{name}"><a href="{address}">{shown}</a></th>'
        else:
            yield f'<td class="field-{name}" data-label="{label}">{shown}</td>'
