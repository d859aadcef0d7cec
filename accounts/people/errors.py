"""Why somebody can't join, invite, answer or leave: each a sentence for the person at the screen."""

from csonet.workflow import NotAllowed, WorkflowError, WrongState


class JoiningError(WorkflowError):
    """Something about belonging to an organization that can't be done; `str()` says why."""


class AlreadyMember(JoiningError):
    """The person acts for the organization already."""


class AlreadyAsked(JoiningError):
    """A request or a claim of this person waits for its answer already."""


class AlreadyAnswered(JoiningError, WrongState):
    """Somebody else was quicker."""


class InvitationGone(JoiningError):
    """The invitation was used, taken back, or is too old."""


class WrongAddress(JoiningError):
    """The invitation went to another address, or the person's own is not confirmed."""


class LastOwner(JoiningError):
    """The organization would be left without an owner."""


class TooMany(JoiningError):
    """More than a person may ask for in a while."""


class MayNot(JoiningError, NotAllowed):
    """This person may not do this."""
