"""The tables of asking and proposing."""

from projects.models.answers import Approach, Interest, Offer, OfferMessage
from projects.models.partnership import Partnership, PartnershipState
from projects.models.proposal import CoProposal, ProgressReport, Proposal
from projects.models.request import Matching, Outcome, Question, SolutionRequest

__all__ = [
    "Approach",
    "CoProposal",
    "Interest",
    "Matching",
    "Offer",
    "OfferMessage",
    "Outcome",
    "Partnership",
    "PartnershipState",
    "ProgressReport",
    "Proposal",
    "Question",
    "SolutionRequest",
]
