"""What the organizers set: seats, the join link, rules with their windows, questions, changes."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from csonet.richtext import Plain
from events import zones
from events.forms.clock import DayField, end_of_minute, to_wall
from events.forms.windows import WindowForm, of_window
from events.models import Event, JoinLink, Question, Rule
from events.models.choices import AnswerKind, Mode, Standing

_SEATS = {"min_value": 0, "max_value": 100_000, "required": False}
MOST_CHOICES = 30


class SeatsForm(Plain):
    """The event's own seats, for each way of taking part."""

    in_person = forms.IntegerField(
        label=gettext_lazy("Seats in person"), help_text=gettext_lazy("Empty: as many as come."), **_SEATS
    )
    online = forms.IntegerField(
        label=gettext_lazy("Places online"), help_text=gettext_lazy("Empty: as many as come."), **_SEATS
    )
    offer_hours = forms.IntegerField(
        label=gettext_lazy("For how many hours a free seat is held for the next on the waiting list"),
        min_value=1,
        max_value=336,
    )

    def __init__(self, *args: Any, event: Event, **kwargs: Any):
        initial = {
            "in_person": event.in_person.cap if event.in_person else None,
            "online": event.online.cap if event.online else None,
            "offer_hours": event.pool.offer_hours if event.pool else 48,
        }
        super().__init__(*args, initial=initial, **kwargs)
        if event.mode == Mode.ONLINE:
            del self.fields["in_person"]
        if event.mode == Mode.IN_PERSON:
            del self.fields["online"]


class JoinLinkForm(Plain, forms.ModelForm):
    """Where those who are admitted join online."""

    use_required_attribute = False
    url = forms.URLField(label=gettext_lazy("Address of the online meeting"), max_length=500, assume_scheme="https")
    hours = forms.IntegerField(
        label=gettext_lazy("Shown from so many hours before"), min_value=1, max_value=336, initial=24
    )

    class Meta:
        model = JoinLink
        fields = ("url", "notes", "hours")
        widgets = {"notes": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"notes": gettext_lazy("Number to dial, passcode, which button for interpretation.")}


class RuleForm(Plain, WindowForm, forms.ModelForm):
    """Who may come, how many, until when, who decides. The window is typed on the clock of its zone."""

    eligible = forms.MultipleChoiceField(
        label=gettext_lazy("Who may take part"), choices=Standing.choices, widget=forms.CheckboxSelectMultiple
    )
    quota = forms.IntegerField(
        label=gettext_lazy("Seats for each organization"),
        help_text=gettext_lazy("Empty: no limit."),
        required=False,
        min_value=1,
        max_value=500,
    )
    total = forms.IntegerField(label=gettext_lazy("Seats for this audience in all"), **_SEATS)
    in_person = forms.IntegerField(label=gettext_lazy("… of them in person"), **_SEATS)
    online = forms.IntegerField(label=gettext_lazy("… of them online"), **_SEATS)
    opens_day = DayField(label=gettext_lazy("Registration opens on"), required=False)
    closes_day = DayField(label=gettext_lazy("Registration closes on"), required=False)
    substitution_day = DayField(label=gettext_lazy("Delegates can be replaced until the end of"), required=False)
    fieldsets = [
        (gettext_lazy("For whom"), ["name", "eligible"]),
        (gettext_lazy("How many"), ["quota", "total", "in_person", "online", "has_waiting_list"]),
        (
            gettext_lazy("Until when"),
            ["zone", "opens_day", "opens_at", "closes_day", "closes_at", "substitution_day"],
        ),
        (gettext_lazy("Who decides"), ["nominates", "approval"]),
    ]

    class Meta:
        model = Rule
        fields = ("name", "quota", "nominates", "approval", "has_waiting_list")
        help_texts = {"name": gettext_lazy("For example: Organizations in consultative status")}

    def __init__(self, *args: Any, event: Event, **kwargs: Any):
        rule = kwargs.get("instance")
        initial = {"zone": event.zone}
        if rule is not None and rule.pk:
            initial = _of_rule(rule)
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self.event = event

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.update(self.clean_window(), substitution_until=self._end_of_day("substitution_day"))
        return cleaned

    def _end_of_day(self, name: str) -> Any:
        day, zone = self.cleaned_data.get(name), self.cleaned_data.get("zone")
        if day is None or not zone:
            return None
        return end_of_minute(zones.moment(day, time(23, 59), zone))

    def save(self, commit: bool = True) -> Rule:
        """Write the rule; the caps are set by events.seating."""
        rule: Rule = self.instance
        rule.event = self.event
        for one in Standing:
            setattr(rule, f"for_{one.value}", one.value in self.cleaned_data["eligible"])
        for name in ("zone", "opens", "closes", "substitution_until"):
            setattr(rule, name, self.cleaned_data[name])
        rule.save()
        return rule

    def caps(self) -> dict[str, int | None]:
        """{side: seats} as they were typed."""
        return {side: self.cleaned_data.get(side) for side in ("total", "in_person", "online")}


