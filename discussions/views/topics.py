"""Reading a topic page by page, answering it, beginning one, and finding the way to a post."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.views.common import sent_key
from csonet.engagement.comments import posting as comments
from csonet.engagement.comments import reading, text
from csonet.engagement.comments.models import PAGE, Comment, PostState
from csonet.notifications.reading import came_back
from csonet.workflow import NotAllowed, WorkflowError
from discussions import membership, opening, posting, rules, unread
from discussions.forms_posts import ConsultationForm, PostForm, TopicForm
from discussions.models import FormerAddress, Topic
from discussions.paging import pages_of
from discussions.views.common import group_or_404, in_haste, post_or_404, sees_as_branch, topic_or_404, topics_seen


def address_of(comment: Comment, topic: Topic) -> str:
    """The page of the topic on which the post stands, and its anchor there."""
    page = comment.page if comment.number else reading.numbered(topic) // PAGE + 1
    query = f"?page={page}" if page > 1 else ""
    return f"{topic.get_absolute_url()}{query}#post-{comment.pk}"


class TopicDetailView(View):
    """A page of twenty posts, found by their numbers; reading it moves the person's mark."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for what this person may not know of; old addresses lead on."""
        if request.GET.get("post", "").isdecimal() and len(request.GET["post"]) < 18:
            return redirect("post", pk=int(request.GET["post"]))
        topic = self._found(slug)
        if isinstance(topic, str):
            return redirect(topic, permanent=False)
        came_back(request, f"item:{topic.pk}")
        return render(request, "discussions/topic_detail.html", self._context(topic))

    def _found(self, slug: str) -> Any:
        """The topic with the reader's mark, or the address to which it was moved."""
        person = self.request.user
        rows = topics_seen(person).select_related("thread", "author")
        if person.is_authenticated:
            held = Comment.objects.filter(item=OuterRef("pk"), author=person, state=PostState.HELD)
            rows = rows.annotate(
                mine=FilteredRelation("read_marks", condition=Q(read_marks__user=person)),
                read_to=F("mine__number"),
                read_at=F("mine__updated"),
                has_held=Exists(held),
            ).annotate(next_new=Subquery(unread.next_of(person, OuterRef("read_to"))))
        topic = rows.filter(slug=slug).first()
        if topic is None:
            moved = FormerAddress.objects.filter(slug=slug).values("topic")
            onward = topics_seen(person).filter(pk__in=moved).first()
            if onward is None:
                raise Http404
            return onward.get_absolute_url()
        return topic

    def _context(self, topic: Topic) -> dict[str, Any]:
        person, group = self.request.user, topic.home
        thread = getattr(topic, "thread", None)
        numbered = thread.numbered if thread else 0
        page = pages_of(numbered, self.request.GET)
        posts = reading.page_of(topic, page.number)
        moderates = person.is_authenticated and (membership.moderates(group, person) or sees_as_branch(topic, person))
        why_not = rules.why_not_write(topic, person, is_locked=bool(thread and thread.is_locked))
        context = {
            "topic": topic,
            "item": topic,
            "group": group,
            "thread": thread,
            "posts": posts,
            "page": page,
            "moderates": moderates,
            "why_not": why_not,
            "reply_url": reverse("topic_reply", args=[topic.slug]),
            "is_in": person.is_authenticated and membership.is_in(group, person),
            **_consultation(topic),
        }
        if person.is_authenticated:
            context |= self._for_reader(topic, page, numbered)
        if not why_not:
            context |= {"form": PostForm(topic=topic), "key": uuid.uuid4()}
        return context

    def _for_reader(self, topic: Any, page: Any, numbered: int) -> dict[str, Any]:
        """What is new since the last visit; then the mark moves to the end of this page."""
        person = self.request.user
        seen, end = topic.read_to or 0, min(page.number * PAGE, numbered)
        new = (topic.next_new or 0) + max(numbered - seen - unread.EXACT, 0) if seen else 0
        if end > seen and self.request.method == "GET":
            unread.mark(person, topic, end)
        waiting = reading.waiting_of(topic, person) if topic.has_held and page.number == page.last else []
        return {"new": new, "waiting": waiting}


def _consultation(topic: Topic) -> dict[str, Any]:
    if not topic.is_consultation:
        return {}
    questions, answers = list(topic.questions.all()), reading.answers_by_part(topic)
    for question in questions:
        question.answers = answers.get(question.number, 0)
    return {"questions": questions, "taken_up": list(topic.taken_up.all())}


class PostView(View):
    """The lasting address of a post: it leads to the page where it stands now, whatever was moved since."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for a post that this person may not read; hidden and deleted ones lead to their line."""
        item_id = Comment.objects.filter(pk=pk).values_list("item_id", flat=True).first()
        topic = get_object_or_404(topics_seen(request.user), pk=item_id)
        comment = get_object_or_404(Comment, pk=pk)
        if comment.number is None:
            comment, _topic = post_or_404(request.user, pk)
        return redirect(address_of(comment, topic))


class FirstUnreadView(SignInRequired, View):
    """To the first post that the person has not read; to the last one if there is none."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for what this person may not know of."""
        topic = topic_or_404(request.user, slug)
        known = membership.participation(topic.home, request.user)
        since = known.read_until if known else topic.created
        comment = reading.first_unread(topic, request.user, since)
        if comment is None:
            comment = Comment.objects.filter(item=topic.pk, number=reading.numbered(topic)).first()
        return redirect(address_of(comment, topic) if comment else topic.get_absolute_url())


