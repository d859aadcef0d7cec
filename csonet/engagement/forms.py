"""The form in which a person says what we tell them, and when."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from csonet.notifications import rhythms
from csonet.notifications.kinds import STREAMS
from csonet.notifications.models import MailSettings


class MailSettingsForm(forms.Form):
    """A rhythm for each stream that has a choice, and the hour and day of summaries."""

    hour = forms.TypedChoiceField(
        label=_("Hour at which your summaries are sent"),
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        coerce=int,
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of weekly and monthly summaries"), choices=MailSettings.WEEKDAYS, coerce=int
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any):
        self.person = person
        own = rhythms.settings_of([person]).get(person.pk)
        first = {"hour": own.hour if own else 8, "weekday": own.weekday if own else 0}
        chosen = {f"stream-{name}": rhythms.rhythm_for(own, stream) for name, stream in STREAMS.items()}
        kwargs["initial"] = {**first, **chosen}
        super().__init__(*args, **kwargs)
        self.fields["hour"].help_text = _("In your time zone: %(zone)s") % {"zone": person.time_zone}
        for name, stream in STREAMS.items():
            if stream.choices:
                self.fields[f"stream-{name}"] = forms.ChoiceField(
                    label=cast(str, stream.label), choices=[(rhythm.value, rhythm.label) for rhythm in stream.choices]
                )
        streams = [name for name in self.fields if name.startswith("stream-")]
        self.fieldsets = [(_("By mail"), streams), (_("Summaries"), ["hour", "weekday"])]

    def save(self) -> MailSettings:
        """Keep it; what waits for a summary follows."""
        data = self.cleaned_data
        chosen = {name.removeprefix("stream-"): value for name, value in data.items() if name.startswith("stream-")}
        return rhythms.choose(self.person, rhythms=chosen, hour=data["hour"], weekday=data["weekday"])
