"""Writing: the new and the edit page of an item, saving, preview and submission. Nothing typed is ever lost."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Membership
from accounts.people.parking import SignInRequired
from csonet.content import drafts, publication, revising
from csonet.content.models import Item
from csonet.content.search.parsing import cleaned
from csonet.content.states import EDITABLE, PUBLICATION, REVISION
from csonet.content.views.common import is_member, own_item_or_404, sent_key, sent_seen, sent_version
from csonet.content.views.details import actions_for, revision_actions
from csonet.richtext import composing_csp
from csonet.workflow import VersionConflict, WorkflowError


@method_decorator(composing_csp, name="dispatch")
class ComposeView(SignInRequired, View):
    """What the new and the edit page share."""

    model: type[Item] = Item
    form_class: Any = None

    def page(self, form: Any, *, status: int = 200, **context: Any) -> HttpResponse:
        """The form's page."""
        kind = self.model.KIND
        context = {
            "form": form,
            "model": self.model._meta,
            "kind": kind,
            "list_url": reverse(f"{kind}_list"),
            "new_label": self.model.say_new(),
            "seen": timezone.now().isoformat(),
            "version": 0,
            "changes": [],
            "conflict": "",
            "item": None,
            **context,
        }
        templates = [f"{self.model._meta.app_label}/{kind}_form.html", "content/item_form.html"]
        return render(self.request, templates, context, status=status)

    def done(self, item: Item, action: str) -> HttpResponse:
        """Where to go after saving: the preview, the page with what happens next, or on with writing."""
        if action == "preview":
            return redirect(f"{item.kind}_preview", slug=item.slug)
        if action == "submit":
            messages.success(
                self.request,
                _("Thank you. The moderators usually answer within three working days; you will get a mail."),
            )
            return redirect(f"{item.kind}_detail", slug=item.slug)
        messages.success(self.request, _("Your draft is saved. Only your organization sees it."))
        return redirect(f"{item.kind}_edit", slug=item.slug)

    def wanted(self) -> str:
        """Which button was pressed; a form that was sent without one is saved."""
        action = self.request.POST.get("do", "")  # not "action", which is a field of practices
        return action if action in ("preview", "submit") else "save"


