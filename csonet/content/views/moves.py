"""Small acts on an item: autosave, discard, delete, and the transitions that the author's side makes on the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content import drafts, publication, revising
from csonet.content.models import Item
from csonet.content.rights import is_author_side
from csonet.content.states import PUBLICATION, REVISION
from csonet.content.views.common import is_member, item_or_404, own_item_or_404, sent_key, sent_seen, sent_version
from csonet.content.views.details import ON_PAGE
from csonet.richtext import Plain
from csonet.workflow import VersionConflict, WorkflowError, WrongState


class AutosaveView(SignInRequired, View):
    """Keeps what is typed. Answers {saved_at, edit_url, version}, or 204 if there is nothing to keep."""

    model: type[Item] = Item
    form_class: Any = None

    def post(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        """409 if somebody else changed it meanwhile, or it waits for the moderators; 403 for newcomers."""
        if slug:
            return self._keep(request, own_item_or_404(self.model, request.user, slug))
        if not is_member(request.user):
            return JsonResponse({"error": _("Your organization is not approved yet.")}, status=403)
        key = sent_key(request.POST)
        item = drafts.written_by(request.user, self.model.KIND, key)
        if item is not None:
            return self._keep(request, item, version=1)
        form = self.form_class(request.POST, user=request.user, draft=True)
        item = drafts.start(form, request.POST, request.user, key)
        return HttpResponse(status=204) if item is None else _saved(item)

    def _keep(self, request: HttpRequest, item: Item, version: int | None = None) -> HttpResponse:
        try:
            drafts.compare(item, request.user, version or sent_version(request.POST), sent_seen(request.POST))
            drafts.keep(item, revising.kept(self.form_class, request.POST), request.user)
        except WorkflowError as error:
            return JsonResponse({"error": str(error)}, status=409)
        return _saved(item)


def _saved(item: Item) -> JsonResponse:
    return JsonResponse(
        {
            "saved_at": timezone.now().isoformat(),
            "edit_url": reverse(f"{item.kind}_edit", args=[item.slug]),
            "version": item.version,
        }
    )


class DiscardView(SignInRequired, View):
    """Throw away what is kept beside the item; or, on a draft that was never submitted, the draft itself."""

    model: type[Item] = Item
    whole = False

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Back to the page, or to the dashboard if there is none any more."""
        item = own_item_or_404(self.model, request.user, slug)
        try:
            if self.whole:
                drafts.delete(item)
                messages.success(request, _("The draft is deleted."))
                return redirect("dashboard")
            drafts.discard(item, request.user)
            messages.success(request, _("Your changes are discarded."))
        except WorkflowError as error:
            messages.error(request, str(error))
        return redirect(item.get_absolute_url())


class ActForm(Plain):
    """What comes with an act on the page."""

    action = forms.CharField(max_length=20)
    text = forms.CharField(max_length=2000, required=False)
    revision = forms.IntegerField(required=False, min_value=1)


class ItemMoveView(SignInRequired, View):
    """One transition of an item or of its held edit, made by the author's side."""

    model: type[Item] = Item
    form_class: Any = None

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Back to the page with a message, whatever came of it."""
        item = item_or_404(self.model, request.user, slug)
        form = ActForm(request.POST)
        if not form.is_valid():
            for problems in form.errors.values():
                messages.error(request, str(problems[0]))
            return redirect(item.get_absolute_url())
        try:
            answer = self._act(item, form.cleaned_data)
        except VersionConflict as conflict:
            messages.error(request, str(conflict))
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            if answer is not None:
                return answer
        return redirect(item.get_absolute_url())

    def _act(self, item: Any, given: dict[str, Any]) -> HttpResponse | None:
        user, version, action = self.request.user, sent_version(self.request.POST), given["action"]
        if given["revision"]:
            revision = item.revisions.filter(pk=given["revision"]).first()
            if revision is None or action not in ("take-back", "discard"):
                raise WrongState(_("There is no such action."))
            publication.move(revision, action, actor=user, version=version)
            self._say(REVISION, revision.status)
            return None
        if action not in ON_PAGE:
            raise WrongState(_("There is no such action."))
        if action in ("submit", "resubmit") and is_author_side(user, item):
            return self._submit(item, action, version)
        publication.move(item, action, actor=user, version=version, text=given["text"])
        self._say(PUBLICATION, item.status)
        return None

    def _submit(self, item: Any, action: str, version: int) -> HttpResponse | None:
        """Nothing is submitted that the form would not let through; what it lacks is shown in the form."""
        kept = drafts.open_revision(item)
        data = kept.data if kept and action == "submit" else self.form_class.data_of(item)
        form = self.form_class(revising.as_querydict(data), instance=item, user=self.request.user)
        if not form.is_valid():
            messages.error(self.request, _("Something is still missing before it can be submitted."))
            return redirect(reverse(f"{item.kind}_edit", args=[item.slug]) + "?check=1")
        if action == "submit":
            drafts.submit(form, self.request.user, version, timezone.now())
        else:
            publication.move(item, action, actor=self.request.user, version=version)
        self._say(PUBLICATION, "submitted")
        return redirect(f"{item.kind}_detail", slug=Item.objects.values_list("slug", flat=True).get(pk=item.pk))

    def _say(self, table: Any, status: str) -> None:
        messages.success(self.request, str(table.state(status).author_label))
