"""What the record that stays takes over from the one merged into it: answers it has none of, and a better state.

An entry that the register alone knows has no answers and no people: what comes to it brings its state along.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.organizations import reasons
from accounts.organizations.verifying import move
from csonet.workflow import WorkflowError

REGISTRATION = ("registration_number", "registration_authority", "registration_year")
CONTACT = ("contact_name", "contact_email", "contact_phone")
#: Answers that are taken over together: half of each would say what neither record said.
ANSWERS: tuple[tuple[str, ...], ...] = (
    ("acronym",),
    ("type",),
    ("parent",),
    ("country",),
    ("address",),
    ("scope",),
    ("languages",),
    ("other_languages",),
    ("mission",),
    ("established",),
    REGISTRATION,
    ("website",),
    ("logo",),
    CONTACT,
)
#: The states that an entry known from the register alone takes over.
STATES = frozenset({"verified", "registered", "returned"})


def answers_taken(organization: Organization, survivor: Organization) -> list[str]:
    """Names of the answers of `organization` that `survivor` has none of; nothing that stands is replaced."""
    groups = [group for group in ANSWERS if not any(getattr(survivor, name) for name in group)]
    if survivor.verification == "listed":
        groups.append(("is_un_entity",))  # it gives rights: where the Branch decided about an entry, its word holds
    names = [name for group in groups for name in group if getattr(organization, name)]
    if "parent" in names and _stands_under(organization, survivor):
        names.remove("parent")
    # Whether everybody may see a contact was said about that very contact.
    return [*names, "contact_is_public"] if set(CONTACT) & set(names) else names


def _stands_under(organization: Organization, survivor: Organization) -> bool:
    """Is the survivor, at some height, what this record is an office of? It can't become its own office."""
    seen: set[int] = set()
    parent = organization.parent
    while parent is not None and parent.pk not in seen:
        if parent.pk == survivor.pk:
            return True
        seen.add(parent.pk)
        parent = parent.parent
    return False


def take_answers(organization: Organization, survivor: Organization, names: list[str]) -> None:
    """Write the named answers of one record into the other; the caller saves it."""
    for name in names:
        column = Organization._meta.get_field(name).attname
        setattr(survivor, column, getattr(organization, column))
    if "logo" in names:  # the file goes along: whoever replaces it later deletes it
        Organization.objects.filter(pk=organization.pk).update(logo="")


def state_taken(organization: Organization, survivor: Organization) -> str:
    """The state that the survivor takes over from this record; "" where it keeps its own."""
    inherits = survivor.verification == "listed" and organization.verification in STATES
    return organization.verification if inherits else ""


def require_state_to_take(organization: Organization, survivor: Organization) -> None:
    """Raises WorkflowError for a record whose people the Branch has shut out: an entry can't be theirs."""
    if survivor.verification == "listed" and organization.verification in ("refused", "suspended"):
        raise WorkflowError(
            _("What is refused or suspended can’t go into an entry of the register. Decide about it again first.")
        )


def take_state(organization: Organization, survivor: Organization, actor: Any) -> None:
    """Bring the survivor to the state that it takes over, each step in its record; the caller saves the rest.

    organization: as it stood before the merger. Called before anybody moves, so that nobody is told of an approval
    that they had long ago. Raises WorkflowError where the applicant has sent the same registration once more.
    """
    state = state_taken(organization, survivor)
    if not state:
        return
    if state == "verified":
        move(survivor, "approve", actor=actor)
    else:
        _require_one_registration(organization, survivor)
        move(survivor, "take-over", actor=actor, target=organization)
    if state == "returned":
        _return_likewise(organization, survivor, actor)
    survivor.applicant_id = organization.applicant_id
    survivor.submitted_at = organization.submitted_at
    survivor.verified_at = organization.verified_at or survivor.verified_at


def _require_one_registration(organization: Organization, survivor: Organization) -> None:
    same = Organization.objects.filter(
        applicant__isnull=False,
        applicant=organization.applicant_id,
        name_key=survivor.name_key,
        verification__in=["registered", "returned"],
    )
    if same.exclude(pk=organization.pk).exists():
        raise WorkflowError(_("The applicant has sent another registration under this name: merge that one first."))


def _return_likewise(organization: Organization, survivor: Organization, actor: Any) -> None:
    """What the applicant was asked to complete is still asked, in the same words."""
    last = organization.verification_decisions.filter(action="return").first()
    if last is None:
        return
    code = last.reason_code if reasons.exists(last.reason_code) else ""
    words = last.text or ("" if code else reasons.text_of(last.reason_code))
    if code or words:
        move(survivor, "return", actor=actor, reason_code=code, text=words)
