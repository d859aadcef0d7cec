"""Who may do what with an item: the predicates of the publication table.

Each takes (actor, subject); a subject is an Item or a Revision; actor None stands for the clock or a command.
"""

from csonet.content.models.circle import circles_of


def _item(subject):
    return subject if hasattr(subject, "audience") else subject.item


def is_clock(actor, subject) -> bool:
    """Only the background worker and commands."""
    return actor is None


def is_author_side(actor, subject) -> bool:
    """Owner or editor of the organization it belongs to, or its author while a member there."""
    if actor is None or not actor.is_active:
        return False
    item, standing = _item(subject), actor.standing
    return item.organization_id in standing.editing or (
        item.author_id == actor.pk and item.organization_id in standing.organizations
    )


def is_moderator(actor, subject) -> bool:
    """The Branch, and the circle's moderators for what belongs to a circle; never on their own side's work.

    What is for a circle alone is its moderators' affair, not the Branch's. In a circle the host's people moderate
    what others write under the host's name: there "one's own" is what one wrote.
    """
    if actor is None or not actor.is_active:
        return False
    item, standing = _item(subject), actor.standing
    if item.author_id == actor.pk or getattr(subject, "submitted_by_id", None) == actor.pk:
        return False
    if item.circle_id and circles_of(actor).get(item.circle_id, False):
        return True
    if item.audience == "circle" or item.organization_id in standing.organizations | standing.waiting:
        return False
    return actor.is_branch


def is_owner_or_moderator(actor, subject) -> bool:
    """Both sides may do it."""
    return is_author_side(actor, subject) or is_moderator(actor, subject)
