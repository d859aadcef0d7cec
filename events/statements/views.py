"""Statements as everybody reads them, and as an organization's people write, sign and hand them in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Organization
from accounts.people.parking import SignInRequired
from csonet.abstract import Confirmation
from csonet.content.views.common import item_or_404, sent_version
from csonet.workflow import NotAllowed, VersionConflict, WorkflowError
from events import rights
from events.models import CoSignature, Event, Statement, StatementCall, StatementStep
from events.models.statement_choices import StatementState
from events.statements import acts, counting, reading, signing, writing
from events.statements.forms import DecisionForm, StatementForm
from events.views.hosting import CoHostForm


class OfEvent(View):
    """A page below an event, for whoever may see the event."""

    event: Event
    organizes = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who may not see the event."""
        self.event = item_or_404(Event, request.user, kwargs["slug"])
        self.organizes = rights.is_organizer(request.user, self.event)
        return super().dispatch(request, *args, **kwargs)

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page that knows the event."""
        shared = {"event": self.event, "item": self.event, "organizes": self.organizes}
        return render(self.request, f"events/statements/{template}.html", {**shared, **context}, status=status)


def mine(user: Any) -> list[Organization]:
    """The organizations for which the person may write."""
    return list(Organization.objects.filter(pk__in=user.standing.editing).order_by("name"))


class StatementsView(OfEvent):
    """All calls for statements of an event, what is published under them, and one's own organization's."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Six queries beyond the event's, whatever there is."""
        user: Any = request.user
        rows = Statement.objects.for_event(self.event).for_lists()
        own: Any = []
        if user.is_authenticated and user.standing.editing:
            asked = CoSignature.objects.exclude(state=Confirmation.DECLINED).filter(
                organization__in=user.standing.editing
            )
            ours = Q(organization__in=user.standing.editing) | Q(pk__in=asked.values("statement"))
            own = Paginator(rows.filter(ours).order_by("-updated", "pk"), reading.A_PAGE).get_page(
                request.GET.get("own")
            )
        found = rows.published().order_by("language", "title", "pk")
        published = Paginator(found, reading.A_PAGE).get_page(request.GET.get("page"))
        context = {
            "calls": list(StatementCall.objects.filter(event=self.event).select_related("body")),
            "published": published,
            "page_obj": published,
            "own": own,
            "may_write": user.is_authenticated and bool(user.standing.editing),
        }
        return self.show("statement_list", **context)


class StatementNewView(SignInRequired, OfEvent):
    """The form of a new statement."""

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """The empty form; 403 for who acts for no organization."""
        call, organizations = self._found(pk)
        form = StatementForm(self.parked_data(), call=call, organizations=organizations)
        return self._page(call, form, conflict="" if call.is_open() else _("This call is not open now."))

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Save the draft."""
        call, organizations = self._found(pk)
        form = StatementForm(request.POST, call=call, organizations=organizations)
        if not form.is_valid():
            return self._page(call, form)
        try:
            row = writing.begin(call, form.chosen, form.values, user=request.user)
        except WorkflowError as error:
            return self._page(call, form, conflict=str(error), status=409)
        messages.success(request, _("The draft is saved. Nothing is handed in yet."))
        return redirect(row.get_absolute_url())

    def _found(self, pk: int) -> tuple[StatementCall, list[Organization]]:
        organizations = mine(self.request.user)
        if not organizations:
            raise PermissionDenied
        return get_object_or_404(StatementCall.objects.select_related("event"), event=self.event, pk=pk), organizations

    def _page(self, call: StatementCall, form: Any, status: int = 200, conflict: str = "") -> HttpResponse:
        limit = call.words
        if not conflict and len(form.organizations) == 1:
            try:
                limit = call.limit_for(signing.check_eligible(call, next(iter(form.organizations.values()))))
            except WorkflowError as error:
                conflict = str(error)
        return self.show("statement_form", status=status, form=form, call=call, limit=limit, conflict=conflict)


class OfStatement(OfEvent):
    """A page of one statement, for those who may read it."""

    def found(self, key: Any) -> Statement:
        """404 for everybody else."""
        rows = Statement.objects.visible_to(self.request.user, organizes=self.organizes)
        rows = rows.select_related("call__event", "call__body", "organization", "submitted_by")
        return get_object_or_404(rows, call__event=self.event, key=key)


class StatementDetailView(OfStatement):
    """A statement: what is published for everybody; receipt, signatures and acts for those whom they concern."""

    def get(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """Visitors who may not read it sign in first, whether there is such a statement or not."""
        try:
            row = self.found(key)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())
        return self.page(row)

    def page(self, row: Statement, status: int = 200, **context: Any) -> HttpResponse:
        """The page, with a form that was not valid or without."""
        user: Any = self.request.user
        signatures = list(row.co_signatures.select_related("organization").order_by("organization__name"))
        inside = user.is_authenticated and (self.organizes or self._is_inside(row, signatures))
        available = acts.TABLE.available(row, user) if inside else []
        may_write = user.is_authenticated and acts.is_writer(user, row)
        shown = {
            "statement": row,
            "parts": reading.parts_of(row.text),
            "signers": [
                one for one in signatures if one.state == Confirmation.CONFIRMED and one.organization.is_approved
            ],
            "asked": [one for one in signatures if one.state != Confirmation.CONFIRMED] if may_write else [],
            "to_answer": [one for one in signatures if self._may_answer(one, row)] if inside else [],
            "inside": inside,
            "canonical": settings.SITE_URL + row.get_absolute_url(),
            "may_write": may_write,
            "acts": {one.name for one in available},
            "decision_form": DecisionForm(),
            "ask_form": CoHostForm() if may_write and row.call.is_open() and row.state in signing.OPEN else None,
            "steps": self._steps(row, may_write) if inside else [],
        }
        if may_write and row.is_draft:
            shown["limit"] = signing.limit_of(row, signing.standings_of(row), len(shown["signers"]))
        return self.show("statement_detail", status=status, **{**shown, **context})

    def _steps(self, row: Statement, may_write: bool) -> list[StatementStep]:
        """What happened; who would not sign is its writers' alone."""
        steps = row.steps.select_related("actor")
        return list(steps if may_write else steps.exclude(act="not-sign"))

    def _is_inside(self, row: Statement, signatures: list[CoSignature]) -> bool:
        ours = self.request.user.standing.editing  # type: ignore[union-attr]
        return row.organization_id in ours or any(
            one.organization_id in ours and one.state != Confirmation.DECLINED for one in signatures
        )

    def _may_answer(self, one: CoSignature, row: Statement) -> bool:
        ours = self.request.user.standing.editing  # type: ignore[union-attr]
        waits = one.organization_id in ours and one.state != Confirmation.DECLINED
        return waits and row.state in signing.OPEN and row.call.is_open()


