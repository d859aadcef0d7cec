"""What happened to a statement, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from events.models import StatementStep

WORDS = {
    "submit": gettext_lazy("Handed in"),
    "withdraw": pgettext_lazy("statement", "Withdrawn"),
    "accept": pgettext_lazy("statement", "Accepted"),
    "decline": pgettext_lazy("statement", "Declined"),
    "publish": pgettext_lazy("statement", "Published"),
    "unpublish": gettext_lazy("Taken off the page"),
    "sign": gettext_lazy("Signed"),
    "not-sign": gettext_lazy("Not signed"),
}


def step_words(step: StatementStep) -> str:
    """ "Declined: Not about the theme of the call. Your text is about roads."."""
    word = str(WORDS.get(step.act, step.act))
    why = " ".join(part for part in (step.get_reason_display(), step.text) if part)
    return _("%(label)s: %(value)s") % {"label": word, "value": why} if why else word
