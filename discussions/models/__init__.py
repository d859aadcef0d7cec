"""Groups, topics, consultations, and what a group remembers of its people."""

from discussions.models.consultation import Question, TakenUp
from discussions.models.group import Access, Group, Moderation
from discussions.models.people import Invitation, JoinRequest, Participation, Resource
from discussions.models.topic import FormerAddress, Topic, WhoPosts

__all__ = [
    "Access",
    "FormerAddress",
    "Group",
    "Invitation",
    "JoinRequest",
    "Moderation",
    "Participation",
    "Question",
    "Resource",
    "TakenUp",
    "Topic",
    "WhoPosts",
]
