"""What moderators do with topics: pin, lock, move, merge, split, show held ones; each leaves a line and a record.

Nobody decides on a topic of their own that waits. Each act can be taken back as long as nothing else happened to it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content import publication
from csonet.content.models import Decision, Item
from csonet.content.search import indexing
from csonet.engagement.comments import indexing as posts_indexing
from csonet.engagement.comments import moving
from csonet.engagement.comments import posting as comments
from csonet.engagement.comments.models import Comment, ModerationStep, Thread
from csonet.workflow import MissingReason, NotAllowed, WrongState
from discussions import membership
from discussions.models import FormerAddress, Group, Topic
from discussions.opening import address_in

#: Acts that change one thing and can be taken back by their opposite.
OPPOSITES = {"pin": "unpin", "unpin": "pin", "lock": "unlock", "unlock": "lock"}

#: Acts on a topic as a whole: publication's.
DECISIONS = {"release": "approve", "refuse": "refuse", "hide": "hide", "restore": "restore"}
#: Acts on topics that undo() takes back.
REVERSIBLE = frozenset({*OPPOSITES, *DECISIONS, "move", "merge", "split"})


def _allowed(topic: Topic, actor: Any) -> None:
    may = membership.moderates(topic.home, actor) or (actor.is_branch and topic.audience != "circle")
    if not may:
        raise NotAllowed(_("You may not do this."))


def switch(topic: Topic, action: str, *, actor: Any, reason: str = "", reverses: Any = None) -> ModerationStep:
    """Pin, unpin, lock or unlock. Raises NotAllowed, WrongState if it is so already, MissingReason for a lock."""
    _allowed(topic, actor)
    reason = reason.strip()[:1000]
    with transaction.atomic():
        row = Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
        thread = comments.thread_of(row)
        if action not in OPPOSITES or _is_so(row, thread, action):
            raise WrongState(_("Nothing has changed."))
        if action == "lock" and not reason:
            raise MissingReason(_("Say why: it stands in the topic."))
        if action in ("pin", "unpin"):
            row.pinned_at = timezone.now() if action == "pin" else None
            row.save(update_fields=["pinned_at"])
        else:
            Thread.objects.filter(pk=row.pk).update(is_locked=action == "lock")
        comments.write_line(row, actor, action, reason)
        return membership.note(row, actor, action, reason=reason, reverses=reverses)


def _is_so(topic: Topic, thread: Thread, action: str) -> bool:
    return {
        "pin": topic.pinned_at is not None,
        "unpin": topic.pinned_at is None,
        "lock": thread.is_locked,
        "unlock": not thread.is_locked,
    }[action]


def decide_topic(topic: Topic, action: str, *, actor: Any, reason: str = "") -> None:
    """Show a topic that waits, refuse it, hide one or show it again. Raises what publication.move() raises."""
    if action not in DECISIONS:
        raise WrongState(_("There is no such action."))
    reason = reason.strip()[:2000]
    with transaction.atomic():
        decision = publication.move(Item.objects.get(pk=topic.pk), DECISIONS[action], actor=actor, text=reason)
        membership.note(topic, actor, action, person=topic.author, reason=reason, decision=decision.pk)


def move_to(topic: Topic, group: Group, *, actor: Any, reason: str, reverses: Any = None) -> ModerationStep:
    """Put a topic into another group that the actor moderates too; its old address leads there.

    Raises NotAllowed, MissingReason, and WrongState where more people would read what was written for few.
    """
    _allowed(topic, actor)
    reason = _given(reason)
    if not membership.moderates(group, actor) or group.pk == topic.home_id:
        raise NotAllowed(_("Choose another group that you moderate."))
    _not_wider(topic, group)
    with transaction.atomic():
        row = Topic.objects.select_for_update(of=("self",)).select_related("home").get(pk=topic.pk)
        before = {"group": row.home_id, "slug": row.slug}
        FormerAddress.objects.update_or_create(slug=row.slug, defaults={"topic": row, "moved_by": actor})
        came_from = row.home.title
        _settle(row, group)
        comments.write_line(row, actor, "move", reason, source=_told(came_from, before["group"]), target=group.title)
        return membership.note(row, actor, "move", reason=reason, before=before, reverses=reverses, group=group.pk)


def _told(title: str, group_id: int) -> str:
    """The name of a group, where everybody who reads on may know it."""
    group = Group.objects.get(pk=group_id)
    return "" if group.is_closed else title


def _settle(topic: Topic, group: Group) -> None:
    """Give a topic its new group's address, circle and readers, and its posts with it."""
    title = topic.title
    FormerAddress.objects.filter(topic=topic, slug__startswith=f"{group.slug}/").delete()
    topic.home, topic.slug = group, address_in(group, title)
    topic.circle_id, topic.audience, topic.organization_id = (
        group.people_id,
        group.topic_audience,
        group.organization_id,
    )
    topic.save(update_fields=["home", "slug", "circle", "audience", "organization", "updated"])
    index_anew(topic)


