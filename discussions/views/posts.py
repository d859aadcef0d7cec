"""One post: changing it, taking it back, reporting it, its earlier texts, and what moderators decide on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.engagement.comments import deciding
from csonet.engagement.comments import posting as comments
from csonet.engagement.comments.models import Report, ReportState
from csonet.workflow import WorkflowError
from discussions import membership, posting
from discussions.forms_posts import EditPostForm, ReportForm
from discussions.views.common import in_haste, onward, post_or_404, sees_as_branch
from discussions.views.topics import address_of


def page_of_post(request: HttpRequest, template: str, comment: Any, topic: Any, status: int = 200, **more: Any) -> Any:
    """A page about one post."""
    context = {"post": comment, "topic": topic, "item": topic, "group": topic.home, **more}
    return render(request, template, context, status=status)


class PostEditView(SignInRequired, View):
    """Other words for one's own post, within half an hour."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for other people's posts."""
        comment, topic = self._own(pk)
        initial = {"body": comment.body, "language": comment.language}
        form = EditPostForm(self.parked_data(), initial=initial)
        return page_of_post(request, "discussions/post_edit.html", comment, topic, form=form)

    def _own(self, pk: int) -> tuple[Any, Any]:
        comment, topic = post_or_404(self.request.user, pk)
        if comment.author_id != self.request.user.pk or comment.line:
            raise Http404
        return comment, topic

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save it; when it is too late, what was typed is shown to be copied."""
        comment, topic = self._own(pk)
        form = EditPostForm(request.POST)
        if not form.is_valid():
            return page_of_post(request, "discussions/post_edit.html", comment, topic, form=form)
        try:
            posting.edit(comment, request.user, topic, form.cleaned_data["body"], form.cleaned_data["language"])
        except ValidationError as problem:
            form.add_error("body", problem)
            return page_of_post(request, "discussions/post_edit.html", comment, topic, form=form)
        except WorkflowError as refused:
            form.add_error(None, str(refused))
            return page_of_post(request, "discussions/post_edit.html", comment, topic, status=409, form=form)
        messages.success(request, _("Your post is changed."))
        return redirect(address_of(comment, topic))


class PostDeleteView(SignInRequired, View):
    """Take one's own post back: asked once, then a line stays."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for other people's posts."""
        comment, topic = post_or_404(request.user, pk)
        if not comments.can_delete(comment, request.user):
            raise Http404
        return page_of_post(request, "discussions/post_delete.html", comment, topic)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Delete it."""
        comment, topic = post_or_404(request.user, pk)
        try:
            posting.delete(comment, request.user)
        except WorkflowError:
            raise Http404 from None
        messages.success(request, _("Your post is deleted."))
        return redirect(address_of(comment, topic))


class PostReportView(SignInRequired, View):
    """Report a post; once each, and nobody but those who decide learns who it was."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The categories."""
        comment, topic = self._reportable(pk)
        return page_of_post(request, "discussions/post_report.html", comment, topic, form=ReportForm())

    def _reportable(self, pk: int) -> tuple[Any, Any]:
        comment, topic = post_or_404(self.request.user, pk)
        if comment.line or not comment.is_shown or comment.author_id == self.request.user.pk:
            raise Http404
        return comment, topic

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the report."""
        comment, topic = self._reportable(pk)
        form = ReportForm(request.POST)
        if form.is_valid() and in_haste(request, "report"):
            form.add_error(None, _("You sent many reports just now. Please go on in an hour."))
        if not form.is_valid():
            return page_of_post(request, "discussions/post_report.html", comment, topic, form=form)
        given = form.cleaned_data
        try:
            is_new = posting.report(comment, topic, request.user, given["category"], given["text"].replace("\0", ""))
        except WorkflowError as refused:
            messages.error(request, str(refused))
            return redirect(address_of(comment, topic))
        thanks = _("Thank you. The moderators look at it, and you will hear what came of it.")
        messages.success(request, thanks if is_new else _("You reported this post already."))
        return redirect(address_of(comment, topic))


def deciding_page(request: HttpRequest, comment: Any, topic: Any, status: int = 200, **more: Any) -> HttpResponse:
    """A post with its reports, its earlier texts, the record, and what can be decided."""
    reports = Report.objects.filter(comment=comment).select_related("reporter")
    steps = comment.moderation_steps.select_related("actor", "reversed_by")
    context = {
        "reports": list(reports),
        "open_reports": [one for one in reports if one.state == ReportState.OPEN],
        "versions": list(comment.versions.select_related("editor")),
        "steps": list(steps[:50]),
        "may_decide": deciding.may_decide(request.user, comment),
        "next": request.GET.get("next", ""),
        "moderates_group": membership.moderates(topic.home, request.user),
        **more,
    }
    return page_of_post(request, "discussions/post_decide.html", comment, topic, status=status, **context)


class PostDecideView(SignInRequired, View):
    """Decide on a post: show, refuse, hide, restore, decline its reports, or take the last decision back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for whoever does not moderate here."""
        return deciding_page(request, *self._moderated(pk))

    def _moderated(self, pk: int) -> tuple[Any, Any]:
        comment, topic = post_or_404(self.request.user, pk)
        person = self.request.user
        if not membership.moderates(topic.home, person) and not sees_as_branch(topic, person):
            raise Http404
        return comment, topic

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it; a conflict with somebody else's decision is said, and what was typed stays."""
        comment, topic = self._moderated(pk)
        act, reason = request.POST.get("act", ""), request.POST.get("reason", "").replace("\0", "")
        try:
            if act == "decline":
                deciding.decline_reports(comment, actor=request.user)
            elif act == "undo":
                deciding.undo(_last(comment), actor=request.user)
            else:
                deciding.decide(comment, act, actor=request.user, reason=reason)
        except WorkflowError as refused:
            return deciding_page(request, comment, topic, status=409, conflict=str(refused), reason=reason)
        messages.success(request, _("Done, and noted in the record."))
        return redirect(onward(request, address_of(comment, topic)))


def _last(comment: Any) -> Any:
    step = comment.moderation_steps.first()
    if step is None:
        raise Http404
    return step
