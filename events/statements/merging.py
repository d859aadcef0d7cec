"""What two records of one organization both have at events is settled before they become one.

Without this the one row would simply go where a constraint allows no two: a signature with it, a receipt, a slot.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.abstract import Confirmation
from csonet.workflow import WorkflowError
from events.models import CoHost, CoSignature, CoSponsor, FloorRequest, SideEventRequest, Statement
from events.models.statement_choices import HANDED_IN, RequestState
from events.statements import signing, telling

#: Who stands behind what: the model, and what they stand behind.
BEHIND: tuple[tuple[Any, str], ...] = ((CoSignature, "statement"), (CoSponsor, "request"), (CoHost, "event"))
#: Of two answers the one that says more stays.
_RANK = {Confirmation.DECLINED: 0, Confirmation.INVITED: 1, Confirmation.CONFIRMED: 2}


def settle(sender: Any, organization: Organization, survivor: Organization, **_kwargs: Any) -> None:
    """Before a merger moves rows, in its transaction. Raises WorkflowError for what an officer has to solve first."""
    both = (organization.pk, survivor.pk)
    joint = _was_joint(both)
    for model, what in BEHIND:
        _stand_behind_once(model, what, both, survivor.pk)
    _own_again(joint)
    _keep_receipts(organization, survivor)
    for model, call in ((FloorRequest, "list"), (SideEventRequest, "call")):
        _ask_once(model, call, organization, survivor)


def _was_joint(both: tuple[int, int]) -> list[int]:
    """The statements that stand as joint ones, and that one of the two signs or hands in."""
    own = Q(organization__in=both) | Q(co_signatures__organization__in=both)
    return list(Statement.objects.handed_in().filter(own, place=None).distinct().values_list("pk", flat=True))


def _stand_behind_once(model: Any, what: str, both: tuple[int, int], survivor: int) -> None:
    """Nobody stands behind their own; of two answers of one organization the one that says more stays."""
    rows = model._default_manager.filter(organization__in=both)
    rows.filter(**{f"{what}__organization__in": both}).delete()
    best: dict[int, Any] = {}
    for row in sorted(rows, key=lambda row: (_RANK[row.state], row.organization_id == survivor), reverse=True):
        if best.setdefault(getattr(row, f"{what}_id"), row) is not row:
            row.delete()


def _own_again(joint: list[int]) -> None:
    """A joint statement of which nobody else is left is its organization's own from now on."""
    for row in Statement.objects.filter(pk__in=joint).select_related("call"):
        if not signing.signed(row).exists():
            Statement.objects.filter(pk=row.pk).update(place=_next_place(row, (row.organization_id,)))


def _keep_receipts(organization: Organization, survivor: Organization) -> None:
    """What both had handed in under one call stays handed in, one place after the other."""
    for row in Statement.objects.handed_in().filter(organization=organization).exclude(place=None).order_by("pk"):
        same = Statement.objects.handed_in().filter(call=row.call_id, organization=survivor)
        if same.filter(place=row.place).exists():
            place = _next_place(row, (organization.pk, survivor.pk))
            Statement.objects.filter(pk=row.pk).update(place=place)


def _next_place(row: Statement, organizations: tuple[int, ...]) -> int:
    rows = Statement.objects.filter(call=row.call_id, organization__in=organizations, state__in=HANDED_IN)
    return (rows.aggregate(last=Max("place"))["last"] or 0) + 1


def _ask_once(model: Any, call: str, organization: Organization, survivor: Organization) -> None:
    """One request an organization and call: the one that has more stays, the other is withdrawn, its turn free."""
    rows = model._default_manager.alive().select_related(f"{call}__event", "organization")
    ours = {getattr(row, f"{call}_id"): row for row in rows.filter(organization=survivor)}
    for row in rows.filter(organization=organization):
        other = ours.get(getattr(row, f"{call}_id"))
        if other is not None:
            _withdraw(min(row, other, key=_weight))


def _weight(request: Any) -> tuple[bool, ...]:
    """Announced before granted before asked, and what took place; of equals the survivor's stays."""
    announced, spoken = (getattr(request, name, None) is not None for name in ("event_id", "spoken_at"))
    return announced, spoken, request.state == RequestState.GRANTED


def _withdraw(request: Any) -> None:
    if getattr(request, "event_id", None) is not None:
        raise WorkflowError(_("Both have a side event under one call: change or cancel one of them first."))
    telling.withdrawn(request)
    request.leave()
    request.state = RequestState.WITHDRAWN
    request.save()
    request.left()