def index_anew(topic: Topic) -> None:
    """The documents of a topic and of all its posts follow their group."""
    item = Item.objects.get(pk=topic.pk)
    indexing.index_item(item)
    posts = Comment.objects.filter(item=item).select_related("item").order_by("pk")
    for start in range(0, posts.count(), moving.SLICE):
        posts_indexing.follow_many(posts[start : start + moving.SLICE])


def _not_wider(topic: Topic, group: Group) -> None:
    """What was written for few is never shown to more; into another closed group neither."""
    order = ["circle", "members", "public"]
    wider = order.index(group.topic_audience) > order.index(topic.audience)
    if wider or (topic.audience == "circle" and group.pk != topic.home_id):
        raise WrongState(_("People wrote this for the readers of their group: others would read it there."))


def merge(topic: Topic, target: Topic, *, actor: Any, reason: str) -> ModerationStep:
    """Put a topic's posts behind those of another one of the group; its address leads there.

    Raises NotAllowed, MissingReason, WrongState.
    """
    _allowed(topic, actor)
    reason = _given(reason)
    if target.pk == topic.pk or target.home_id != topic.home_id or target.status != "published":
        raise WrongState(_("Choose another topic of this group."))
    if topic.status != "published":
        raise WrongState(_("This topic takes no posts at present."))
    with transaction.atomic():
        moved = moving.carry_over(topic, target)
        moving.follow_along(topic, target)
        comments.write_line(target, actor, "merge", reason, source=topic.title, count=len(moved))
        FormerAddress.objects.update_or_create(slug=topic.slug, defaults={"topic": target, "moved_by": actor})
        publication.move(Item.objects.get(pk=topic.pk), "fold", actor=None)
        step = membership.note(target, actor, "merge", reason=reason, before={"topic": topic.pk, "posts": moved})
    topic.refresh_from_db()
    return step


def split(topic: Topic, keys: list[int], title: str, *, actor: Any, reason: str) -> tuple[Topic, ModerationStep]:
    """Make a topic of its own from some posts; a line takes their place.

    Raises NotAllowed, MissingReason, WrongState.
    """
    _allowed(topic, actor)
    reason, title = _given(reason), " ".join(title.split())[:200]
    if not any(sign.isalnum() for sign in title):
        raise WrongState(_("Give it a title in words."))
    with transaction.atomic():
        posts = Comment.objects.filter(item=topic.pk, pk__in=keys, line="", number__isnull=False).order_by("number")
        first = posts.first()
        if first is None or posts.count() >= Comment.objects.filter(item=topic.pk, line="").count():
            raise WrongState(_("Choose some posts, not all of them."))
        fresh = _split_topic(topic, title, first)
        moved = moving.carry_over(topic, fresh, list(posts.values_list("pk", flat=True)))
        publication.move(fresh, "open", actor=None)
        place = moved[0][1]
        line = Comment(item_id=topic.pk, number=place, author=actor, body=reason, line="split", shown_at=timezone.now())
        line.told = {"target": fresh.slug, "title": title, "count": len(moved)}
        line.save()
        moving.recount(topic)
        before = {"topic": fresh.pk, "posts": moved, "line": line.pk}
        step = membership.note(topic, actor, "split", reason=reason, before=before)
    return fresh, step


