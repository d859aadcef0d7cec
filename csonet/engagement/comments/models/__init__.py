"""Posts, their moderation, and the mails that they come by."""

from csonet.engagement.comments.models.mails import IncomingMail, ReplyKey
from csonet.engagement.comments.models.moderation import Category, ModerationStep, Report, ReportState, WatchedWord
from csonet.engagement.comments.models.posts import (
    LONGEST,
    PAGE,
    Comment,
    CommentFile,
    CommentVersion,
    Held,
    PostState,
    ReadMark,
    Thread,
)

__all__ = [
    "LONGEST",
    "PAGE",
    "Category",
    "Comment",
    "CommentFile",
    "CommentVersion",
    "Held",
    "IncomingMail",
    "ModerationStep",
    "PostState",
    "ReadMark",
    "ReplyKey",
    "Report",
    "ReportState",
    "Thread",
    "WatchedWord",
]
