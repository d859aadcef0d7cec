"""The states of publication and the acts that lead from one to another: two tables, one for items, one for revisions.

publication.move() carries them out. Whoever asks "why is this published?" reads here who could do it and when.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from csonet.content.rights import is_author_side, is_clock, is_moderator, is_owner_or_moderator
from csonet.workflow import State, Transition, Workflow

#: States in which the text can be read by those it is for. Lists show "published" alone.
READABLE = ("published", "archived", "expired", "withdrawn")
#: States in which the author edits the item itself; later edits are held as revisions.
EDITABLE = ("draft", "returned")
#: States in which an edit is held as a revision while the approved text stays.
REVISABLE = ("published",)

_REASON = frozenset({"reason"})


def _from(*sources: str) -> frozenset[str]:
    return frozenset(sources)


PUBLICATION = Workflow(
    states=(
        State("draft", pgettext_lazy("state", "Draft"), _("Draft: only your organization sees it")),
        State("submitted", pgettext_lazy("state", "Submitted"), _("Waiting for the moderators")),
        State("returned", pgettext_lazy("state", "Returned"), _("Sent back to you with a question")),
        State("scheduled", pgettext_lazy("state", "Scheduled"), _("Approved, appears at a set time")),
        State("published", pgettext_lazy("state", "Published"), _("Published")),
        State("hidden", pgettext_lazy("state", "Hidden"), _("Taken off the site by the moderators")),
        State("withdrawn", pgettext_lazy("state", "Withdrawn"), pgettext_lazy("state", "Withdrawn")),
        State("refused", pgettext_lazy("state", "Refused"), _("Not accepted for publication")),
        State("archived", pgettext_lazy("state", "Archived"), _("Archived: readable, but not in lists")),
        State("expired", pgettext_lazy("state", "Expired"), _("Past its date: readable, but not in lists")),
    ),
    transitions=(
        Transition("submit", _("Submit"), _from("draft", "returned"), "submitted", is_author_side, tells="submitted"),
        Transition("take-back", _("Take back"), _from("submitted"), "draft", is_author_side),
        Transition(
            "approve", _("Approve"), _from("submitted"), "published", is_moderator, tells="approved", staff=True
        ),
        Transition(
            "schedule",
            _("Schedule"),
            _from("submitted"),
            "scheduled",
            is_moderator,
            needs=frozenset({"time"}),
            tells="scheduled",
            staff=True,
        ),
        Transition("unschedule", _("Unschedule"), _from("scheduled"), "submitted", is_moderator, staff=True),
        Transition(
            "release", _("Publish at the set time"), _from("scheduled"), "published", is_clock, tells="approved"
        ),
        Transition(
            "return",
            _("Return for changes"),
            _from("submitted"),
            "returned",
            is_moderator,
            needs=_REASON,
            tells="returned",
            staff=True,
        ),
        Transition(
            "refuse",
            _("Refuse"),
            _from("submitted"),
            "refused",
            is_moderator,
            needs=_REASON,
            tells="refused",
            staff=True,
        ),
        Transition(
            "duplicate",
            _("Duplicate of another"),
            _from("submitted"),
            "refused",
            is_moderator,
            needs=frozenset({"target"}),
            tells="duplicate",
            staff=True,
        ),
        Transition("reopen", _("Reopen"), _from("refused"), "submitted", is_moderator, staff=True),
        Transition(
            "hide",
            _("Hide"),
            # A withdrawn text stays readable: what harms somebody has to go all the same.
            _from("published", "archived", "expired", "withdrawn"),
            "hidden",
            is_moderator,
            needs=_REASON,
            tells="hidden",
            staff=True,
        ),
        # To what it was before it was hidden; "published" where nobody knows.
        Transition("restore", _("Restore"), _from("hidden"), "published", is_moderator, tells="restored", staff=True),
        Transition(
            "withdraw",
            _("Withdraw"),
            _from("published", "archived"),
            "withdrawn",
            is_author_side,
            needs=frozenset({"text"}),
        ),
        Transition("resubmit", _("Submit again"), _from("withdrawn"), "submitted", is_author_side, tells="submitted"),
        Transition("archive", _("Archive"), _from("published"), "archived", is_owner_or_moderator),
        Transition(
            "unarchive", _("Bring back from the archive"), _from("archived"), "published", is_owner_or_moderator
        ),
        Transition("expire", _("Expire"), _from("published"), "expired", is_clock, tells="expired"),
        Transition("renew", _("Renew"), _from("expired"), "published", is_author_side),
        # What comes by a feed that the Branch approved: by its trust it is published, or waits like a submission.
        Transition("bring-in", _("Bring in from a feed"), _from("draft"), "published", is_clock),
        Transition("bring-for-review", _("Bring in from a feed, for review"), _from("draft"), "submitted", is_clock),
    ),
)

REVISION = Workflow(
    states=(
        State("working", pgettext_lazy("state", "Being written"), _("Your changes, not submitted yet")),
        State("submitted", pgettext_lazy("state", "Submitted"), _("Your changes wait for the moderators")),
        State("returned", pgettext_lazy("state", "Returned"), _("Your changes were sent back with a question")),
        State("approved", pgettext_lazy("state", "Approved"), _("Published")),
        State("refused", pgettext_lazy("state", "Refused"), _("Your changes were not accepted")),
        State("discarded", pgettext_lazy("state", "Discarded"), _("Discarded")),
    ),
    transitions=(
        Transition("submit", _("Submit"), _from("working", "returned"), "submitted", is_author_side, tells="submitted"),
        Transition("take-back", _("Take back"), _from("submitted"), "working", is_author_side),
        Transition(
            "approve", _("Approve"), _from("submitted"), "approved", is_moderator, tells="revision_approved", staff=True
        ),
        Transition(
            "return",
            _("Return for changes"),
            _from("submitted"),
            "returned",
            is_moderator,
            needs=_REASON,
            tells="revision_returned",
            staff=True,
        ),
        Transition(
            "refuse",
            _("Refuse"),
            _from("submitted"),
            "refused",
            is_moderator,
            needs=_REASON,
            tells="revision_refused",
            staff=True,
        ),
        Transition("discard", _("Discard"), _from("working", "returned"), "discarded", is_author_side),
        Transition("bring-in", _("Bring in from a feed"), _from("working"), "approved", is_clock),
        Transition("bring-for-review", _("Bring in from a feed, for review"), _from("working"), "submitted", is_clock),
    ),
)