class StatementEditView(SignInRequired, OfStatement):
    """Writing on at a draft."""

    def get(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """The form."""
        row = self._own(key)
        return self._page(row, StatementForm(self.parked_data(), instance=row, call=row.call))

    def post(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """Save; a colleague's newer text is not overwritten unseen."""
        row, version = self._own(key), sent_version(request.POST)
        form = StatementForm(request.POST, instance=row, call=row.call)
        if not form.is_valid():
            return self._page(self._own(key), form, version=version)
        try:
            again = writing.change(self._own(key), form.values, user=request.user, version=version)
        except VersionConflict as error:
            return self._page(self._own(key), form, version=error.current, conflict=str(error), status=409)
        except WorkflowError as error:
            messages.error(request, str(error))
            return redirect(row.get_absolute_url())
        messages.success(request, _("The draft is saved. Nothing is handed in yet."))
        if again:
            messages.warning(request, _("The text is another now: who had signed is asked to sign again."))
        return redirect(row.get_absolute_url())

    def _own(self, key: Any) -> Statement:
        row = self.found(key)
        if not acts.is_writer(self.request.user, row) or not row.is_draft:
            raise PermissionDenied
        return row

    def _page(
        self, row: Statement, form: Any, version: int | None = None, conflict: str = "", status: int = 200
    ) -> HttpResponse:
        limit = signing.limit_of(row, signing.standings_of(row), signing.confirmed(row).count())
        context = {"form": form, "call": row.call, "limit": limit, "statement": row, "conflict": conflict}
        return self.show(
            "statement_form", status=status, version=row.version if version is None else version, **context
        )


class StatementActView(SignInRequired, StatementDetailView):
    """Handing in, withdrawing, deciding, publishing; GET shows the page."""

    def post(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """Do what the button says; what the organizers typed is kept when something is missing."""
        row, act = self.found(key), request.POST.get("do", "")
        if act == "submit" and row.number and row.state == StatementState.SUBMITTED:
            messages.info(request, _("It was handed in already; the receipt is below."))
            return redirect(row.get_absolute_url())
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self.page(row, decision_form=form)
        try:
            read = request.POST.get("checksum", "")
            acts.move(row, act, actor=request.user, checksum=read, **form.cleaned_data)
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            return self.page(self.found(key), decision_form=form, conflict=str(error), status=409)
        messages.success(request, _("It is done."))
        return redirect(row.get_absolute_url())


class SignersView(SignInRequired, StatementDetailView):
    """Asking an organization to sign; GET shows the page."""

    def post(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """Ask the organization of that name."""
        row, form = self.found(key), CoHostForm(request.POST)
        if not form.is_valid():
            return self.page(row, ask_form=form)
        try:
            signing.ask(row, form.cleaned_data["name"], user=request.user)
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            return self.page(row, ask_form=form, conflict=str(error), status=409)
        messages.success(request, _("The organization is asked."))
        return redirect(row.get_absolute_url())


class SignerAnswerView(SignInRequired, OfStatement):
    """An organization that was asked signs or does not."""

    def post(self, request: HttpRequest, slug: str, key: Any, pk: int) -> HttpResponse:
        """Back to the statement; 404 for a signature of another statement."""
        row = self.found(key)
        one = get_object_or_404(CoSignature.objects.select_related("statement"), statement=row, pk=pk)
        try:
            confirms, read = request.POST.get("do") == "confirm", request.POST.get("checksum", "")
            signing.answer(one, user=request.user, confirms=confirms, checksum=read)
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            messages.error(request, str(error))
            return redirect(row.get_absolute_url())
        messages.success(request, _("Your answer is noted."))
        if one.state == Confirmation.DECLINED and not row.is_published:
            return redirect("statement_list", slug)
        return redirect(row.get_absolute_url())


class StatementTextView(OfStatement):
    """The statement as a plain file: its SHA-256 is the one on the receipt."""

    def get(self, request: HttpRequest, slug: str, key: Any) -> HttpResponse:
        """UTF-8, to be kept."""
        row = self.found(key)
        answer = HttpResponse(counting.file_of(row.title, row.text), content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{row.number or row.key}.txt"'
        return answer
