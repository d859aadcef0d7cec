"""The form of a decision."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from django import forms
from django.forms.utils import from_current_timezone
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from csonet.content.models import Item, Reason
from csonet.richtext import without_controls
from csonet.workflow import Transition

MOST_CANDIDATES = 8


def reason_choices() -> list[tuple[str, str]]:
    """The reasons that can be chosen, in the officer's language."""
    return [("", "—"), *((reason.code, reason.name) for reason in Reason.objects.filter(is_active=True))]


class DecisionForm(forms.Form):
    """What is decided, why, and what the author reads. publication.move() asks the table; here the words are read."""

    action = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, error_messages={"required": _("Choose a decision.")}
    )
    reason = forms.ChoiceField(
        label=_("Reason"), required=False, help_text=_("The author reads it in their own language.")
    )
    text = forms.CharField(
        label=_("In your own words, to the author"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    target = forms.CharField(
        label=_("Duplicate of"),
        required=False,
        max_length=500,
        help_text=_("The address or the title of the original."),
        widget=forms.TextInput(attrs={"list": "originals", "autocomplete": "off", "dir": "auto"}),
    )
    at_date = forms.DateField(
        label=_("Appears on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at_time = forms.TimeField(
        label=_("at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    note = forms.CharField(
        label=_("Note for the staff"),
        required=False,
        max_length=4000,
        help_text=_("The author never sees it."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, item: Item, actions: list[Transition], user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.item, self.user = item, user
        names = {act.name for act in actions}
        fields: dict[str, Any] = self.fields
        fields["action"].choices = [(act.name, act.label) for act in actions]
        fields["reason"].choices = reason_choices()
        zone = timezone.get_current_timezone_name()
        self.fields["at_time"].help_text = _("Your time zone: %(zone)s") % {"zone": zone}
        for unneeded, action in (("target", "duplicate"), ("at_date", "schedule"), ("at_time", "schedule")):
            if action not in names:
                del self.fields[unneeded]

    def clean_text(self) -> str:
        return without_controls(self.cleaned_data["text"])

    def clean_note(self) -> str:
        return without_controls(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        """Read the time and the original where the decision needs them."""
        cleaned = super().clean() or self.cleaned_data
        action = cleaned.get("action")
        cleaned["at"] = self._time(cleaned) if action == "schedule" else None
        cleaned["original"] = self._original(cleaned) if action == "duplicate" else None
        return cleaned

    def _time(self, cleaned: dict[str, Any]) -> Any:
        day, hour = cleaned.get("at_date"), cleaned.get("at_time")
        if not day or not hour:
            missing = "at_time" if day else "at_date"
            if missing not in self.errors:
                self.add_error(missing, _("Say on which day and at what time it appears."))
            return None
        try:
            at = from_current_timezone(datetime.combine(day, hour))
        except forms.ValidationError as error:
            self.add_error("at_time", error)
            return None
        if at <= timezone.now():
            self.add_error("at_date", _("Choose a time in the future."))
        return at

    def _original(self, cleaned: dict[str, Any]) -> Item | None:
        typed = cleaned.get("target", "").replace("\0", "").strip()
        if not typed:
            self.add_error("target", _("Say of which other it is a duplicate: its address or its title."))
            return None
        found = find_originals(self.item, typed, self.user)
        if len(found) == 1:
            return found[0]
        if not found:
            self.add_error("target", _("Nothing with this address or title was found."))
            return None
        addresses = ", ".join(other.get_absolute_url() for other in found)
        self.add_error(
            "target", _("Several have this title. Choose one by its address: %(addresses)s") % {"addresses": addresses}
        )
        return None


def find_originals(item: Item, typed: str, user: Any) -> list[Item]:
    """What the officer may have meant: by address, by the whole title, else by a part of it; not the item itself."""
    others = Item.objects.visible_to(user).exclude(status="draft").exclude(pk=item.pk).order_by("-published_at", "-pk")
    path = [part for part in unquote(urlsplit(typed).path if "/" in typed else typed).split("/") if part]
    tries = (
        others.filter(slug=path[-1] if path else ""),
        others.filter(title__iexact=typed),
        others.filter(kind=item.kind, title__icontains=typed),
    )
    for found in tries:
        originals = list(found[:MOST_CANDIDATES])
        if originals:
            return originals
    return []


def local_and_utc(moment: Any) -> str:
    """A time for the officer: in their own zone and in UTC."""
    local = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    utc = date_format(moment.astimezone(timezone.get_default_timezone()), "TIME_FORMAT")
    return f"{local} {timezone.get_current_timezone_name()} ({utc} UTC)"
