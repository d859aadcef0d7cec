"""Which consultative status follows from the Committee's acts, and from which words of them.

The Committee recommends and the Council decides: the status says in its source that it rests on the Committee's list.
Nothing that the lists leave out (the class, the year, a later suspension) is filled in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from accounts.models import ConsultativeStatus
from accounts.models.register import DecisionKind, StatusKind, StatusState
from accounts.register.files import Act

#: The words in `info` that speak of another status than the consultative one.
_ANOTHER_STATUS = "observer status"


def status_from(acts: Iterable[Act]) -> ConsultativeStatus | None:
    """An unsaved status without its organization, or None where no act tells of one."""
    acts = sorted(acts, key=lambda act: (act.session, act.status_year or 0))
    granted = [act.session for act in acts if act.kind == DecisionKind.GRANTED]
    told = [act for act in acts if act.kind == DecisionKind.NAME_CHANGED and (act.status or act.status_year)]
    left = [
        act.session for act in acts if act.kind == DecisionKind.STATUS_WITHDRAWN and _ANOTHER_STATUS not in act.note
    ]
    if not (granted or told or left):
        return None
    status = ConsultativeStatus(
        kind=StatusKind.UNRECORDED, state=StatusState.UNRECORDED, source=_source(granted, told, left)
    )
    if told:
        status.kind = told[-1].status or StatusKind.UNRECORDED
        status.year_granted = told[-1].status_year
    if left and left[-1] > max(granted, default=dt.date.min):
        status.state = StatusState.WITHDRAWN
        status.until = left[-1]
    return status


def _source(granted: list[dt.date], told: list[Act], left: list[dt.date]) -> str:
    """English, like every source in the register: it cites documents that are in English."""
    parts = []
    if told:
        parts.append(f"class or year as printed in the change of name, session closed {told[-1].session.isoformat()}")
    if granted:
        parts.append(f"recommended for status, session closed {granted[-1].isoformat()}")
        parts.append("the Council's decision, later suspension or withdrawal are not in this source")
    if left:
        parts.append(f"status withdrawn at its own request, session closed {left[-1].isoformat()}")
    return f"Committee on NGOs: {'; '.join(parts)}"
