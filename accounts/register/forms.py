"""Looking for a name among the decisions of one session."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.register import DecisionKind


class DecisionFilterForm(forms.Form):
    """By kind and by a part of the name."""

    kind = forms.ChoiceField(
        label=_("Kind of decision"), choices=[("", _("All kinds")), *DecisionKind.choices], required=False
    )
    q = forms.CharField(label=_("Name contains"), max_length=200, required=False)
