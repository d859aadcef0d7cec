"""What acts of moderation are called: in the record, and as lines in a topic."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from csonet.engagement.comments.models import Comment

#: Acts in the record.
ACTS: dict[str, str | Promise] = {
    "release": gettext_lazy("Shown"),
    "refuse": gettext_lazy("Not accepted"),
    "hide": gettext_lazy("Hidden"),
    "restore": gettext_lazy("Shown again"),
    "decline": gettext_lazy("Reports declined"),
    "undo": gettext_lazy("Taken back"),
    "let-in": gettext_lazy("Let in"),
    "turn-away": gettext_lazy("Not let in"),
    "remove": gettext_lazy("Removed from the group"),
    "ban": gettext_lazy("Banned"),
    "warn": gettext_lazy("Warned"),
    "hold": gettext_lazy("Posts are looked at before they appear"),
    "trust": gettext_lazy("Posts appear at once again"),
    "appoint": gettext_lazy("Made a moderator"),
    "dismiss": gettext_lazy("No longer a moderator"),
    "hand-over": gettext_lazy("Made the owner"),
    "pin": gettext_lazy("Pinned"),
    "unpin": gettext_lazy("No longer pinned"),
    "lock": gettext_lazy("Locked"),
    "unlock": gettext_lazy("Unlocked"),
    "move": gettext_lazy("Moved"),
    "merge": gettext_lazy("Merged"),
    "split": gettext_lazy("Split"),
    "close": gettext_lazy("Consultation closed"),
    "extend": gettext_lazy("Consultation extended"),
    "summary": gettext_lazy("Summary published"),
    "take-up": gettext_lazy("Table of what was taken up changed"),
}


def line_of(comment: Comment) -> str:
    """The sentence of a moderators' line in a topic, without who and why."""
    told, line = comment.told, comment.line
    if line == "merge":
        count = told.get("count", 0)
        return ngettext(
            "%(count)d post of the topic “%(title)s” was moved here",
            "%(count)d posts of the topic “%(title)s” were moved here",
            count,
        ) % {"count": count, "title": told.get("source", "")}
    if line == "split":
        count = told.get("count", 0)
        return ngettext(
            "%(count)d post was moved to a topic of its own: “%(title)s”",
            "%(count)d posts were moved to a topic of their own: “%(title)s”",
            count,
        ) % {"count": count, "title": told.get("title", "")}
    if line == "move":
        source = told.get("source")
        moved = _("This topic was moved here from the group “%(title)s”") % {"title": source}
        return moved if source else _("This topic was moved here from another group")
    return str(_LINES.get(line, ""))


_LINES: dict[str, str | Promise] = {
    "pin": gettext_lazy("This topic was pinned"),
    "unpin": gettext_lazy("This topic is no longer pinned"),
    "lock": gettext_lazy("This topic was locked"),
    "unlock": gettext_lazy("This topic was unlocked"),
    "summary": gettext_lazy("The closing summary was published"),
    "close": gettext_lazy("This consultation was closed"),
    "extend": gettext_lazy("This consultation takes answers until another day"),
    "undo": gettext_lazy("The last act of the moderators was taken back"),
}
