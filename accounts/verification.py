"""The verification of organizations: its table of states and transitions.

The move itself, which writes the record and tells the applicant, is accounts.organizations.verifying.move().
"""

from django.utils.translation import gettext_lazy as _

from csonet.workflow import State, Transition, Workflow


def _is_branch(actor, organization) -> bool:
    """The Branch; never about an organization that the officer belongs to or registered."""
    if actor is None or not actor.is_branch or organization.applicant_id == actor.pk:
        return False
    return organization.pk not in actor.standing.organizations | actor.standing.waiting


def _is_owner(actor, organization) -> bool:
    return bool(actor and actor.is_active and organization.memberships.filter(user=actor, role="owner").exists())


VERIFICATION = Workflow(
    field_name="verification",
    states=(
        State("listed", _("In the register only"), _("In the register, not claimed yet")),
        State("registered", _("Waiting for approval"), _("Waiting for the NGO Branch")),
        State("returned", _("Returned to the applicant"), _("Please complete your registration")),
        State("verified", _("Approved"), _("Approved")),
        State("refused", _("Refused"), _("Not accepted")),
        State("suspended", _("Suspended"), _("Suspended for now")),
        State("merged", _("Merged into another"), _("Joined with another record")),
    ),
    transitions=(
        Transition("resubmit", _("Send again"), frozenset({"returned"}), "registered", _is_owner),
        # No act of its own: a merger carries it out when a registration goes into an entry of the register.
        Transition(
            "take-over",
            _("Waits in place of the record merged into it"),
            frozenset({"listed"}),
            "registered",
            _is_branch,
            needs=frozenset({"target"}),
        ),
        Transition(
            "approve",
            _("Approve"),
            frozenset({"registered", "listed", "refused"}),
            "verified",
            _is_branch,
            tells="organization_approved",
            staff=True,
        ),
        Transition(
            "return",
            _("Return for changes"),
            frozenset({"registered"}),
            "returned",
            _is_branch,
            needs=frozenset({"reason"}),
            tells="organization_returned",
            staff=True,
        ),
        Transition(
            "refuse",
            _("Refuse"),
            frozenset({"registered", "returned"}),
            "refused",
            _is_branch,
            needs=frozenset({"reason"}),
            tells="organization_refused",
            staff=True,
        ),
        Transition(
            "suspend",
            _("Suspend"),
            frozenset({"verified"}),
            "suspended",
            _is_branch,
            needs=frozenset({"reason"}),
            tells="organization_suspended",
            staff=True,
        ),
        Transition(
            "reinstate",
            _("Reinstate"),
            frozenset({"suspended"}),
            "verified",
            _is_branch,
            tells="organization_reinstated",
            staff=True,
        ),
        Transition(
            "merge",
            _("Merge into another"),
            frozenset({"listed", "registered", "returned", "verified", "refused", "suspended"}),
            "merged",
            _is_branch,
            needs=frozenset({"target"}),
            tells="organization_merged",
            staff=True,
        ),
    ),
)
