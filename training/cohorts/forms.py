"""The form in which a course's authors arrange a cohort."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from csonet.content.models import Item
from csonet.engagement import doors
from csonet.richtext import Plain
from csonet.ui.forms import DateInput
from training.models import Cohort, Course

MOST_SEATS = 10_000
#: The calendar ends; nobody plans so far ahead.
LAST_DAY = date(2199, 12, 31)


class CohortForm(Plain, forms.ModelForm):
    """When, how many, who leads it, where it discusses."""

    cap = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("Leave it empty for as many as come. When they are taken, people wait and are offered free ones."),
    )

    class Meta:
        model = Cohort
        fields = ("name", "about", "starts_on", "ends_on", "opens_on", "closes_on", "facilitator", "group")
        widgets = {
            "about": forms.Textarea(attrs={"rows": 4}),
            **dict.fromkeys(("starts_on", "ends_on", "opens_on", "closes_on"), DateInput),
        }
        help_texts = {
            "name": _("For example: “In French, spring 2027”."),
            "opens_on": _("Leave it empty for from now on."),
            "closes_on": _("Leave it empty for until the last day."),
            "facilitator": _("Somebody of your organization, who sees how far each of them is."),
            "group": _("A group that you moderate. Whoever has a seat is let in, and goes with the cohort."),
        }

    def __init__(self, *args: Any, course: Course, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.instance.course = course
        for name in ("starts_on", "ends_on", "opens_on", "closes_on"):
            self.fields[name].validators.append(MaxValueValidator(LAST_DAY))
        people = User.objects.filter(is_active=True, memberships__organization=course.organization_id)
        # What stands there may stay, also where whoever changes the cohort could not have chosen it.
        own = doors.opened_by(user).values("pk")
        groups = Item.objects.filter(pk__in=own) | Item.objects.filter(pk=self.instance.group_id or 0)
        self.fields["facilitator"].queryset = people.distinct().order_by("name")  # type: ignore[attr-defined]
        self.fields["group"].queryset = groups.order_by("title")  # type: ignore[attr-defined]
        for name, words in (("facilitator", _("nobody")), ("group", _("none"))):
            self.fields[name].empty_label = words  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["cap"] = self.instance.seats.cap

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError, at the field, for days in the wrong order."""
        cleaned = super().clean() or self.cleaned_data
        for first, last in (("starts_on", "ends_on"), ("opens_on", "closes_on")):
            if cleaned.get(first) and cleaned.get(last) and cleaned[last] < cleaned[first]:
                self.add_error(last, ValidationError(_("This day is before the first one.")))
        return cleaned
