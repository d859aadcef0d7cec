"""What moderators decide on posts and reports: one record of each act, each can be taken back.

Nobody decides on their own post, or on a report about themselves. Who moderates is asked by csonet.content.rights.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from csonet.content.models import Item
from csonet.content.models.circle import circles_of
from csonet.content.rights import is_moderator
from csonet.engagement.comments import indexing, posting
from csonet.engagement.comments.models import Comment, ModerationStep, PostState, Report, ReportState
from csonet.richtext import without_controls
from csonet.workflow import MissingReason, NotAllowed, WrongState

#: Act → (states from which, state to which).
ACTS: dict[str, tuple[frozenset[str], str]] = {
    "release": (frozenset({PostState.HELD, PostState.REFUSED}), PostState.SHOWN),
    "refuse": (frozenset({PostState.HELD}), PostState.REFUSED),
    "hide": (frozenset({PostState.SHOWN, PostState.HIDDEN}), PostState.HIDDEN),
    "restore": (frozenset({PostState.HIDDEN}), PostState.SHOWN),
}
NEEDS_REASON = frozenset({"refuse", "hide"})
#: Who listens: (comment, step, reports that it closed). The app that keeps the item tells people.
LISTENERS: list[Callable[[Comment, ModerationStep, list[Report]], None]] = []


def may_decide(actor: Any, comment: Comment) -> bool:
    """A moderator of the item, on a post that is not their own."""
    if actor is None or not actor.is_active or comment.author_id == actor.pk or comment.line:
        return False
    return moderates(actor, comment.item)


def moderates(actor: Any, item: Item) -> bool:
    """Does this person moderate what is posted under the item? Their own topic too: posts in it are others'."""
    if not actor.is_authenticated or not actor.is_active:
        return False
    return bool(item.circle_id and circles_of(actor).get(item.circle_id)) or is_moderator(actor, item)


def decide(comment: Comment, action: str, *, actor: Any, reason: str = "", automatic: bool = False) -> ModerationStep:
    """Carry out one act on a post and note it; open reports on it are closed by it.

    automatic: a rule of the portal acts, nobody in person. Raises NotAllowed, MissingReason or WrongState; then
    nothing was changed.
    """
    reason = without_controls(reason).strip()[:2000]
    with transaction.atomic():
        row = Comment.objects.select_for_update(of=("self",)).select_related("item").get(pk=comment.pk)
        if not automatic and not may_decide(actor, row):
            raise NotAllowed(_("You may not do this."))
        step = _carry_out(row, action, actor, reason, automatic)
        closed = [] if automatic else _close_reports(row, actor, action)
        for listener in LISTENERS:
            listener(row, step, closed)
    comment.refresh_from_db()
    return step


def _carry_out(row: Comment, action: str, actor: Any, reason: str, automatic: bool) -> ModerationStep:
    sources, target = ACTS.get(action, (frozenset(), ""))
    # A post that a rule took out of sight is hidden already; a moderator can still say that it stays so.
    again = action == "hide" and row.state == PostState.HIDDEN and not row.held_because
    if row.state not in sources or again:
        raise WrongState(_("Somebody else has decided on this post already."))
    if action in NEEDS_REASON and not reason and not automatic:
        raise MissingReason(_("Say why: its author is told."))
    before = {"state": row.state, "held_because": row.held_because, "number": row.number}
    row.held_because = ""
    _put(row, target)
    return ModerationStep.objects.create(
        item=row.item,
        comment=row,
        person=row.author,
        actor=actor,
        action=action,
        reason=reason,
        before=before,
        after={"state": row.state, "number": row.number},
    )


def _put(row: Comment, state: str) -> None:
    """Write the state; a post that is shown for the first time gets its number, counts follow."""
    was = row.state
    if state == PostState.SHOWN and row.number is None:
        posting.number_next(row)
    else:
        row.state = state
        if state == PostState.SHOWN:
            posting.count_shown(row.item_id, 1)
    if was == PostState.SHOWN and state != PostState.SHOWN:
        posting.count_shown(row.item_id, -1)
    row.save(update_fields=["state", "number", "shown_at", "held_because", "updated"])
    posting.show_files(row, row.is_shown)
    indexing.follow(row)


