"""Forms of requests for the floor and for side events, and of slots."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.richtext import Plain
from events.forms.clock import ClockField, DayField, check_wall
from events.models import FloorRequest, SideEventCall, SideEventRequest, Slot, SpeakersList
from events.statements.forms import ForOrganization
from events.statements.siding import WISHES
from events.statements.speaking import MOST_MINUTES
from events.wording import slot_words


class FloorForm(Plain, ForOrganization, forms.ModelForm):
    """Who speaks for the organization, on what, how long."""

    minutes_asked = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=MOST_MINUTES)

    class Meta:
        model = FloorRequest
        fields = ("speaker", "topic", "minutes_asked")
        help_texts = {"topic": gettext_lazy("The item of the agenda, or the subject.")}

    def __init__(self, *args: Any, floor: SpeakersList, organizations: list[Organization], **kwargs: Any):
        super().__init__(*args, initial={"minutes_asked": floor.minutes_each}, **kwargs)
        self.choose_from(organizations)

    @property
    def values(self) -> dict[str, Any]:
        """What is asked for."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SlotForm(Plain):
    """A room at a time, on the clock of the event."""

    day = DayField(label=gettext_lazy("Day"))
    starts_at = ClockField(label=gettext_lazy("Begins at"))
    ends_at = ClockField(label=gettext_lazy("Ends at"))
    room = forms.CharField(label=gettext_lazy("Room"), max_length=100)
    capacity = forms.IntegerField(label=gettext_lazy("People"), required=False, min_value=1, max_value=100_000)

    def __init__(self, *args: Any, call: SideEventCall, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.call = call

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["zone"], cleaned["_fold"] = self.call.event.zone, 0
        begins, ends = (check_wall(self, "day", name, "_fold") for name in ("starts_at", "ends_at"))
        if begins and ends and ends <= begins:
            self.add_error("ends_at", _("It ends before it begins."))
        return cleaned


class SideEventForm(Plain, ForOrganization, forms.ModelForm):
    """What the side event is about, and the slots that are wished for."""

    class Meta:
        model = SideEventRequest
        fields = ("title", "language", "summary")
        widgets = {"summary": forms.Textarea(attrs={"rows": 8, "dir": "auto"})}

    def __init__(self, *args: Any, call: SideEventCall, organizations: list[Organization] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.slots: dict[int, Slot] = {slot.pk: slot for slot in call.slots.all()}
        if not self.instance.pk:
            self.initial["language"] = get_language()
        wished = [one.slot_id for one in self.instance.wishes.all()] if self.instance.pk else []
        labels = [_("First wish"), _("Second wish"), _("Third wish")][:WISHES]
        choices = [("", "—"), *((pk, slot_words(slot)) for pk, slot in self.slots.items())]
        for number, label in enumerate(labels):
            self.fields[f"wish_{number + 1}"] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                coerce=int,
                required=number == 0,
                empty_value=None,
                initial=wished[number] if number < len(wished) else None,
            )
        if organizations:
            self.choose_from(organizations)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        wished = [slot.pk for slot in self.wishes]
        if len(wished) != len(set(wished)):
            raise ValidationError(_("A slot is wished for twice."))
        return cleaned

    @property
    def wishes(self) -> list[Slot]:
        """The slots, the dearest first."""
        chosen = [self.cleaned_data.get(f"wish_{number + 1}") for number in range(WISHES)]
        return [self.slots[pk] for pk in chosen if pk]

    @property
    def values(self) -> dict[str, Any]:
        """What is written."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