class ReplyView(SignInRequired, View):
    """The form of an answer: to the topic, to one post, or with a quote of it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """An empty form, or what was typed when the session ran out."""
        topic = topic_or_404(request.user, slug)
        target = self._target(topic, request.GET)
        parked = self.parked_data()
        initial = {}
        if target is not None and "quote" in request.GET:
            initial["quote"] = text.excerpt(target.body)
        form = PostForm(parked, topic=topic, reply_to=target, initial=initial)
        return self._page(topic, form, target, uuid.uuid4())

    def _page(self, topic: Topic, form: Any, target: Any, key: uuid.UUID, status: int = 200, **more: Any) -> Any:
        thread = comments.thread_of(topic)
        why_not = rules.why_not_write(topic, self.request.user, is_locked=thread.is_locked)
        context = {
            "topic": topic,
            "item": topic,
            "group": topic.home,
            "form": form,
            "target": target,
            "key": key,
            "why_not": why_not,
            **more,
        }
        return render(self.request, "discussions/reply.html", context, status=status)

    def _target(self, topic: Topic, sent: Any) -> Comment | None:
        """The post that is answered: one of this topic that is shown, or none."""
        number = sent.get("to", "")
        if not (number.isascii() and number.isdigit() and len(number) < 18):
            return None
        rows = Comment.objects.filter(item=topic.pk, state=PostState.SHOWN, line="").select_related("author")
        return rows.filter(pk=int(number)).first()

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Post it. What can't be posted is shown again with the reason, nothing typed is lost."""
        topic = topic_or_404(request.user, slug)
        key, target = sent_key(request.POST), self._target(topic, request.POST)
        wanted = request.POST.get("to", "")
        form = PostForm(request.POST, request.FILES, topic=topic, reply_to=target)
        if wanted and target is None:
            said = _("The post that you answer is not shown any more. Your text is kept: send it without.")
            return self._page(topic, form, None, key, status=409, conflict=said)
        if not form.is_valid():
            return self._page(topic, form, target, key)
        if in_haste(request, "post"):
            form.add_error(None, _("You sent many posts just now. Please wait a minute; your text is kept."))
            return self._page(topic, form, target, key, status=429)
        return self._send(topic, form, target, key)

    def _send(self, topic: Topic, form: Any, target: Any, key: uuid.UUID) -> HttpResponse:
        request = self.request
        try:
            comment, is_new, wrong = posting.post(
                topic, request.user, form.draft(key), files=tuple(form.cleaned_data.get("files") or ())
            )
        except ValidationError as problem:
            form.add_error("body", problem)
            return self._page(topic, form, target, key)
        except NotAllowed as refused:
            return self._page(topic, form, target, key, status=403, conflict=str(refused))
        except WorkflowError as refused:
            return self._page(topic, form, target, key, status=409, conflict=str(refused))
        tell_sent(request, comment, is_new, wrong)
        return redirect(address_of(comment, topic))


def tell_sent(request: HttpRequest, comment: Comment, is_new: bool, wrong: list[Any]) -> None:
    """Say what happened with what was sent."""
    if not is_new:
        messages.info(request, _("This was sent already."))
    elif comment.state == PostState.HELD:
        messages.info(request, f"{_('Your post waits for the moderators.')} {comment.get_held_because_display()}")
    else:
        messages.success(request, _("Your post is there."))
    for problem in wrong:
        for said in problem.messages:
            messages.error(request, said)


class TopicNewView(SignInRequired, View):
    """Begin a topic, or, as a moderator, a consultation."""

    consultation = False

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """An empty form, or what was typed when the session ran out; who is no member joins first."""
        group = group_or_404(request.user, slug)
        if not rules.may_open(group, request.user):
            return redirect("group_join", slug=slug)
        return self._page(group, self._form(group)(self.parked_data()), uuid.uuid4())

    def _form(self, group: Any) -> Any:
        if not self.consultation:
            return TopicForm
        if not membership.moderates(group, self.request.user):
            raise Http404
        return ConsultationForm

    def _page(self, group: Any, form: Any, key: uuid.UUID, status: int = 200) -> HttpResponse:
        context = {"group": group, "item": group, "form": form, "key": key, "consultation": self.consultation}
        return render(self.request, "discussions/topic_new.html", context, status=status)

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Begin it. The same form sent twice makes one topic."""
        group = group_or_404(request.user, slug)
        if not rules.may_open(group, request.user):
            raise PermissionDenied
        key, form = sent_key(request.POST), self._form(group)(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(group, form, key)
        if in_haste(request, "post"):
            form.add_error(None, _("You sent many posts just now. Please wait a minute; your text is kept."))
            return self._page(group, form, key, status=429)
        return self._open(group, form, key)

    def _open(self, group: Any, form: Any, key: uuid.UUID) -> HttpResponse:
        person, given = self.request.user, form.cleaned_data
        draft = form.draft(key)
        draft = comments.Draft(draft.body, draft.language, key=key)
        further: dict[str, Any] = {}
        if self.consultation:
            further = {"times": form.times, "who_posts": given["who_posts"], "questions": given["questions"]}
        try:
            topic, comment, wrong = opening.open_topic(
                group,
                person,
                given["title"],
                draft,
                files=tuple(given.get("files") or ()),
                **further,
            )
        except WorkflowError as refused:
            form.add_error(None, str(refused))
            return self._page(group, form, key, status=409)
        if topic.status == "submitted":
            messages.info(self.request, _("Your topic waits for the moderators of the group. You will be told."))
        else:
            tell_sent(self.request, comment, True, wrong)
        return redirect(topic.get_absolute_url())
