"""What an officer needs to see to decide about an organization."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import Claim, CommitteeDecision, Organization, User, VerificationDecision
from accounts.organizations import reasons
from accounts.organizations.mail_domains import DomainCheck, compare
from accounts.organizations.matching import Match, near_matches
from accounts.verification import VERIFICATION
from csonet.reference import vocabulary
from csonet.ui import languages
from csonet.workflow import Transition

#: How many likely duplicates stand beside it, and how many decisions of each.
DUPLICATES, DECISIONS = 4, 6


@dataclass(frozen=True)
class Duplicate:
    """A record that may be the same organization, with what the Committee decided about it."""

    match: Match
    decisions: list[CommitteeDecision]
    members: int


@dataclass(frozen=True)
class AddressCheck:
    """The account's own address, "" while it is not confirmed, against a web site; who asks may have typed that."""

    address: str
    domains: DomainCheck
    site_is_typed: bool


@dataclass(frozen=True)
class Answer:
    """One line of what they typed."""

    label: str | Promise
    value: Any


def duplicates_of(organization: Organization) -> list[Duplicate]:
    """The nearest records of any state but merged, by any of its names, with their decisions."""
    matches = near_matches(
        organization.name,
        DUPLICATES,
        others=[former.name for former in organization.former_names.all()],
        acronym=organization.acronym,
        among=Organization.objects.exclude(verification="merged"),
        leaving_out=organization.pk,
    )
    ids = [match.organization.pk for match in matches]
    decisions: dict[int, list[CommitteeDecision]] = {pk: [] for pk in ids}
    for decision in CommitteeDecision.objects.filter(organization__in=ids).select_related("session"):
        if len(decisions[decision.organization_id]) < DECISIONS:
            decisions[decision.organization_id].append(decision)
    return [
        Duplicate(match, decisions[match.organization.pk], match.organization.memberships.count()) for match in matches
    ]


def answer_of(organization: Organization, name: str) -> Answer:
    """One answer that is no list of terms, in the words that the page shows."""
    display = getattr(organization, f"get_{name}_display", None)
    value = display() if display else getattr(organization, name)
    if name == "country":
        value = vocabulary.countries().get(organization.country_id, "")
    if name == "languages":
        value = " · ".join(languages.own_name(code) for code in organization.languages)
    return Answer(Organization._meta.get_field(name).verbose_name, value)


def answers_of(organization: Organization) -> list[Answer]:
    """All they typed, in the order of the form; empty answers are left out."""
    answers = [answer_of(organization, name) for name in PLAIN]
    for name in ("countries", "fields", "goals"):
        terms = getattr(organization, name).all()
        answers.append(Answer(Organization._meta.get_field(name).verbose_name, " · ".join(map(str, terms))))
    formers = " · ".join(former.name for former in organization.former_names.all())
    answers.append(Answer(Organization.former_names.rel.related_model._meta.verbose_name_plural, formers))
    return [answer for answer in answers if answer.value not in (None, "", [], False)]


PLAIN = (
    "acronym",
    "type",
    "is_un_entity",
    "parent",
    "country",
    "address",
    "scope",
    "languages",
    "other_languages",
    "mission",
    "established",
    "registration_number",
    "registration_authority",
    "registration_year",
    "website",
    "contact_name",
    "contact_email",
    "contact_phone",
)


def applicant_check(organization: Organization) -> AddressCheck | None:
    """The applicant's account against the web site; None for an entry that nobody registered.

    The contact's address stands among the answers: nobody has confirmed it, so that it proves nothing.
    """
    if organization.applicant is None:
        return None
    typed = bool(organization.website) and organization.verification in ("registered", "returned", "refused")
    return _check(organization.applicant, organization.website, typed)


def _check(person: User, website: str, site_is_typed: bool) -> AddressCheck:
    own = person.email.casefold()
    confirmed = any(one.verified and one.email.casefold() == own for one in person.emailaddress_set.all())
    address = person.email if confirmed else ""
    return AddressCheck(address, compare(address, website), site_is_typed)


def acts(organization: Organization, actor: Any) -> list[Transition]:
    """What the officer may do now, the merger apart (it has a page of its own)."""
    return [act for act in VERIFICATION.available(organization, actor) if act.staff and act.name != "merge"]


def steps_of(organization: Organization) -> list[VerificationDecision]:
    """Earlier decisions and edits, newest first, each with its reason's words."""
    steps = list(organization.verification_decisions.select_related("actor", "target")[:50])
    for step in steps:
        step.reason_text = reasons.text_of(step.reason_code)  # type: ignore[attr-defined]
    return steps


def waiting_claims(organization: Organization) -> list[tuple[Claim, AddressCheck]]:
    """Claims that wait for an answer, the oldest first, with the check of the claimant's account.

    The web site is the entry's; where it has none, the claimant's word for it. The address that they typed into the
    claim is not compared: nobody has confirmed it.
    """
    claims = organization.claims.filter(state="waiting").select_related("user")
    known = organization.website
    return [
        (claim, _check(claim.user, known or claim.website, bool(claim.website) and not known))
        for claim in claims.prefetch_related("user__emailaddress_set")
    ]
