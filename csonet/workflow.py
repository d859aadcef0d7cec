"""States and transitions as tables: the engine behind publication and behind the verification of organizations.

It knows no model and no request. A table says which act leads from which states to which, what must be given with it,
and who may do it; `check()` answers with the transition or raises the reason why not, in words for the person.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class WorkflowError(Exception):
    """A transition that can't be made. `str()` of it is a sentence for the person at the screen."""


class WrongState(WorkflowError):
    """The object is not in a state from which this act leads anywhere."""


class NotAllowed(WorkflowError):
    """This person may not do this."""


class MissingReason(WorkflowError):
    """The act needs a reason (a code, or words) and none was given."""


class VersionConflict(WorkflowError):
    """The object was changed since the person saw it; `current` is the version it has now."""

    def __init__(self, message: Text, current: int):
        super().__init__(message)
        self.current = current


@dataclass(frozen=True)
class State:
    """One state with its two labels: the staff's and the author's."""

    name: str
    label: Text
    author_label: Text


@dataclass(frozen=True)
class Transition:
    """One row of the table.

    who: `who(actor, obj)` is true if this actor may do it; actor None stands for the clock and the command line.
    needs: "reason" (a reason code), "text" (own words), "target" (another object), "time".
    tells: the kind of notice that goes out, or "" for none.
    """

    name: str
    label: Text
    sources: frozenset[str]
    target: str
    who: Callable[[Any, Any], bool]
    needs: frozenset[str] = frozenset()
    tells: str = ""
    staff: bool = False  # a moderator's act: never on one's own submission


@dataclass(frozen=True)
class Workflow:
    """A table of states and transitions over the field `field_name` of a model."""

    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    field_name: str = "status"
    _by_name: dict[str, Transition] = field(default_factory=dict, init=False, compare=False)

    def __post_init__(self) -> None:
        names = {state.name for state in self.states}
        for transition in self.transitions:
            unknown = (transition.sources | {transition.target}) - names
            if unknown or transition.name in self._by_name:
                raise ValueError(f"transition {transition.name}: unknown states {sorted(unknown)} or name used twice")
            self._by_name[transition.name] = transition

    @property
    def choices(self) -> list[tuple[str, Text]]:
        """For the model's field: (name, staff label)."""
        return [(state.name, state.label) for state in self.states]

    def state(self, name: str) -> State:
        """The state of that name. Raises KeyError for a name that is none."""
        return {state.name: state for state in self.states}[name]

    def transition(self, name: str) -> Transition:
        """The transition of that name. Raises WrongState for a name that is none (a forged form, an old page)."""
        try:
            return self._by_name[name]
        except KeyError:
            raise WrongState(_("There is no such action.")) from None

    def available(self, obj: Any, actor: Any) -> list[Transition]:
        """What this actor may do with the object as it stands, in the table's order."""
        status = getattr(obj, self.field_name)
        return [t for t in self.transitions if status in t.sources and t.who(actor, obj)]

    def check(self, name: str, obj: Any, actor: Any, given: frozenset[str] = frozenset()) -> Transition:
        """The transition, if it can be made now by this actor with what was `given` of its needs.

        Raises WrongState, NotAllowed or MissingReason. Rights are asked first, so that nobody learns the state of
        an object by trying.
        """
        transition = self.transition(name)
        if not transition.who(actor, obj):
            raise NotAllowed(_("You may not do this."))
        status = getattr(obj, self.field_name)
        if status not in transition.sources:
            raise WrongState(
                _("This is not possible while the state is “%(state)s”.") % {"state": self.state(status).label}
            )
        missing = transition.needs - given
        if missing:
            raise MissingReason(_("Say why: choose a reason, or write it in your own words."))
        return transition
