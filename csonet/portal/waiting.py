"""What waits for the Branch: the figures on the desk's first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Claim, Organization
from csonet.content.models import Case
from csonet.content.moderation.clock import is_late, working_days
from csonet.notifications.models import JobRun, OutboundMail
from csonet.portal.models import ContactMessage, ContactState
from news.models import Feed


@dataclass(frozen=True)
class Line:
    """One thing that can wait. model: whose list in the admin shows it, and whose rights say who is told."""

    title: str | Promise
    model: Any
    filters: str
    rows: Callable[[Any], QuerySet[Any]]
    since: str


LINES = (
    Line(_("Submissions to decide"), Case, "", lambda user: Case.objects.open().decidable_by(user), "opened_at"),
    Line(
        _("Organizations to approve"),
        Organization,
        "verification__exact=registered",
        lambda user: Organization.objects.filter(verification="registered"),
        "submitted_at",
    ),
    Line(
        _("Claims of register entries"),
        Claim,
        "state__exact=waiting",
        lambda user: Claim.objects.filter(state="waiting"),
        "created",
    ),
    Line(
        _("News feeds to approve"),
        Feed,
        "state__exact=waiting",
        lambda user: Feed.objects.filter(state="waiting"),
        "created",
    ),
    Line(
        _("News feeds that fail"),
        Feed,
        "state__exact=paused",
        lambda user: Feed.objects.filter(state="paused", failures__gt=0),
        "fetched_at",
    ),
    Line(
        _("Messages to answer"),
        ContactMessage,
        "state__exact=new",
        lambda user: ContactMessage.objects.filter(state=ContactState.NEW),
        "created",
    ),
    Line(
        _("Mails that could not be sent"),
        OutboundMail,
        "state__exact=dead",
        lambda user: OutboundMail.objects.filter(state="dead"),
        "created",
    ),
    Line(
        _("Background jobs that fail"),
        JobRun,
        "",
        lambda user: JobRun.objects.filter(failures__gt=0),
        "started_at",
    ),
)


@dataclass(frozen=True)
class Task:
    """A line with its figures. days: working days that the oldest has waited."""

    title: str | Promise
    url: str
    number: int
    oldest: datetime | None
    days: int
    is_late: bool


def tasks(site: AdminSite, request: HttpRequest) -> list[Task]:
    """What waits and may be seen by this officer, with the age of the oldest; one query a line."""
    found = []
    for line in LINES:
        address = _address(site, request, line)
        if not address:
            continue
        row = line.rows(request.user).aggregate(number=Count("pk", distinct=True), oldest=Min(line.since))
        oldest = row["oldest"]
        found.append(
            Task(
                line.title,
                address,
                row["number"],
                oldest,
                working_days(oldest, timezone.now()) if oldest else 0,
                bool(oldest) and is_late(oldest),
            )
        )
    return found


def _address(site: AdminSite, request: HttpRequest, line: Line) -> str:
    """The list in the admin; nothing if this officer may not see it. A claim's list is that of organizations."""
    model, filters = line.model, line.filters
    if model is Claim and not site.is_registered(Claim):
        model, filters = Organization, "claims=waiting"
    if not site.is_registered(model) or not site.get_model_admin(model).has_view_permission(request):
        return ""
    options = model._meta
    address = reverse(f"{site.name}:{options.app_label}_{options.model_name}_changelist")
    return f"{address}?{filters}" if filters else address
