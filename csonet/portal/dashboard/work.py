"""What a person's dashboard shows: each function is one question and at most two queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Claim, Invitation, JoinRequest, Membership, Organization, VerificationDecision
from csonet.content.models import Decision, Item, ItemQuerySet, Revision
from csonet.content.states import EDITABLE, REVISION
from csonet.engagement.models import SavedSearch
from csonet.notifications.models import Notice
from csonet.notifications.rendering import link_of, render
from csonet.prepared import prepared
from csonet.reference.models import OrganizationReason

MOST_ITEMS = 60
MOST_PUBLISHED = 5
MOST_NOTICES = 8
#: What the page says of an organization.
_ORGANIZATION = ("organization__name", "organization__slug", "organization__verification")


@dataclass
class Work:
    """A person's items by what they wait for."""

    returned: list[Item] = field(default_factory=list)
    drafts: list[Item] = field(default_factory=list)
    waiting: list[Item] = field(default_factory=list)
    published: list[Item] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    #: There is more than the page shows.
    is_cut: bool = False


def work_of(user: Any) -> Work:
    """The items that the person may work on, the latest first; returned ones carry their reason. Four queries."""
    unfinished = _unfinished(user)
    work = Work(is_cut=len(unfinished) > MOST_ITEMS)
    for item in unfinished[:MOST_ITEMS]:
        shelf = {"draft": work.drafts, "returned": work.returned}.get(item.status, work.waiting)
        shelf.append(item)
    work.published = _published(user)
    work.revisions = _revisions(user)
    _give_reasons(work)
    return work


@prepared
def _unfinished(user: Any) -> ItemQuerySet:
    return (
        _mine(user)
        .filter(status__in=["draft", "returned", "submitted", "scheduled"])
        .only("kind", "title", "slug", "language", "status", "updated", "published_at", "organization__name")
        .order_by("-updated")[: MOST_ITEMS + 1]
    )


@prepared
def _published(user: Any) -> ItemQuerySet:
    return _mine(user).published().for_cards()[:MOST_PUBLISHED]


@prepared
def _revisions(user: Any) -> QuerySet[Revision]:
    return (
        Revision.objects.open()
        .filter(item__in=_mine(user))
        .exclude(item__status__in=EDITABLE)
        .select_related("item")
        .only("status", "updated", "item__kind", "item__title", "item__slug", "item__language", "item__status")
        .order_by("-updated")[:MOST_ITEMS]
    )


def _mine(user: Any) -> ItemQuerySet:
    """What the person wrote, and what they may edit for their organizations: found first, then asked for visibility."""
    own = Item.objects.filter(Q(author=user) | Q(organization__in=user.standing.editing)).values("pk")
    nouns = list(Item.nouns())  # topics stand under the person's groups
    return Item.objects.filter(pk__in=own).of_kind(*nouns).visible_to(user).select_related("organization")


def _give_reasons(work: Work) -> None:
    """Each returned item and revision gets `decision`: the last one that returned it. One query."""
    returned = [item.pk for item in work.returned]
    returned += [revision.item_id for revision in work.revisions if revision.status == "returned"]
    latest: dict[tuple[int, int | None], Decision] = {}
    for decision in _returning(returned):
        latest[decision.item_id, decision.revision_id] = decision
    for item in work.returned:
        item.decision = _with_words(latest.get((item.pk, None)))  # type: ignore[attr-defined]
    for revision in work.revisions:
        revision.author_label = REVISION.state(revision.status).author_label  # type: ignore[attr-defined]
        revision.decision = _with_words(latest.get((revision.item_id, revision.pk)))  # type: ignore[attr-defined]


@prepared
def _returning(items: list[int]) -> QuerySet[Decision]:
    return Decision.objects.filter(item__in=items, action="return").select_related("reason").order_by("pk")


def _with_words(decision: Decision | None) -> Decision | None:
    """The decision with `words`: the reason's text to the author in the active language."""
    if decision is not None:
        decision.words = decision.reason.words if decision.reason else ""  # type: ignore[attr-defined]
    return decision


@dataclass(frozen=True)
class Telling:
    """An unread notice in words."""

    notice: Notice
    subject: str
    url: str


