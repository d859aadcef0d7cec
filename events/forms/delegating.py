"""The forms of a delegation's page: deciding, asking for seats, a file of people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from csonet.richtext import Plain
from events import delegating
from events.models.choices import Reason


class ReasonForm(Plain):
    """A decision with its reason."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason, if you decline"), required=False, choices=[("", "—"), *Reason.choices]
    )
    text = forms.CharField(
        label=gettext_lazy("In words"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class SeatsForm(Plain):
    """More seats, and why."""

    count = forms.IntegerField(label=gettext_lazy("How many more"), min_value=1, max_value=delegating.MOST)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class RosterForm(forms.Form):
    """A CSV file, or what a page before it read from one."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("Columns: name, email, role, mode, language. Nothing is saved before you confirm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