def _of_rule(rule: Rule) -> dict[str, Any]:
    """What the form shows of a rule that stands."""
    found: dict[str, Any] = {**of_window(rule), "eligible": rule.eligible}
    for side in ("total", "in_person", "online"):
        bucket = getattr(rule, side)
        found[side] = bucket.cap if bucket else None
    until = to_wall(rule.substitution_until, rule.zone)
    if until:
        found["substitution_day"] = (until - timedelta(minutes=1)).date()
    return found


class QuestionForm(Plain, forms.ModelForm):
    """One question of the organizers' own form."""

    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line; for questions with a choice."),
    )
    retention_days = forms.IntegerField(
        label=gettext_lazy("Days after the event until answers are deleted"),
        required=False,
        min_value=0,
        max_value=3650,
        help_text=gettext_lazy("Empty: with the other personal data of the event."),
    )

    class Meta:
        model = Question
        fields = (
            "text",
            "help_text",
            "kind",
            "choices",
            "is_required",
            "stage",
            "asked_if",
            "asked_value",
            "retention_days",
        )
        help_texts = {
            "asked_if": gettext_lazy("Asked only of those who gave a certain answer to another question."),
            "asked_value": gettext_lazy("The answer, as it is written there; “yes” for a consent."),
        }

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rule = rule
        others: Any = self.fields["asked_if"]
        others.queryset = rule.questions.exclude(pk=self.instance.pk).exclude(kind=AnswerKind.FILE)
        if self.instance.pk:
            self.initial["choices"] = "\n".join(self.instance.choices)

    def clean_choices(self) -> list[str]:
        """One a line. Raises ValidationError for too many."""
        lines = [" ".join(line.split())[:200] for line in self.cleaned_data["choices"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if len(found) > MOST_CHOICES:
            raise ValidationError(_("Use at most %(limit)d choices.") % {"limit": MOST_CHOICES})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == AnswerKind.CHOICE and len(cleaned.get("choices") or []) < 2:
            self.add_error("choices", _("Give two choices at least."))
        if cleaned.get("asked_if") and not cleaned.get("asked_value"):
            self.add_error("asked_value", _("Say which answer makes this question be asked."))
        return cleaned

    def save(self, commit: bool = True) -> Question:
        self.instance.rule = self.rule
        if self.instance._state.adding:
            self.instance.position = self.rule.questions.count()
        return super().save(commit)


class SegmentsForm(Plain):
    """The parts to which people are admitted or not."""

    names = forms.CharField(
        label=gettext_lazy("Segments"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("One a line: Opening, General debate, … Empty: people are admitted to all of it."),
    )

    def clean_names(self) -> list[str]:
        """One a line, each once."""
        lines = [" ".join(line.split())[:150] for line in self.cleaned_data["names"].splitlines()]
        return list(dict.fromkeys(line for line in lines if line))[:50]
