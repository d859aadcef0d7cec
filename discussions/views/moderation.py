"""The queue of a group's moderators, the acts on topics, and the record with its way back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.models.circle import circles_of
from csonet.engagement.comments import deciding
from csonet.engagement.comments.models import Comment, ModerationStep, PostState, Report, ReportState
from csonet.notifications.reading import came_back
from csonet.workflow import WorkflowError
from discussions import acting, measures, membership
from discussions.models import Group, JoinRequest, Topic
from discussions.models.people import Asked
from discussions.views.common import moderated_or_404, sees_as_branch, topic_or_404
from discussions.words import ACTS

MOST = 100


def waiting_posts(topics: Any, person: Any) -> Any:
    """The posts that wait in these topics for this person: held, out of sight by a rule, or reported; oldest first.

    Never their own: who reports a moderator is as safe as who reports anybody else.
    """
    reported = Report.objects.filter(comment=OuterRef("pk"), state=ReportState.OPEN)
    waits = Q(state=PostState.HELD) | ~Q(held_because="") | Q(Exists(reported))
    rows = Comment.objects.filter(waits, item__in=topics.order_by().values("pk"), line="")
    rows = rows.exclude(state__in=[PostState.DELETED, PostState.REFUSED]).exclude(author=person)
    number = Count("reports", filter=Q(reports__state=ReportState.OPEN))
    return rows.select_related("item", "author", "organization").annotate(open_reports=number).order_by("created")


class GroupQueueView(SignInRequired, View):
    """What waits in one group: posts, topics, people who ask to join."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for whoever does not moderate it."""
        group = moderated_or_404(request.user, slug)
        came_back(request, f"group-queue:{group.pk}")
        topics = Topic.objects.filter(home=group)
        context = {
            "group": group,
            "item": group,
            "posts": list(waiting_posts(topics, request.user)[:MOST]),
            "topics": list(topics.filter(status="submitted").select_related("author").order_by("created")[:MOST]),
            "requests": list(
                JoinRequest.objects.filter(group=group, state=Asked.WAITING).select_related("user")[:MOST]
            ),
            "moderates": True,
            "is_in": True,
            "current": "queue",
            "next": request.path,
        }
        return render(request, "discussions/group_queue.html", context)


class QueueView(SignInRequired, View):
    """What waits in all groups that this person moderates; for the Branch in all but the closed ones."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """404 for whoever moderates nothing."""
        person: Any = request.user
        moderated = [circle for circle, moderates in circles_of(person).items() if moderates]
        topics = Topic.objects.filter(circle__in=moderated)
        if person.is_branch:
            topics = Topic.objects.filter(Q(circle__in=moderated) | ~Q(audience="circle"))
        elif not moderated:
            raise Http404
        context = {
            "posts": list(waiting_posts(topics, request.user)[:MOST]),
            "topics": list(topics.filter(status="submitted").select_related("author", "home")[:MOST]),
            "groups": list(Group.objects.filter(people__in=moderated).visible_to(person).order_by("title")),
            "next": request.path,
        }
        return render(request, "discussions/queue.html", context)


class TopicActsView(SignInRequired, View):
    """Pin, lock, move, merge, split, hide: one page, each act with its own form."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for whoever does not moderate here."""
        return self._page(self._topic(slug))

    def _topic(self, slug: str) -> Topic:
        topic, person = topic_or_404(self.request.user, slug), self.request.user
        if not membership.moderates(topic.home, person) and not sees_as_branch(topic, person):
            raise Http404
        return topic

    def _page(self, topic: Topic, status: int = 200, **more: Any) -> HttpResponse:
        person: Any = self.request.user
        moderated = [circle for circle, moderates in circles_of(person).items() if moderates]
        groups = Group.objects.filter(people__in=moderated).visible_to(person).exclude(pk=topic.home_id)
        others = Topic.objects.filter(home=topic.home_id).published().exclude(pk=topic.pk)
        posts = Comment.objects.filter(item=topic.pk, number__isnull=False, line="", state=PostState.SHOWN)
        page = Paginator(posts.select_related("author").order_by("number"), 50).get_page(self.request.GET.get("page"))
        context = {
            "topic": topic,
            "item": topic,
            "group": topic.home,
            "thread": getattr(topic, "thread", None),
            "groups": [] if topic.audience == "circle" else list(groups.order_by("title")),
            "others": list(others.order_by("-thread__last_at")[:50]),
            "page_obj": page,
            "posts": list(page.object_list),
            "steps": list(topic.moderation_steps.select_related("actor", "reversed_by", "person")[:50]),
            "moderates": True,
            "is_in": True,
            "acts": ACTS,
            **more,
        }
        return render(self.request, "discussions/topic_acts.html", context, status=status)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Do it, or say why not with what was typed."""
        topic, sent = self._topic(slug), request.POST
        reason = sent.get("reason", "").replace("\0", "")
        try:
            topic = self._do(topic, sent.get("act", ""), reason)
        except WorkflowError as refused:
            return self._page(topic, status=409, conflict=str(refused), reason=reason)
        messages.success(request, _("Done, and noted in the record."))
        return redirect(topic.get_absolute_url())

    def _do(self, topic: Topic, act: str, reason: str) -> Topic:
        person, sent = self.request.user, self.request.POST
        if act == "move":
            group = get_object_or_404(Group.objects.visible_to(person), pk=_number(sent.get("group", "")))
            acting.move_to(topic, group, actor=person, reason=reason)
            return Topic.objects.get(pk=topic.pk)
        if act == "merge":
            target = get_object_or_404(Topic.objects.visible_to(person), pk=_number(sent.get("target", "")))
            acting.merge(topic, target, actor=person, reason=reason)
            return target
        if act == "split":
            keys = [_number(key) for key in sent.getlist("post")[:500]]
            return acting.split(topic, keys, sent.get("title", "").replace("\0", ""), actor=person, reason=reason)[0]
        if act in ("release", "refuse", "hide", "restore"):
            acting.decide_topic(topic, act, actor=person, reason=reason)
        else:
            acting.switch(topic, act, actor=person, reason=reason)
        return topic


class RecordView(SignInRequired, View):
    """Everything that was done in a group, by whom and why; taken back from here."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for whoever does not moderate the group."""
        group = moderated_or_404(request.user, slug)
        steps = self._steps(group).select_related("item", "actor", "person", "comment", "reversed_by")
        page = Paginator(steps, 50).get_page(request.GET.get("page"))
        context = {
            "group": group,
            "item": group,
            "page_obj": page,
            "steps": list(page.object_list),
            "moderates": True,
            "is_in": True,
            "may_read": True,
            "current": "record",
        }
        return render(request, "discussions/group_record.html", context)

    def _steps(self, group: Group) -> Any:
        topics = Topic.objects.filter(home=group).order_by().values("pk")
        return ModerationStep.objects.filter(Q(item=group.pk) | Q(item__in=topics))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Take one act back."""
        group = moderated_or_404(request.user, slug)
        step = get_object_or_404(self._steps(group), pk=_number(request.POST.get("step", "")))
        try:
            if step.comment_id:
                deciding.undo(step, actor=request.user)
            elif step.item_id == group.pk:
                measures.undo(step, actor=request.user)
            else:
                acting.undo(step, actor=request.user)
            messages.success(request, _("It is taken back, and that is noted too."))
        except WorkflowError as refused:
            messages.error(request, str(refused))
        return redirect("group_record", slug=slug)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
