"""What people follow, what the Branch announces, and (by csonet.engagement.comments) what people write under items."""

from csonet.engagement.comments.models import (
    Comment,
    CommentFile,
    CommentVersion,
    IncomingMail,
    ModerationStep,
    ReadMark,
    ReplyKey,
    Report,
    Thread,
    WatchedWord,
)
from csonet.engagement.models.announcements import (
    Announcement,
    AnnouncementState,
    AnnouncementStep,
    AnnouncementText,
)
from csonet.engagement.models.escalations import Escalation
from csonet.engagement.models.subscriptions import (
    TARGETS,
    Level,
    SavedSearch,
    Source,
    Subscription,
    SubscriptionQuerySet,
)

__all__ = [
    "TARGETS",
    "Announcement",
    "AnnouncementState",
    "AnnouncementStep",
    "AnnouncementText",
    "Comment",
    "CommentFile",
    "CommentVersion",
    "Escalation",
    "IncomingMail",
    "Level",
    "ModerationStep",
    "ReadMark",
    "ReplyKey",
    "Report",
    "SavedSearch",
    "Source",
    "Subscription",
    "SubscriptionQuerySet",
    "Thread",
    "WatchedWord",
]
