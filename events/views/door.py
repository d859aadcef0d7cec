"""The check-in page, without a script: the field has the focus again after each code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from csonet.workflow import WorkflowError
from events import door
from events.models import CheckIn, Occurrence, Registration
from events.views.organizing import OrganizerView, csv_answer

#: So many of a search, and of the latest at the door.
FOUND, LATEST = 20, 20


class DoorView(OrganizerView):
    """Scan or type a code, look for a name, undo."""

    tab = "door"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The field, and who came last."""
        return self._page()

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Let somebody in, or take it back."""
        meeting = self._meeting()
        if meeting is None:
            return redirect("event_door", slug)
        if request.POST.get("undo"):
            self._undo(request.POST["undo"])
            return redirect(request.get_full_path())
        answer = door.check_in(self.event, meeting, request.POST.get("code", ""), actor=request.user)
        return self._page(answer=answer)

    def _undo(self, value: str) -> None:
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0
        rows = CheckIn.objects.select_related("registration__event")
        one = get_object_or_404(rows, pk=number, registration__event=self.event)
        try:
            door.undo(one, actor=self.request.user)
            messages.success(self.request, _("Undone: %(name)s is not in.") % {"name": one.registration.name})
        except WorkflowError as error:
            messages.error(self.request, str(error))

    def _meeting(self) -> Occurrence | None:
        wanted = self.request.GET.get("meeting", "")
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 18:
            return get_object_or_404(self.event.occurrences.filter(is_cancelled=False), pk=int(wanted))
        return door.meeting_now(self.event)

    def _page(self, answer: Any = None) -> HttpResponse:
        meeting = self._meeting()
        words = self.request.GET.get("q", "").replace("\0", "")[:100].strip()
        latest = list(door.attendance(meeting)[:LATEST]) if meeting else []
        admitted = Registration.objects.admitted().filter(event=self.event)
        return self.show(
            "door",
            meeting=meeting,
            meetings=list(self.event.occurrences.filter(is_cancelled=False)) if self.event.repeats else [],
            answer=answer,
            latest=latest,
            words=words,
            found=list(self._search(words, meeting)) if words and meeting else None,
            came=door.attendance(meeting).count() if meeting else 0,
            expected=admitted.count(),
        )

    def _search(self, words: str, meeting: Occurrence) -> Any:
        """People of the event by name or organization; they are few, so that a scan is no matter."""
        rows = Registration.objects.live().filter(event=self.event)
        rows = rows.filter(Q(name__icontains=words) | Q(delegation__organization__name__icontains=words))
        inside = CheckIn.objects.filter(registration=OuterRef("pk"), occurrence=meeting, undone_at=None)
        return rows.annotate(is_in=Exists(inside)).for_lists()[:FOUND]


class AttendanceExportView(OrganizerView):
    """Who came to a meeting, as CSV."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> Any:
        """In the order of coming."""
        meeting = get_object_or_404(self.event.occurrences, pk=pk)
        columns = ["name", "organization", "role", "at"]
        rows = (
            {
                "name": one.registration.name,
                "organization": one.registration.delegation.organization.name if one.registration.delegation else "",
                "role": one.registration.role,
                "at": one.at.isoformat(),
            }
            for one in door.attendance(meeting).order_by("at")
        )
        return csv_answer(rows, columns, "attendance.csv")
