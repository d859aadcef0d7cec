"""Topics as files: feeds of what everybody may read, CSV for moderators, and one page to print."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.atom import printable
from csonet.engagement.comments import reading, text
from csonet.engagement.comments.models import Comment, PostState
from csonet.opendata.writing import as_csv
from discussions import listing, membership
from discussions.models import Group, Topic
from discussions.paging import pages_of
from discussions.views.common import group_or_404, sees_as_branch, topic_or_404
from discussions.words import line_of

COLUMNS = ["number", "state", "author", "organization", "language", "question", "posted", "edited", "answers", "text"]
#: Names posts in feeds for ever.
_POSTS = uuid.UUID("6f0f2f43-5d1c-5b7e-9d3f-1f5b7e6a2c11")


class PostsFeed(View):
    """What the feeds share: the newest posts, as everybody may read them."""

    http_method_names = ["get", "head", "options"]

    def answer(self, title: str, page: str, posts: Any) -> HttpResponse:
        """The posts as Atom."""
        feed = Atom1Feed(
            title=printable(title),
            link=settings.SITE_URL + page,
            description="",
            language=get_language(),
            feed_url=settings.SITE_URL + self.request.path,
            author_name="CSO Net",
        )
        for post in posts:
            feed.add_item(
                title=printable(post.item.title),
                link=settings.SITE_URL + reverse("post", args=[post.pk]),
                description=str(text.marked_up(printable(text.excerpt(post.body, 2000)))),
                unique_id=uuid.uuid5(_POSTS, str(post.key)).urn,
                author_name=printable(post.author.get_full_name() if post.author else _("Former member")),
                pubdate=post.shown_at,
                updateddate=post.edited_at or post.shown_at,
            )
        response = HttpResponse(content_type=feed.content_type)
        if feed.items:
            response.headers["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
        feed.write(response, "utf-8")
        return response


class GroupFeedView(PostsFeed):
    """The newest posts of a public group. Others have none: feed readers have no account."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for a group that not everybody reads."""
        group = get_object_or_404(Group.objects.visible_to(AnonymousUser()).filter(access="public"), slug=slug)
        topics = listing.topics_of(group, AnonymousUser())
        return self.answer(f"CSO Net: {group.title}", group.get_absolute_url(), listing.latest_posts(topics))


class TopicFeedView(PostsFeed):
    """The newest posts of a public topic."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for a topic that not everybody reads."""
        topic = get_object_or_404(Topic.objects.visible_to(AnonymousUser()), slug=slug)
        rows = Topic.objects.filter(pk=topic.pk)
        return self.answer(f"CSO Net: {topic.title}", topic.get_absolute_url(), listing.latest_posts(rows))


def records(posts: Any) -> Iterator[dict[str, Any]]:
    """One flat record for each post, in the order of the thread."""
    for post in posts.iterator(chunk_size=500):
        answered = post.reply_to.number if post.reply_to_id and post.reply_to else ""
        yield {
            "number": post.number or "",
            "state": post.line or post.state,
            "author": post.author.get_full_name() if post.author else "",
            "organization": post.organization.name if post.organization else "",
            "language": post.language,
            "question": post.part or "",
            "posted": (post.shown_at or post.created).isoformat(),
            "edited": post.edited_at.isoformat() if post.edited_at else "",
            "answers": answered,
            "text": f"{line_of(post)} {post.body}".strip() if post.line else post.body,
        }


def exported(topics: Any) -> Any:
    """The posts of topics for their moderators: also what waits and what is hidden, never what its author deleted."""
    posts = Comment.objects.filter(item__in=topics.order_by().values("pk")).exclude(state=PostState.DELETED)
    return posts.select_related("author", "organization", "reply_to").order_by("item", "number", "pk")


def as_file(rows: Iterator[dict[str, Any]], columns: list[str], name: str) -> HttpResponseBase:
    """CSV that a spreadsheet opens safely."""
    response = StreamingHttpResponse(as_csv(rows, columns), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


class TopicExportView(SignInRequired, View):
    """A topic as CSV: for its moderators all of it; a consultation for whoever reads it, as they read it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """404 for everybody else."""
        topic = topic_or_404(request.user, slug)
        moderates = membership.moderates(topic.home, request.user) or sees_as_branch(topic, request.user)
        if not moderates and not topic.is_consultation:
            raise Http404
        posts = exported(Topic.objects.filter(pk=topic.pk))
        if not moderates:
            posts = posts.filter(state=PostState.SHOWN)
        asked = {question.number: question.text for question in _asked(topic)}
        rows = (record | {"question_text": asked.get(record["question"], "")} for record in records(posts))
        columns = [*COLUMNS, "question_text"] if asked else COLUMNS
        return as_file(rows, columns, f"csonet-topic-{topic.pk}")


class GroupExportView(SignInRequired, View):
    """All topics of a group as CSV, for its moderators."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """404 for everybody else."""
        group = group_or_404(request.user, slug)
        as_branch = request.user.is_branch and not group.is_closed  # type: ignore[union-attr]
        if not membership.moderates(group, request.user) and not as_branch:
            raise Http404
        posts = exported(Topic.objects.filter(home=group)).select_related("item", "author", "organization", "reply_to")
        rows = ({"topic": title, **record} for title, record in _titled(posts))
        return as_file(rows, ["topic", *COLUMNS], f"csonet-group-{group.pk}")


def _titled(posts: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    titles = dict(posts.order_by("item").values_list("item_id", "item__title").distinct())
    keys = list(posts.values_list("item_id", flat=True))
    return zip((titles[key] for key in keys), records(posts), strict=False)


class TopicPrintView(View):
    """The whole topic to be printed or kept, a thousand posts on a page: with a consultation's questions and result."""

    http_method_names = ["get", "head", "options"]
    MOST = 1000

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """404 for what this person may not know of."""
        topic = topic_or_404(request.user, slug)
        rows = Comment.objects.filter(item=topic.pk, state=PostState.SHOWN)
        rows = rows.select_related("author", "organization", "reply_to__author").order_by("number")
        page = pages_of(reading.numbered(topic), request.GET, self.MOST)
        posts = list(rows.filter(number__gt=(page.number - 1) * self.MOST, number__lte=page.number * self.MOST))
        parts = [(question, [post for post in posts if post.part == question.number]) for question in _asked(topic)]
        rest = [post for post in posts if not parts or post.part is None]
        context = {
            "topic": topic,
            "item": topic,
            "group": topic.home,
            "parts": parts,
            "posts": rest,
            "page": page,
            "taken_up": list(topic.taken_up.all()) if topic.is_consultation else [],
        }
        return render(request, "discussions/topic_print.html", context)


def _asked(topic: Topic) -> list[Any]:
    return list(topic.questions.all()) if topic.is_consultation else []