def notices_of(user: Any) -> tuple[list[Telling], int]:
    """(the latest unread notices in the page's language, how many there are). What may no longer be seen is left out.

    One query, whatever the number.
    """
    language = get_language() or "en"
    shown = _unread(user)
    number = shown[0].number if shown else 0
    return [Telling(notice, render(notice, language)[0], link_of(notice)) for notice in shown], number


@prepared
def _unread(user: Any) -> QuerySet[Any]:
    unread = Notice.objects.filter(
        Q(item=None) | Exists(Item.objects.filter(pk=OuterRef("item")).visible_to(user)),
        Q(organization=None) | Exists(Organization.objects.filter(pk=OuterRef("organization")).visible_to(user)),
        recipient=user,
        read_at=None,
    )
    return unread.annotate(number=Window(Count("pk"))).select_related(
        "recipient", "item__author", "item__organization", "organization", "decision__reason"
    )[:MOST_NOTICES]


@prepared
def searches_of(person: int) -> QuerySet[SavedSearch]:
    """The person's saved searches, by name."""
    return SavedSearch.objects.filter(user=person).only("name", "address", "language")


def mark_read(user: Any, keys: list[int] | None = None) -> int:
    """Mark the person's notices as read: those with the keys, or all. How many were unread."""
    unread = Notice.objects.filter(recipient=user, read_at=None)
    if keys is not None:
        unread = unread.filter(pk__in=keys)
    return unread.update(read_at=timezone.now())


def memberships_of(user: Any) -> list[Membership]:
    """The person's organizations; one that was returned carries `decision`: what it lacks. Two queries."""
    memberships = _memberships(user.pk)
    returned = [one.organization_id for one in memberships if one.organization.verification == "returned"]
    latest = {decision.organization_id: decision for decision in _sent_back(returned)}
    codes = {decision.reason_code for decision in latest.values() if decision.reason_code}
    reasons = OrganizationReason.objects.in_bulk(codes) if codes else {}
    language = get_language() or "en"
    for membership in memberships:
        decision = latest.get(membership.organization_id)
        membership.decision = decision  # type: ignore[attr-defined]
        reason = reasons.get(decision.reason_code) if decision else None
        membership.words = reason.text_in(language) if reason else ""  # type: ignore[attr-defined]
    return memberships


@prepared
def _memberships(user: int) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user=user).select_related("organization")
    return rows.only("role", "user", *_ORGANIZATION).order_by("organization__name")


@prepared
def _sent_back(organizations: list[int]) -> QuerySet[VerificationDecision]:
    return VerificationDecision.objects.filter(organization__in=organizations, action="return").order_by("pk")


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody: requests to my organizations, invitations to me, my own requests and claims."""

    requests: list[JoinRequest]
    invitations: list[Invitation]
    own_requests: list[JoinRequest]
    claims: list[Claim]

    def __bool__(self) -> bool:
        return bool(self.requests or self.invitations or self.own_requests or self.claims)


def waiting_for(user: Any) -> Waiting:
    """Four queries; invitations only to addresses that the person has confirmed."""
    now = timezone.now()
    return Waiting(
        requests=_to_answer(sorted(user.standing.owned)),
        invitations=[one for one in _invitations(user.pk) if one.expires_at > now],
        own_requests=_own_requests(user.pk),
        claims=_claims(user.pk),
    )


@prepared
def _to_answer(organizations: list[int]) -> QuerySet[JoinRequest]:
    waiting = JoinRequest.objects.filter(state="waiting", organization__in=organizations)
    columns = ("created", "user__name", "user__username", *_ORGANIZATION)
    return waiting.select_related("user", "organization").only(*columns)


@prepared
def _invitations(user: int) -> QuerySet[Invitation]:
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values("email")
    invitations = Invitation.objects.filter(email__in=confirmed, accepted_at=None, revoked_at=None)
    return invitations.select_related("organization").only("email", "expires_at", *_ORGANIZATION)


@prepared
def _own_requests(user: int) -> QuerySet[JoinRequest]:
    waiting = JoinRequest.objects.filter(state="waiting", user=user)
    return waiting.select_related("organization").only("created", *_ORGANIZATION)


@prepared
def _claims(user: int) -> QuerySet[Claim]:
    waiting = Claim.objects.filter(user=user, state="waiting")
    return waiting.select_related("organization").only("created", *_ORGANIZATION)