class ItemCreateView(ComposeView):
    """Write something new."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form, or what was typed when the session ran out; newcomers read what they wait for.

        ?title= fills the title in: the words that somebody looked for in vain.
        """
        if not is_member(request.user):
            return not_yet(request, self.model)
        parked = self.parked_data()
        title = cleaned(request.GET.get("title", ""))
        form = self.form_class(parked, user=request.user, draft=True, initial={"title": title} if title else None)
        key = sent_key(parked) if parked else uuid.uuid4()
        return self.page(form, key=key)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the draft, and submit it if that was asked. The same form sent twice makes one item."""
        if not is_member(request.user):
            return not_yet(request, self.model)
        key, action = sent_key(request.POST), self.wanted()
        made = drafts.written_by(request.user, self.model.KIND, key)
        if made is not None:
            return self._again(made)
        form = self.form_class(request.POST, request.FILES, user=request.user, draft=action != "submit")
        if not form.is_valid():
            return self.page(form, key=key)
        if not _may_begin(request):
            form.add_error(
                None, _("You began very many texts in a short time. Wait a while; what you typed stands here.")
            )
            return self.page(form, key=key, status=429)
        with transaction.atomic():
            item, is_new = drafts.create(form, request.user, key)
            if is_new and action == "submit":
                publication.move(item, "submit", actor=request.user)
        return self.done(item, action) if is_new else redirect(item.get_absolute_url())

    def _again(self, item: Item) -> HttpResponse:
        """The form of an item that stands already: autosaved since, or sent twice."""
        if item.status in EDITABLE and item.version == 1:
            view = ItemUpdateView(model=self.model, form_class=self.form_class)
            view.setup(self.request)
            return view.write(item.noun, version=1)
        messages.info(self.request, _("This was saved already."))
        return redirect(item.get_absolute_url())


def _may_begin(request: HttpRequest) -> bool:
    """Has this person begun fewer new texts than POST_RATE allows?"""
    if not settings.POST_RATE:
        return True
    rates = {"new_item": settings.POST_RATE}
    return bool(ratelimit.consume(request, app="csonet", action="new_item", config=rates, user=request.user))


def not_yet(request: HttpRequest, model: type[Item]) -> HttpResponse:
    """Who belongs to no approved organization reads what they wait for, and what they can do meanwhile."""
    user: Any = request.user
    waiting = Membership.objects.filter(user=user).exclude(organization__verification="verified")
    context = {"model": model._meta, "memberships": list(waiting.select_related("organization"))}
    return render(request, "content/not_yet.html", context, status=403)


class ItemUpdateView(ComposeView):
    """Go on writing: a draft in place, a published item as a held edit."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The form with what was typed last, valid or not; in other states, what can be done instead."""
        item = own_item_or_404(self.model, request.user, slug)
        if not can_edit(item):
            return self._locked(item, {})
        parked = self.parked_data()
        # the page is as old as what was typed: what a colleague wrote meanwhile must not be replaced unseen
        made: dict[str, Any] = {"version": sent_version(parked), "seen": parked.get("seen", "")} if parked else {}
        kept = drafts.open_revision(item)
        data = parked or (revising.as_querydict(kept.data) if kept else None)
        form = self.form_class(data, instance=item, user=request.user, draft="check" not in request.GET)
        if data is None and "check" in request.GET:
            checked = revising.as_querydict(self.form_class.data_of(item))
            form = self.form_class(checked, instance=item, user=request.user)
        return self._edit_page(form, item, **made)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Save, preview or submit."""
        item = own_item_or_404(self.model, request.user, slug)
        return self.write(item, version=sent_version(request.POST))

    def write(self, item: Any, version: int) -> HttpResponse:
        """Carry out the pressed button on what was sent."""
        request, action = self.request, self.wanted()
        if not can_edit(item):
            return self.locked_page(item)
        seen = sent_seen(request.POST)
        form = self.form_class(request.POST, request.FILES, instance=item, user=request.user, draft=action != "submit")
        try:
            if not form.is_valid():
                drafts.compare(item, request.user, version, seen)
                drafts.keep(item, revising.kept(self.form_class, request.POST), request.user)
                return self._edit_page(form, item)
            self._carry_out(form, action, version, seen)
        except VersionConflict as conflict:
            return self._conflict(form, item, conflict)
        except WorkflowError as error:
            return self._edit_page(form, item, status=409, conflict=str(error))
        return self.done(form.instance, action)

    def _carry_out(self, form: Any, action: str, version: int, seen: Any) -> None:
        user = self.request.user
        if action == "submit":
            drafts.submit(form, user, version, seen)
        elif drafts.is_held(form.instance):
            drafts.hold(form, user, version, seen)
        else:
            drafts.save(form, user, version, seen)

    def _edit_page(self, form: Any, item: Any, *, status: int = 200, **context: Any) -> HttpResponse:
        revision = drafts.open_revision(item)
        context.setdefault("version", Item.objects.values_list("version", flat=True).get(pk=item.pk))
        return self.page(
            form,
            status=status,
            item=item,
            slug=item.slug,
            is_held=drafts.is_held(item),
            revision=revision,
            revision_state=REVISION.state(revision.status) if revision and drafts.is_held(item) else None,
            last_decision=_question(item, revision),
            can_delete=drafts.can_delete(item),
            **context,
        )

    def conflict_page(self, item: Any, conflict: VersionConflict) -> HttpResponse:
        """The answer to another button of this form, pressed on a page that is older than the item's text."""
        form = self.form_class(self.request.POST, instance=item, user=self.request.user, draft=True)
        return self._conflict(form, item, conflict)

    def _conflict(self, form: Any, item: Any, conflict: VersionConflict) -> HttpResponse:
        """What the other wrote beside one's own text, which stays in the form; sending it again puts it in place."""
        now = self.model._default_manager.get(pk=item.pk)
        revision = drafts.open_revision(now)
        theirs = {**self.form_class.data_of(now), **(revision.data if revision else {})}
        mine = revising.kept(self.form_class, self.request.POST)
        return self._edit_page(
            form,
            now,
            status=409,
            conflict=str(conflict),
            version=now.version,
            changes=revising.differences(now, theirs, {**theirs, **mine}),
        )

    def locked_page(self, item: Any) -> HttpResponse:
        """409, whichever button of the form was pressed: the item is in no state to be edited any more."""
        return self._locked(item, revising.kept(self.form_class, self.request.POST), status=409)

    def _locked(self, item: Any, mine: revising.FormData, status: int = 200) -> HttpResponse:
        """What can be done with it instead; what was typed all the same is shown, to be copied."""
        revision = drafts.open_revision(item)
        context = {
            "item": item,
            "model": item._meta,
            "kind": item.kind,
            "state": REVISION.state(revision.status) if revision else PUBLICATION.state(item.status),
            "revision": revision,
            "revision_actions": revision_actions(revision, self.request.user),
            "actions": actions_for(item, self.request.user),
            "changes": revising.differences(item, self.form_class.data_of(item), mine) if mine else [],
        }
        return render(self.request, "content/item_locked.html", context, status=status)


def can_edit(item: Any) -> bool:
    """Is the item in a state in which its own side writes?"""
    revision = drafts.open_revision(item)
    under_review = revision is not None and revision.status == "submitted"
    return item.status in EDITABLE or (drafts.is_held(item) and not under_review)


def _question(item: Any, revision: Any) -> Any:
    """What the moderators wrote when they sent it back, while that is what the author works on."""
    if item.status == "returned":
        return item.decisions.select_related("reason").filter(action="return", revision=None).first()
    if revision is not None and revision.status == "returned":
        return revision.decisions.select_related("reason").filter(action="return").first()
    return None
