"""Whose the Committee's acts are: organizations that stand already, and new register entries for the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.utils.text import slugify

from accounts.models import FormerName, Organization
from accounts.names import name_key
from accounts.register.files import Act
from accounts.register.identity import Identities, printed_key

#: Acts go to organizations that everybody may see or that the Branch approved once. One that waits for approval gets
#: none: a stranger could take a known organization's place by typing its name. The Branch merges the two records.
ATTACHABLE = ("listed", "verified", "suspended", "merged")
LONGEST_SLUG = 110
#: Addresses under organizations/ that are no organization.
RESERVED_SLUGS = frozenset({"new", "names", "export", "feed", "suggest"})


class Owners:
    """The organization of each identity that an act is about."""

    def __init__(self, identities: Identities, acts: Sequence[Act], standing: Sequence[int | None]) -> None:
        """`standing` tells for each act the organization that has it in the register already, or None."""
        self._identities = identities
        self._acts: dict[str, list[Act]] = defaultdict(list)
        decided: dict[str, Counter[int]] = defaultdict(Counter)
        for act, organization in zip(acts, standing, strict=True):
            identity = self.identity(act)
            self._acts[identity].append(act)
            if organization is not None:
                decided[identity][organization] += 1
        keys = identities.keys()
        by_key = _organizations_by_key()
        self._organization: dict[str, int] = {}
        for identity in self._acts:
            if counted := decided.get(identity):
                self._organization[identity] = min(counted, key=lambda pk: (-counted[pk], pk))
            elif len(same := set().union(*(by_key.get(key, ()) for key in keys[identity]))) == 1:
                self._organization[identity] = same.pop()

    def identity(self, act: Act) -> str:
        """A merger is the successor's act, any other that of the organization under the printed name."""
        return self._identities.of(act.new_name if act.parties else act.name)

    def create(self) -> int:
        """Make register entries for identities that no organization has; returns how many."""
        slugs = _Slugs()
        missing = [identity for identity in self._acts if identity not in self._organization]
        rows = []
        for identity in missing:
            name = name_today(self._acts[identity], joined=self._joined)
            rows.append(
                Organization(name=name, name_key=name_key(name), slug=slugs.for_name(name), verification="listed")
            )
        for identity, row in zip(missing, Organization.objects.bulk_create(rows, batch_size=1000), strict=True):
            self._organization[identity] = row.pk
        return len(rows)

    def _joined(self, act: Act) -> bool:
        return self._identities.of(act.name) == self._identities.of(act.new_name)

    def of(self, act: Act) -> int:
        """The primary key of the organization whose act it is."""
        return self._organization[self.identity(act)]

    def of_name(self, name: str) -> int | None:
        """The organization that any act stands under by the printed `name`."""
        return self._organization.get(self._identities.of(name))

    def acts(self) -> dict[int, list[Act]]:
        """The acts of each organization."""
        acts: dict[int, list[Act]] = defaultdict(list)
        for identity, own in self._acts.items():
            acts[self._organization[identity]] += own
        return acts

    def keys(self) -> dict[str, int]:
        """The organization under each printed name's key."""
        return {
            key: self._organization[identity]
            for identity, keys in self._identities.keys().items()
            if identity in self._organization
            for key in keys
        }


def name_today(acts: Iterable[Act], joined) -> str:
    """The newest printed name: the one after the last change or merger, else the newest spelling.

    `joined` tells of a change of name whether its new name is this organization's.
    """
    names = [(act.session, False, act.name) for act in acts if not act.parties]
    names += [(act.session, True, act.new_name) for act in acts if act.parties or (act.new_name and joined(act))]
    return max(names)[2]


def _organizations_by_key() -> dict[str, set[int]]:
    """Real organizations by the keys of their names, present and former; a merged one stands for its successor."""
    by_key: dict[str, set[int]] = defaultdict(set)
    known = Organization.objects.filter(verification__in=ATTACHABLE, is_demo=False).order_by()
    for pk, key, successor in known.values_list("pk", "name_key", "merged_into").iterator():
        by_key[key].add(successor or pk)
    former = FormerName.objects.filter(organization__in=known).order_by()
    rows = former.values_list("organization", "organization__merged_into", "name_key")
    for pk, successor, key in rows.iterator():
        by_key[key].add(successor or pk)
    return by_key


class _Slugs:
    """Addresses that no organization has."""

    def __init__(self) -> None:
        self._taken = set(Organization.objects.order_by().values_list("slug", flat=True)) | RESERVED_SLUGS
        self._next: Counter[str] = Counter()

    def for_name(self, name: str) -> str:
        plain = slugify(name, allow_unicode=True)[:LONGEST_SLUG].strip("-_") or "organization"
        slug = plain
        while slug in self._taken:
            self._next[plain] += 1
            slug = f"{plain}-{self._next[plain] + 1}"
        self._taken.add(slug)
        return slug


def is_same_name(one: str, other: str) -> bool:
    """Are the two spellings of one name?"""
    return printed_key(one) == printed_key(other)
