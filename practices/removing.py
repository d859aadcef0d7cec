"""The Branch takes the words of a use off a practice's page, with a reason, and can put them back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from csonet.content.models import Item, Reason
from csonet.notifications import kinds
from csonet.notifications.api import notify
from csonet.workflow import MissingReason, NotAllowed, WrongState
from practices.models import Use, UseDecision

REMOVED, PUT_BACK = "use_removed", "use_put_back"


def add_kinds() -> None:
    """The kinds of notices that tell of it."""
    told = gettext_lazy("who wrote it, and the owners of their organization")
    kinds.add("decisions", told, REMOVED, PUT_BACK, context=words_for)


def words_for(notice: Any, language: str) -> dict[str, Any]:
    """The reason and its words in the reader's language."""
    reason = Reason.objects.filter(pk=notice.context.get("reason", "")).first()
    return {"why": reason.name if reason else "", "because": reason.text_in(language) if reason else ""}


def may_decide(actor: Any, use: Use) -> bool:
    """Officers of the Branch may, but not on what their own organization wrote."""
    return actor.is_branch and use.organization_id not in actor.standing.organizations


def remove(use: Use, *, actor: Any, reason: Reason | None = None, text: str = "") -> UseDecision:
    """Take it off the page. Raises NotAllowed, MissingReason, or WrongState if it is off it already."""
    if reason is None and not text.strip():
        raise MissingReason(_("Say why: choose a reason, or write it in your own words."))
    return _decide(use, "remove", REMOVED, actor, reason, text)


def put_back(use: Use, *, actor: Any, text: str = "") -> UseDecision:
    """Put it on the page again. Raises NotAllowed, or WrongState if it stands there."""
    return _decide(use, "put-back", PUT_BACK, actor, None, text)


@transaction.atomic
def _decide(use: Use, action: str, kind: str, actor: Any, reason: Reason | None, text: str) -> UseDecision:
    """One conditional UPDATE decides of two officers at once; the count on the card follows in the same transaction."""
    if not may_decide(actor, use):
        raise NotAllowed(_("You may not do this."))
    away = action == "remove"
    rows = Use.objects.filter(pk=use.pk, removed_at__isnull=away)
    if not rows.update(removed_at=timezone.now() if away else None):
        raise WrongState(_("Somebody else decided meanwhile."))
    use.refresh_from_db()
    if use.organization.verification == "verified":
        cards = Item.objects.filter(pk=use.practice_id, responses__gt=0 if away else -1)
        cards.update(responses=F("responses") + (-1 if away else 1))
    decision = UseDecision.objects.create(
        practice=use.practice,
        organization=use.organization,
        actor=actor,
        action=action,
        reason=reason,
        text=text.strip(),
        result=use.result,
    )
    code = reason.pk if reason else ""
    notify(_people(use), kind, item=use.practice.item_ptr, reason=code, words=text.strip(), result=use.result)
    return decision


def _people(use: Use) -> list[User]:
    """Who wrote it, and the owners of the organization; each once."""
    owners = User.objects.filter(memberships__organization=use.organization_id, memberships__role="owner")
    people = {person.pk: person for person in owners}
    if use.user is not None and use.user.standing.organizations & {use.organization_id}:
        people.setdefault(use.user_id, use.user)
    return list(people.values())