def _split_topic(topic: Topic, title: str, first: Comment) -> Topic:
    fresh = Topic(
        home=topic.home,
        title=title,
        summary=" ".join(first.body.split())[:300],
        slug=address_in(topic.home, title),
        language=first.language or topic.language,
        author=first.author,
        organization_id=topic.organization_id,
        circle_id=topic.circle_id,
        audience=topic.audience,
    )
    fresh.save()
    return fresh


def undo(step: ModerationStep, *, actor: Any) -> ModerationStep:
    """Take an act on a topic back. Raises NotAllowed, WrongState if it was taken back or can't be any more."""
    topic = Topic.objects.select_related("home").get(pk=step.item_id)
    _allowed(topic, actor)
    if step.reverses_id or ModerationStep.objects.filter(reverses=step).exists():
        raise WrongState(_("This can no longer be taken back."))
    with transaction.atomic():
        if step.action in OPPOSITES:
            return switch(topic, OPPOSITES[step.action], actor=actor, reason=_("Taken back"), reverses=step)
        if step.action in DECISIONS and "decision" in step.after:
            publication.undo(Decision.objects.get(pk=step.after["decision"]), actor=actor)
            return membership.note(topic, actor, "undo", person=topic.author, reverses=step)
        if step.action == "move":
            return _undo_move(step, topic, actor)
        if step.action == "merge":
            return _undo_merge(step, topic, actor)
        if step.action == "split":
            return _undo_split(step, topic, actor)
    raise WrongState(_("This can no longer be taken back."))


def _undo_move(step: ModerationStep, topic: Topic, actor: Any) -> ModerationStep:
    """Back among those for whom it was written."""
    group = Group.objects.get(pk=step.before["group"])
    FormerAddress.objects.filter(slug=step.before["slug"]).delete()
    FormerAddress.objects.update_or_create(slug=topic.slug, defaults={"topic": topic, "moved_by": actor})
    _settle(topic, group)
    Topic.objects.filter(pk=topic.pk).update(slug=step.before["slug"], updated=timezone.now())
    comments.write_line(topic, actor, "undo", "")
    return membership.note(topic, actor, "undo", reverses=step)


def _undo_merge(step: ModerationStep, topic: Topic, actor: Any) -> ModerationStep:
    source = Topic.objects.get(pk=step.before["topic"])
    moving.put_back(source, topic, [(pk, number) for pk, number in step.before["posts"]])
    FormerAddress.objects.filter(slug=source.slug).delete()
    publication.move(Item.objects.get(pk=source.pk), "unfold", actor=None)
    comments.write_line(topic, actor, "undo", "")
    return membership.note(topic, actor, "undo", reverses=step)


def _undo_split(step: ModerationStep, topic: Topic, actor: Any) -> ModerationStep:
    fresh = Topic.objects.get(pk=step.before["topic"])
    Comment.objects.filter(pk=step.before["line"]).delete()
    moving.put_back(topic, fresh, [(pk, number) for pk, number in step.before["posts"]])
    publication.move(Item.objects.get(pk=fresh.pk), "fold", actor=None)
    FormerAddress.objects.update_or_create(slug=fresh.slug, defaults={"topic": topic, "moved_by": actor})
    comments.write_line(topic, actor, "undo", "")
    return membership.note(topic, actor, "undo", reverses=step)


def _given(reason: str) -> str:
    reason = reason.strip()[:1000]
    if not reason:
        raise MissingReason(_("Say why: it stands in the topic."))
    return reason
