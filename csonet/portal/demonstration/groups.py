"""Groups of the demonstration with their threads: led there by the doors that people use, then laid back in time."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import Organization, User
from csonet.content.models import Item
from csonet.content.publication import move
from csonet.engagement.comments.models import Comment, Thread
from csonet.engagement.comments.posting import Draft
from csonet.notifications.models import Notice
from discussions import acting, consultations, membership, opening, posting
from discussions.models import Group, Participation, Resource, Topic
from discussions.samples import SAMPLES, make_sample

#: Between two posts of a thread.
_PACE = timedelta(hours=31)


class Speakers:
    """Who a sample's names are: people of the cast, or of other organizations, the same name always the same person."""

    def __init__(self, owners: dict[str, User], cast: dict[str, User], organizations: dict[str, Organization]):
        known = {person.pk for person in cast.values()}
        approved = [name for name, one in organizations.items() if one.is_approved and not one.is_un_entity]
        self.others = [owners[name] for name in approved if owners[name].pk not in known]
        self.cast = cast

    def __call__(self, name: str) -> User:
        person = self.cast.get(name) or self.others[int("".join(filter(str.isdigit, name)))]
        for kept in ("standing", "_circles"):
            person.__dict__.pop(kept, None)
        return person


def load(organizations: dict[str, Organization], owners: dict[str, User], cast: dict[str, User]) -> int:
    """Make them all; how many."""
    speaker = Speakers(owners, cast, organizations)
    kept = settings.POSTS_A_MINUTE
    settings.POSTS_A_MINUTE = 1000  # a month is told in a moment here
    try:
        for number, sample in enumerate(SAMPLES):
            _group(sample, speaker, cast["branch"], days=200 - 15 * number)
    finally:
        settings.POSTS_A_MINUTE = kept
    return len(SAMPLES)


def _group(sample: dict[str, Any], speaker: Speakers, officer: User, days: int) -> None:
    host = speaker(sample["host"])
    organization = Organization.objects.get(pk=min(host.standing.organizations))
    group = make_sample(sample, organization=organization, author=host)
    move(group, "submit", actor=host)
    move(group, "approve", actor=officer)
    group = Group.objects.select_related("organization").get(pk=group.pk)
    writers = {who for topic in sample["topics"] for who, *_rest in topic["posts"]}
    late = sample.get("waiting", ("",))[0]
    for name in sorted({*sample.get("members", ()), *writers, *([late] if late else [])} - {sample["host"]}):
        membership.enter(group, speaker(name))
    if sample["host"] != "moderator" and organization.is_un_entity:
        membership.enter(group, speaker("moderator"), is_moderator=True)
    Participation.objects.filter(group=group).exclude(user=speaker(late) if late else None).update(posts=9)
    past = timezone.now() - timedelta(days=days)
    topics = [_topic(one, group, speaker, past + timedelta(days=9 * n)) for n, one in enumerate(sample["topics"])]
    _asides(sample, group, topics, speaker)
    Item.objects.filter(pk=group.pk).update(created=past, published_at=past)
    Participation.objects.filter(group=group).update(read_until=past)  # what was written since is new to its members


def _topic(sample: dict[str, Any], group: Group, speaker: Speakers, begun: datetime) -> Topic:
    (who, body, *_rest), *answers = sample["posts"]
    author = speaker(who)
    before = group.moderation
    Group.objects.filter(pk=group.pk).update(moderation="after")
    group.moderation = "after"
    further: dict[str, Any] = {}
    if "consultation" in sample:
        now = timezone.now()
        further = {
            "times": (now - timedelta(days=20), now + timedelta(days=12)),
            "questions": tuple(sample["questions"]),
        }
    draft = Draft(body, language=sample.get("language", ""), key=uuid.uuid4())
    topic, first, _wrong = opening.open_topic(group, author, sample["title"], draft, **further)
    topic = Topic.objects.select_related("home").get(pk=topic.pk)
    written = {1: first}
    for number, (name, text, *more) in enumerate(answers, start=2):
        part = more[1] if len(more) > 1 else None
        answered = written[more[0]] if more and not part else None
        given = Draft(text, reply_to=answered, part=part, key=uuid.uuid4())
        written[number] = posting.post(topic, speaker(name), given)[0]
    Group.objects.filter(pk=group.pk).update(moderation=before)
    group.moderation = before
    _age(topic, begun)
    _conclude(topic, sample, speaker)
    return topic


def _conclude(topic: Topic, sample: dict[str, Any], speaker: Speakers) -> None:
    moderator = speaker("moderator")
    if sample.get("pinned"):
        acting.switch(topic, "pin", actor=moderator, reason="Three good answers in one place.")
    if sample.get("consultation") == "closed":
        consultations.close_now(topic, actor=moderator)
        consultations.take_up(topic, sample["taken_up"], actor=moderator)
        consultations.summarize(topic, sample["summary"], actor=moderator)


def _asides(sample: dict[str, Any], group: Group, topics: list[Topic], speaker: Speakers) -> None:
    """What is useful to the group, and what waits: a held post, a report, somebody who asks to join."""
    if "reported" in sample:
        which, number, why = sample["reported"]
        comment = Comment.objects.get(item=topics[which].pk, number=number)
        posting.report(comment, topics[which], speaker("colleague"), "false", why)
    if "waiting" in sample:
        who, body = sample["waiting"]
        topic = Topic.objects.select_related("home").get(pk=topics[0].pk)
        posting.post(topic, speaker(who), Draft(body, key=uuid.uuid4()))
    for item in Item.objects.published().filter(title__in=sample.get("useful", ())):
        Resource.objects.create(group=group, item=item, added_by=group.author)
    for name in sample.get("asking", ()):
        membership.ask(group, speaker(name), "We keep seed of three valleys and would like to compare.")


def _age(topic: Topic, begun: datetime) -> None:
    """The posts lie as far apart as people write. Nothing but their time is changed, and only here."""
    posts = list(Comment.objects.filter(item=topic.pk).order_by("number"))
    for number, post in enumerate(posts):
        at = min(begun + number * _PACE, timezone.now() - timedelta(minutes=40))
        Comment.objects.filter(pk=post.pk).update(created=at, shown_at=at)
    Thread.objects.filter(pk=topic.pk).update(last_at=at)
    Item.objects.filter(pk=topic.pk).update(created=begun, published_at=begun)
    Notice.objects.filter(item=topic.pk).update(created=at)
