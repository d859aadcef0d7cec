"""People, organizations, and the register of their standing with ECOSOC."""

from accounts.models.membership import Claim, Invitation, JoinRequest, Membership
from accounts.models.organization import FormerName, Organization, VerificationDecision
from accounts.models.register import (
    Ballot,
    CommitteeDecision,
    CommitteeSession,
    ConsultativeStatus,
    CouncilDecision,
    RollCall,
    Vote,
)
from accounts.models.user import User

__all__ = [
    "Ballot",
    "Claim",
    "CommitteeDecision",
    "CommitteeSession",
    "ConsultativeStatus",
    "CouncilDecision",
    "FormerName",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Organization",
    "RollCall",
    "User",
    "VerificationDecision",
    "Vote",
]
