"""The form in which a focal point assigns a course."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organization
from csonet.ui.forms import DateInput
from csonet.ui.rows import RowField, RowsField
from training.models import Course
from training.organizations import assigning


class _PeopleField(RowsField):
    """Memberships by the names of their people."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user)


class AssignForm(forms.Form):
    """Which course, whom, by when."""

    use_required_attribute = False

    course = RowField(Course.objects.none(), label=_("Course"), empty_label=_("Choose a course"))
    people = _PeopleField(
        queryset=Membership.objects.none(),
        label=_("Who takes it"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each of them gets a notice, and knows that the organization sees how far they are."),
    )
    due_on = forms.DateField(
        label=_("To be done by"),
        required=False,
        widget=DateInput,
        help_text=_("We remind them seven days and one day before. Without a day nobody is reminded."),
    )

    def __init__(self, *args: Any, organization: Organization, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["course"].queryset = assigning.assignable(user)  # type: ignore[attr-defined]
        self.fields["people"].queryset = assigning.people_of(organization)  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        """Raises ValidationError for a day that has passed."""
        day = self.cleaned_data["due_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return day
