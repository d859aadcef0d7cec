"""Old names and new ones: what a change of name and a merger leave in the register."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from accounts.models import FormerName, Organization, VerificationDecision
from accounts.models.register import DecisionKind
from accounts.names import name_key
from accounts.register.files import Act
from accounts.register.identity import APPLICATIONS, MISPRINTED_NAMES, Identities
from accounts.register.owners import Owners, is_same_name


class Successions:
    """Writes former names, and marks register entries that became part of another one."""

    def __init__(self, identities: Identities, owners: Owners, acts: Iterable[Act]) -> None:
        self._identities = identities
        self._owners = owners
        self._acts = sorted(acts, key=lambda act: act.session)
        self._organizations = Organization.objects.only("name", "verification", "merged_into").in_bulk(
            {owners.of(act) for act in self._acts if act.new_name}
            | {owner for act in self._acts for name in act.parties if (owner := owners.of_name(name))}
        )
        #: Name and last day, by organization and key: the first spelling stands for all of them.
        self._former: dict[tuple[int, str], tuple[str, dt.date]] = {}
        self._mergers: dict[int, tuple[int, Act]] = {}

    def write(self) -> Counter[str]:
        """Returns how many former names and mergers are new."""
        apart = set(self._identities.not_joined)
        for act in self._acts:
            if act.kind == DecisionKind.NAME_CHANGED and act not in apart:
                self._note_former_name(self._owners.of(act), act.name, act.session)
            for name in act.parties:
                self._note_party(act, name)
        return Counter({"former names": self._write_former_names(), "organizations merged": self._write_mergers()})

    def _note_former_name(self, organization: int, name: str, until: dt.date) -> None:
        name = MISPRINTED_NAMES.get(name, name)
        if not is_same_name(name, self._organizations[organization].name):
            self._former.setdefault((organization, name_key(name)), (name, until))

    def _note_party(self, act: Act, name: str) -> None:
        """An organization with acts of its own stays a record and points to its successor; another is a name only."""
        successor, former = self._owners.of(act), self._owners.of_name(name)
        if former == successor:
            return
        if former is None:
            self._note_former_name(successor, name, act.session)
        elif not self._applied_after(former, act.session):
            self._mergers.setdefault(former, (successor, act))

    def _applied_after(self, organization: int, day: dt.date) -> bool:
        return any(act.kind in APPLICATIONS and act.session > day for act in self._owners.acts()[organization])

    def _write_former_names(self) -> int:
        standing = set(
            FormerName.objects.filter(organization__in={organization for organization, _key in self._former})
            .order_by()
            .values_list("organization", "name_key")
        )
        rows = [
            FormerName(organization_id=organization, name=name, name_key=key, until=until)
            for (organization, key), (name, until) in self._former.items()
            if (organization, key) not in standing
        ]
        FormerName.objects.bulk_create(rows)
        return len(rows)

    def _write_mergers(self) -> int:
        """Only register entries are marked: what becomes of an organization with members is the Branch's decision."""
        written = 0
        for former, (successor, act) in self._mergers.items():
            listed = Organization.objects.filter(pk=former, verification="listed", merged_into=None)
            if listed.update(verification="merged", merged_into=successor):
                VerificationDecision.objects.create(
                    organization_id=former,
                    action="merge",
                    from_state="listed",
                    to_state="merged",
                    text=f"Committee on NGOs, session closed {act.session.isoformat()}: {act.name} → {act.new_name}",
                )
                written += 1
        return written
