"""How templates show posts and the parts of a group's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from csonet.engagement.comments import deciding, posting, text
from csonet.engagement.comments.models import Comment, ModerationStep
from discussions import acting, measures
from discussions.words import ACTS, line_of

register = template.Library()


@register.filter
def post_text(words: str) -> SafeString:
    """The words of a post: escaped, with paragraphs, lists and links."""
    return text.marked_up(words)


@register.filter
def line_text(comment: Comment) -> str:
    """The sentence of a moderators' line."""
    return line_of(comment)


@register.filter
def act_name(action: str) -> str:
    """What an act of moderation is called."""
    return str(ACTS.get(action, action))


@register.filter
def can_be_undone(step: ModerationStep) -> bool:
    """Is there a way back from this act, and was it not gone yet?"""
    if step.reverses_id or hasattr(step, "reversed_by"):
        return False
    if step.comment_id:
        return step.action in deciding.ACTS or step.action == "decline"
    return step.action in (acting.REVERSIBLE if step.item.kind == "topic" else measures.REVERSALS)


@register.simple_tag
def writer(person: Any) -> SafeString:
    """Who wrote it; “former member” where the account is gone."""
    name = person.get_full_name() if person is not None else _("Former member")
    return format_html('<bdi class="post__writer">{}</bdi>', name)


@register.filter
def editable_by(comment: Comment, person: Any) -> bool:
    """May this person still change the words?"""
    return posting.can_edit(comment, person)


@register.filter
def deletable_by(comment: Comment, person: Any) -> bool:
    """May this person take it back?"""
    return posting.can_delete(comment, person)
