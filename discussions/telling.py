"""What people are told about groups: the kinds of notices, and the words that are asked when they leave."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from csonet.engagement.comments import text
from csonet.engagement.comments.models import Comment
from csonet.notifications import kinds
from discussions.mail.keys import address_for

#: How much of a post stands in a mail.
IN_MAIL = 3000


def add_kinds() -> None:
    """The table's rows of groups."""
    mailed = {"context": words_for, "reply_to": reply_address}
    kinds.add("groups", _("members of the group"), "group_new", context=words_for_topic, reply_to=reply_address)
    kinds.add("groups", _("who follows everything of the group or the topic"), "group_post", **mailed)
    kinds.add("replies", _("who wrote the post that is answered"), "post_reply", **mailed)
    kinds.add("replies", _("who is called by name in a post, if they may see it"), "post_mention", **mailed)
    kinds.add("groups", _("who joined the group, once"), "group_welcome")
    kinds.add("tasks", _("moderators of the group"), "group_request", "group_waiting")
    kinds.add("tasks", _("who is invited to the group"), "group_invitation")
    kinds.add("decisions", _("who asked to join the group"), "group_request_accepted", "group_request_declined")
    person = _("the member whom it concerns")
    kinds.add("decisions", person, "group_removed", "group_banned", "group_warning", "group_held", "group_role")
    author = _("who wrote the post")
    kinds.add("decisions", author, "post_released", "post_refused", "post_hidden", "post_restored")
    kinds.add("decisions", _("who reported the post"), "report_decided")
    kinds.add("decisions", _("who took part in the consultation"), "consultation_thanks")


def words_for(notice: Any, language: str) -> dict[str, Any]:
    """The post that the notice is about, as it stands now; nothing of one that is not shown any more."""
    return _words(Comment.objects.filter(pk=notice.context.get("comment")), notice)


def words_for_topic(notice: Any, language: str) -> dict[str, Any]:
    """The first post of the topic that is new."""
    return _words(Comment.objects.filter(item=notice.item_id, number=1), notice)


def _words(found: Any, notice: Any) -> dict[str, Any]:
    comment = found.select_related("author", "organization").first()
    if comment is None or not comment.is_shown:
        return {"post": "", "author": "", "can_reply": False}
    return {
        "post": text.excerpt(comment.body, IN_MAIL),
        "author": comment.author.get_full_name() if comment.author else "",
        "can_reply": bool(settings.MAIL_REPLY_ADDRESS),
    }


def reply_address(notice: Any) -> str:
    """Where the person's mailed answer to the topic goes: a random key for each person and topic; "" if nowhere."""
    if not settings.MAIL_REPLY_ADDRESS or notice.item_id is None:
        return ""
    return address_for(notice.recipient_id, notice.item_id)