def hold_back(comment: Comment, because: str) -> ModerationStep:
    """A rule takes a shown post out of sight until a moderator has looked at it."""
    with transaction.atomic():
        step = decide(comment, "hide", actor=None, reason="", automatic=True)
        Comment.objects.filter(pk=comment.pk).update(held_because=because)
    comment.refresh_from_db()
    return step


def report(comment: Comment, reporter: Any, category: str, words: str) -> tuple[Report, bool]:
    """Note that somebody reports a post: (report, True), or (their earlier one, False). Not one's own."""
    if comment.author_id == reporter.pk or comment.line or not comment.is_shown:
        raise NotAllowed(_("This post cannot be reported."))
    return Report.objects.get_or_create(
        comment=comment, reporter=reporter, defaults={"category": category, "text": words.strip()[:1000]}
    )


def decline_reports(comment: Comment, *, actor: Any) -> ModerationStep:
    """The post breaks no rule: its open reports are closed; one that they took out of sight is shown again."""
    with transaction.atomic():
        row = Comment.objects.select_for_update(of=("self",)).select_related("item").get(pk=comment.pk)
        if not may_decide(actor, row):
            raise NotAllowed(_("You may not do this."))
        if not row.reports.filter(state=ReportState.OPEN).exists():
            raise WrongState(_("Somebody else has decided on this post already."))
        before = {"state": row.state, "held_because": row.held_because, "number": row.number}
        if row.state == PostState.HIDDEN and row.held_because:
            row.held_because = ""
            _put(row, PostState.SHOWN)
        closed = _close_reports(row, actor, "decline")
        step = ModerationStep.objects.create(
            item=row.item,
            comment=row,
            person=row.author,
            actor=actor,
            action="decline",
            before=before | {"reports": [one.pk for one in closed]},
            after={"state": row.state, "number": row.number},
        )
        for listener in LISTENERS:
            listener(row, step, closed)
    comment.refresh_from_db()
    return step


def _close_reports(row: Comment, actor: Any, action: str) -> list[Report]:
    """The open reports get their outcome: hiding upholds them, showing again declines them."""
    outcome = {"hide": ReportState.UPHELD, "refuse": ReportState.UPHELD}.get(action, ReportState.DECLINED)
    found = list(row.reports.filter(state=ReportState.OPEN).select_related("reporter"))
    for one in found:
        one.state, one.decided_by, one.decided_at = outcome, actor, timezone.now()
        one.save(update_fields=["state", "decided_by", "decided_at", "updated"])
    return found


def undo(step: ModerationStep, *, actor: Any) -> ModerationStep:
    """Take an act on a post back: it stands as before, reports that it closed are open again.

    Raises NotAllowed, or WrongState if something else happened to the post since.
    """
    with transaction.atomic():
        row = Comment.objects.select_for_update(of=("self",)).select_related("item").get(moderation_steps=step)
        if not may_decide(actor, row):
            raise NotAllowed(_("You may not do this."))
        last = row.moderation_steps.first()
        if last is None or last.pk != step.pk or step.reverses_id or row.state != step.after.get("state"):
            raise WrongState(_("Something else happened since: this can no longer be taken back."))
        state = step.before["state"]
        if state == PostState.HELD and row.number is not None:
            state = PostState.HIDDEN  # it had its number; it is out of sight again, and waits
        if row.state != state:
            _put(row, state)
        Comment.objects.filter(pk=row.pk).update(held_because=step.before.get("held_because", ""))
        Report.objects.filter(comment=row, decided_at__gte=step.created, state__in=_closing(step)).update(
            state=ReportState.OPEN, decided_by=None, decided_at=None
        )
        reversal = ModerationStep.objects.create(
            item=row.item,
            comment=row,
            person=row.author,
            actor=actor,
            action="undo",
            before=step.after,
            after={"state": row.state, "number": row.number},
            reverses=step,
        )
        for listener in LISTENERS:
            listener(row, reversal, [])
    return reversal


def _closing(step: ModerationStep) -> list[str]:
    return [ReportState.UPHELD, ReportState.DECLINED] if step.action in (*ACTS, "decline") else []
