"""Posting in a topic, from the page or by mail: rights, rules, the post, and who is told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F

from csonet.content.models import Item
from csonet.engagement.comments import deciding, reading, text
from csonet.engagement.comments import posting as comments
from csonet.engagement.comments.models import Comment, Held, ModerationStep, PostState, Report
from csonet.engagement.following import telling_of
from csonet.engagement.models import Level, Subscription
from csonet.notifications.api import notify
from csonet.notifications.models import MailState, Notice, OutboundMail
from csonet.workflow import NotAllowed
from discussions import holding, membership, rules
from discussions.models import Group, Participation, Topic

KINDS = ("post_reply", "post_mention", "group_post")


def post(
    topic: Topic, author: Any, draft: comments.Draft, *, files: tuple[Any, ...] = (), held_because: str = ""
) -> tuple[Comment, bool, list[Any]]:
    """Post in a topic: (the post, is it new, what was wrong with its files). held_because: it is held in any case.

    Raises NotAllowed with the reason in words, ValidationError for a text that can't be posted, WrongState for a
    locked topic or an answer to a post that is not shown.
    """
    before = comments.sent_before(author, draft.key, draft.mail_id)
    if before is not None:
        return before, False, []
    why_not = rules.why_not_write(topic, author, is_locked=comments.thread_of(topic).is_locked)
    if why_not:
        raise NotAllowed(why_not)
    body = comments.checked(draft.body)
    held = held_because or holding.why_held(topic.home, author, body)
    draft = replace(draft, organization=rules.speaks_for(author))
    with transaction.atomic():
        comment, is_new = comments.write(topic, author, draft, held_because=held)
        if is_new:
            _follow_up(comment, topic)
    return comment, is_new, comments.attach(comment, list(files), author) if is_new else []


def _follow_up(comment: Comment, topic: Topic) -> None:
    if comment.state == PostState.HELD:
        tell_moderators(topic, about=comment)
        return
    count_for(topic.home, comment.author)
    _read_until(comment, topic)
    Item.objects.filter(pk=topic.pk).update(responses=F("responses") + 1)
    tell_of(comment, topic, topic.home)


def _read_until(comment: Comment, topic: Topic) -> None:
    """Who had read all that was there has read it still; what was new to them stays new."""
    known = membership.participation(topic.home, comment.author)
    since = known.read_until if known else topic.created
    if reading.first_unread(topic, comment.author, since) is None:
        reading.mark_read(comment.author, topic, comment.number or 0)


def count_for(group: Group, author: Any) -> None:
    """One more post of this person was shown in the group."""
    Participation.objects.filter(group=group, user=author).update(posts=F("posts") + 1)


def tell_of(comment: Comment, topic: Topic, group: Group, *, but_followers: bool = False) -> None:
    """Tell who was answered, who was called by name, and who follows everything; nobody twice, none who muted it.

    but_followers: they were told that the topic is new.
    """
    given = {"item": Item.objects.get(pk=topic.pk), "page": "post", "page_args": [comment.pk], "comment": comment.pk}
    told = {comment.author_id} | _muted(topic)
    answered = comment.reply_to.author if comment.reply_to_id else None
    if answered is not None and answered.pk not in told and _sees(answered, topic):
        told.add(answered.pk)
        notify([answered], "post_reply", via=f"item:{topic.pk}", **given)
    called = [person for person in _called(comment) if person.pk not in told and _sees(person, topic)]
    if called:
        told |= {person.pk for person in called}
        notify(called, "post_mention", via=f"item:{topic.pk}", **given)
    if but_followers:
        return
    telling = telling_of(given["item"], change=True)
    via = {pk: how for pk, how in telling.items() if how.startswith(("item:", "circle:")) and pk not in told}
    people = list(_able_to_see(topic, list(via)))
    if people:
        notify(people, "group_post", grace=True, via=via, **given)


def _muted(topic: Topic) -> set[int | None]:
    """Who wants to hear nothing of the topic, or of its group and nothing else of the topic."""
    rows = Subscription.objects.filter(item=topic.pk) | Subscription.objects.filter(circle=topic.circle_id)
    by_topic: dict[int, Level] = {}
    by_group: dict[int, Level] = {}
    for row in rows:
        (by_topic if row.item_id else by_group)[row.user_id] = row.effective
    return {pk for pk, level in {**by_group, **by_topic}.items() if level == Level.MUTED}


def _called(comment: Comment) -> list[Any]:
    names = text.mentions_in(comment.body)
    people = get_user_model().objects.filter(is_active=True)
    return [person for name in names if (person := people.filter(username__iexact=name).first()) is not None]


def _sees(person: Any, topic: Topic) -> bool:
    return bool(person.is_active) and Item.objects.filter(pk=topic.pk).visible_to(person).exists()


def _able_to_see(topic: Topic, keys: list[int]) -> list[Any]:
    """The followers that the topic's audience can hold; each one's sight is asked again when it is told."""
    people = get_user_model().objects.filter(is_active=True)
    found: list[Any] = []
    for start in range(0, len(keys), 500):
        some = people.filter(pk__in=keys[start : start + 500])
        if topic.audience == "circle":
            some = some.filter(circle_memberships__circle=topic.circle_id)
        found += some.only("pk", "email", "language", "time_zone", "is_active")
    return found


def tell_moderators(topic: Topic, *, about: Comment | None = None) -> None:
    """Something waits in the group: told once until they look. about: its author, if one of them, learns nothing."""
    group = topic.home
    thread = f"group-queue:{group.pk}"
    people = membership.moderators_of(group)
    waiting = set(
        Notice.objects.filter(thread=thread, read_at=None, recipient__in=people).values_list("recipient", flat=True)
    )
    aside = waiting | {about.author_id if about else None}
    people = [person for person in people if person.pk not in aside]
    if people:
        notify(people, "group_waiting", item=group, thread=thread, page="group_queue", page_args=[group.slug])


def decided(comment: Comment, step: ModerationStep, reports: list[Report]) -> None:
    """Listens to csonet.engagement.comments.deciding: the author hears why, reporters the outcome, followers of it."""
    topic = Topic.objects.filter(pk=comment.item_id).select_related("home").first()
    if topic is None:
        return
    appeared = step.action in ("release", "restore") and step.before["state"] != PostState.SHOWN
    if step.action == "release" and step.before.get("number") is None:
        count_for(topic.home, comment.author)
        Item.objects.filter(pk=topic.pk).update(responses=F("responses") + 1)
        tell_of(comment, topic, topic.home)
    if comment.state != PostState.SHOWN:
        recall(comment)
    kind = {"release": "post_released", "refuse": "post_refused", "hide": "post_hidden", "restore": "post_restored"}
    author = comment.author
    if author is not None and step.action in kind and (appeared or comment.state != PostState.SHOWN):
        _tell_author(author, kind[step.action], comment, topic, step)
    for report in reports:
        if report.reporter.is_active and _sees(report.reporter, topic):
            notify([report.reporter], "report_decided", item=Item.objects.get(pk=topic.pk), upheld=report.state)


def _tell_author(author: Any, kind: str, comment: Comment, topic: Topic, step: ModerationStep) -> None:
    if _sees(author, topic):
        given = {"reason": step.reason, "step": step.pk, "page": "post", "page_args": [comment.pk]}
        notify([author], kind, item=Item.objects.get(pk=topic.pk), grace=True, **given)


def recall(comment: Comment) -> None:
    """A post that is not shown any more is told to nobody: notices of it go, mails that wait are not sent."""
    notices = Notice.objects.filter(item=comment.item_id, kind__in=KINDS, context__comment=comment.pk)
    OutboundMail.objects.filter(notice__in=notices, state=MailState.WAITING).update(
        state=MailState.RECALLED, notice=None
    )
    notices.delete()


def delete(comment: Comment, author: Any) -> None:
    """Take one's own post back; nobody is told of it any more."""
    was_shown = comment.is_shown
    with transaction.atomic():
        comments.delete(comment, author)
        recall(comment)
        if was_shown and comment.number != 1:
            Item.objects.filter(pk=comment.item_id, responses__gt=0).update(responses=F("responses") - 1)


def edit(comment: Comment, author: Any, topic: Topic, body: str, language: str = "") -> None:
    """Change one's own post; new words that a rule watches put it out of sight until they are looked at.

    Raises what comments.edit raises, and NotAllowed for who may not write there (any more).
    """
    why_not = rules.why_not_write(topic, author, is_locked=comments.thread_of(topic).is_locked)
    if why_not:
        raise NotAllowed(why_not)
    before = comment.body
    with transaction.atomic():
        changed = comments.edit(comment, author, body, language)
        held = holding.why_held_again(topic.home, author, before, comment.body) if changed and comment.is_shown else ""
        if held:
            deciding.hold_back(comment, held)
            tell_moderators(topic, about=comment)


def report(comment: Comment, topic: Topic, reporter: Any, category: str, words: str) -> bool:
    """Report a post: is it new? So many reports take it out of sight until a moderator has looked."""
    with transaction.atomic():
        _report, is_new = deciding.report(comment, reporter, category, words)
        if is_new:
            tell_moderators(topic, about=comment)
            if comment.is_shown and holding.is_reported_enough(comment):
                deciding.hold_back(comment, Held.REPORTS)
    return is_new
