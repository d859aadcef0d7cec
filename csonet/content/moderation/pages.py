"""The review page: what it shows, and what its buttons do. Shared by the queue and by the list of all items."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import select_template
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from csonet.content import publication, reading, revising
from csonet.content.models import Decision
from csonet.content.moderation import claims, clock
from csonet.content.moderation.facts import facts_about
from csonet.content.moderation.forms import local_and_utc
from csonet.content.moderation.review import Review, decide
from csonet.content.states import PUBLICATION, REVISION
from csonet.workflow import MissingReason, VersionConflict, WorkflowError, WrongState


def review_page(desk: Any, request: HttpRequest, review: Review) -> HttpResponse:
    """GET shows it and marks the case; POST decides, takes over, releases or undoes."""
    if request.method == "POST":
        press = {"take_over": _take_over, "release": _release, "undo": _undo}
        for name, act in press.items():
            if name in request.POST:
                return act(desk, request, review)
        return _decide(desk, request, review)
    _mark(review)
    return _show(desk, request, review, review.form())


def _mark(review: Review) -> None:
    if review.case and not review.is_closed and not review.is_own:
        claims.claim(review.case, review.user)


def _decide(desk: Any, request: HttpRequest, review: Review) -> HttpResponse:
    _mark(review)
    form = review.form(request.POST)
    if review.is_own:
        return _show(desk, request, review, form, status=403)
    if review.holder is not None:
        return _show(desk, request, review, form, status=409)
    if review.is_closed or not review.actions() or _was_decided(review, request):
        return _show(desk, request, review, form, conflict=review.last_decision(), status=409)
    if not form.is_valid():
        return _show(desk, request, review, form)
    try:
        decision = decide(review, form)
    except (VersionConflict, WrongState):
        review.item.refresh_from_db()
        return _show(desk, request, review, form, conflict=review.last_decision(), status=409)
    except MissingReason as error:
        form.add_error("reason", str(error))
        return _show(desk, request, review, form)
    except WorkflowError as error:
        form.add_error(None, str(error))
        return _show(desk, request, review, form)
    _say(request, review, decision)
    return redirect("admin:content_case_changelist" if review.case else _address(review))


def _was_decided(review: Review, request: HttpRequest) -> bool:
    """Was the item changed since the page was made? Asked before the form, so that its actions don't mislead."""
    return request.POST.get("version", "") != str(review.item.version)


def _say(request: HttpRequest, review: Review, decision: Decision) -> None:
    table = REVISION if decision.revision_id else PUBLICATION
    text = _("%(action)s: “%(title)s”. You can undo it on its page for as long as nothing else happens to it.") % {
        "action": table.transition(decision.action).label,
        "title": review.item.title,
    }
    if decision.to_status == "scheduled":
        review.item.refresh_from_db()
        text = _("“%(title)s” appears on %(time)s.") % {
            "title": review.item.title,
            "time": local_and_utc(review.item.published_at),
        }
    messages.success(request, text)


def _take_over(desk: Any, request: HttpRequest, review: Review) -> HttpResponse:
    if review.case and not review.is_closed and not review.is_own:
        former = claims.take_over(review.case, request.user)
        if former and former != request.user:
            desk.log_change(request, review.case, f"Taken over from {former.get_username()}")
            messages.info(request, _("You took this over from %(name)s.") % {"name": former})
    kept = review.form(request.POST) if request.POST.get("text") or request.POST.get("note") else review.form()
    return _show(desk, request, review, kept) if kept.is_bound else redirect(_address(review))


def _release(desk: Any, request: HttpRequest, review: Review) -> HttpResponse:
    if review.case:
        claims.release(review.case, request.user)
    return redirect("admin:content_case_changelist")


def _undo(desk: Any, request: HttpRequest, review: Review) -> HttpResponse:
    decision = review.item.decisions.filter(pk=_number(request.POST["undo"])).select_related("revision").first()
    try:
        if decision is None:
            raise WrongState(_("Something else happened since: this decision can no longer be undone."))
        publication.undo(decision, actor=request.user)
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The decision is undone; a mail that had not left yet will not leave."))
    return redirect(_address(review))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def _address(review: Review) -> str:
    if review.case:
        return reverse("admin:content_case_change", args=[review.case.pk])
    return reverse("admin:content_item_change", args=[review.item.pk])


def _show(
    desk: Any,
    request: HttpRequest,
    review: Review,
    form: Any,
    *,
    conflict: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    table = REVISION if review.revision and not review.is_closed else PUBLICATION
    waits_since = review.case.opened_at if review.case and not review.is_closed else None
    context = {
        **desk.admin_site.each_context(request),
        "title": review.item.title,
        "opts": desk.opts,
        "media": desk.media,
        "review": review,
        "item": review.item,
        "case": review.case,
        "form": form,
        "actions": review.actions(),
        "state": table.state(review.subject.status),
        "facts": facts_about(review.item, request.user),
        "changes": review.changes(),
        "history": list(review.item.decisions.select_related("actor", "reason")[:10]),
        "undoable": review.undoable(),
        "originals": review.likely_originals() if "target" in form.fields else [],
        "conflict": conflict,
        "look_url": f"{_address(review).rpartition('change/')[0]}look/",
        "is_late": bool(waits_since and clock.is_late(waits_since)),
        "waits_since": waits_since,
        "minutes": claims.minutes_since(review.case) if review.case and review.holder else 0,
    }
    response = TemplateResponse(request, "admin/content/case/review.html", context, status=status)
    response._csp_update = {"frame-src": [SELF]}  # type: ignore[attr-defined]  # the item is shown in a frame
    return response


def look_page(request: HttpRequest, review: Review) -> HttpResponse:
    """The item's own page as readers will see it, allowed in a frame of the desk and nowhere else."""
    revision = review.revision if not review.is_closed else None
    if revision is not None:
        draft = revising.as_it_will_look(revision)
        context = reading.page_of(draft.item, request.user, related=draft.related)
    else:
        context = reading.page_of(review.item.noun, request.user)
    context["page_template"] = select_template(reading.templates_of(review.item.noun))
    response = render(request, "admin/content/case/look.html", context)
    response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response
