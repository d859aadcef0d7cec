"""Offers and interests: coming forward, reading, answering. What is not for this person is not there (404)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.models import Item
from csonet.content.rights import is_author_side
from csonet.content.views.common import item_or_404
from csonet.workflow import NotAllowed, WorkflowError
from projects import answering
from projects.forms.requests import DecisionForm, TextForm
from projects.models import Offer


class ApproachCreateView(SignInRequired, View):
    """Make an offer on a request, or show interest in a proposal."""

    model: Any = None
    item_model: type[Item] = Item
    form_class: Any = None

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form; 403 for who belongs to no other approved organization."""
        item = self._item(slug)
        return self._page(item, self._form(item, self.parked_data()))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Come forward, and read what was sent; on a fault everything typed stays."""
        item = self._item(slug)
        form = self._form(item, request.POST)
        if not form.is_valid():
            return self._page(item, form)
        try:
            approach = answering.come_forward(form, request.user)
        except WorkflowError as error:
            return self._page(item, form, conflict=str(error), status=409)
        messages.success(request, _("It is sent. Only you and the other side see it until it is accepted."))
        return redirect(approach)

    def _form(self, item: Any, data: Any) -> Any:
        return self.form_class(data, **{self.model.ITEM: item}, user=self.request.user)

    def _item(self, slug: str) -> Any:
        item = item_or_404(self.item_model, self.request.user, slug)
        if not self.request.user.standing.organizations - {item.organization_id}:  # type: ignore[union-attr]
            raise PermissionDenied
        return item

    def _page(self, item: Any, form: Any, conflict: str = "", status: int = 200) -> HttpResponse:
        is_open = item.is_open if self.model is Offer else item.looks_for_partners
        context = {"item": item, "model": item._meta, "form": form, "conflict": conflict, "is_open": is_open}
        return render(self.request, f"projects/{self.model._meta.model_name}_new.html", context, status=status)


class ApproachDetailView(View):
    """One offer or interest, for both sides; for everybody once it is accepted."""

    model: Any = None

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for everybody else."""
        approach = get_object_or_404(readable(self.model, request.user), pk=pk)
        return render(
            request, f"projects/{self.model._meta.model_name}_detail.html", context_of(approach, request.user)
        )


def readable(model: Any, user: Any) -> QuerySet[Any]:
    """What this person may read, with what the page prints."""
    return model.objects.visible_to(user).select_related(f"{model.ITEM}__organization", "organization")


def context_of(approach: Any, user: Any, **forms: Any) -> dict[str, Any]:
    """What the page of an offer or interest shows this person."""
    item = approach.item
    decides = user.is_authenticated and is_author_side(user, item)
    is_sender = user.is_authenticated and approach.organization_id in user.standing.organizations
    reads_all = is_sender or (user.is_authenticated and item.organization_id in user.standing.organizations)
    is_offer = isinstance(approach, Offer)
    return {
        "approach": approach,
        "item": item,
        "model": item._meta,
        "decides": decides and approach.is_undecided,
        "is_sender": is_sender and approach.is_undecided,
        "reads_all": reads_all,
        "practices": list(approach.practices.visible_to(user).for_cards()) if is_offer else [],
        "thread": list(approach.messages.select_related("organization")) if is_offer and reads_all else [],
        "decision_form": forms.get("decision_form") or DecisionForm(),
        "message_form": forms.get("message_form") or TextForm(label=_("Your message"), longest=3000),
        "conflict": forms.get("conflict", ""),
    }


class ApproachAnswerView(SignInRequired, View):
    """Accept, decline, take back, or write about it."""

    model: Any = None

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out the pressed button; a clear message where somebody was first, with what was typed."""
        approach = get_object_or_404(readable(self.model, request.user), pk=pk)
        act = request.POST.get("do", "")
        form = self._form(act)
        if not form.is_valid():
            return self._page(approach, form)
        try:
            self._carry_out(approach, act, form.cleaned_data)
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            approach.refresh_from_db()
            return self._page(approach, form, conflict=str(error), status=409)
        messages.success(request, SAID[act])
        return redirect(approach)

    def _form(self, act: str) -> Any:
        if act == "write":
            return TextForm(self.request.POST, label=_("Your message"), longest=3000)
        return DecisionForm(self.request.POST)

    def _carry_out(self, approach: Any, act: str, given: dict[str, Any]) -> None:
        user = self.request.user
        if act == "accept":
            answering.accept(approach, user=user, thanks=given["thanks"])
        elif act == "decline":
            answering.decline(approach, user=user, thanks=given["thanks"], reason=given["reason"])
        elif act == "withdraw":
            answering.withdraw(approach, user=user)
        elif act == "write" and self.model is Offer:
            answering.write(approach, user=user, text=given["text"])
        else:
            raise WorkflowError(_("There is no such action."))

    def _page(self, approach: Any, form: Any, conflict: str = "", status: int = 200) -> HttpResponse:
        name = "message_form" if isinstance(form, TextForm) else "decision_form"
        context = context_of(approach, self.request.user, **{name: form}, conflict=conflict)
        return render(self.request, f"projects/{self.model._meta.model_name}_detail.html", context, status=status)


SAID = {
    "accept": gettext_lazy("Accepted. You are partners now: it stands on both profiles."),
    "decline": gettext_lazy("Declined. Your words were sent."),
    "withdraw": gettext_lazy("It is taken back."),
    "write": gettext_lazy("Your message is sent."),
}
