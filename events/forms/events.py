"""The form of what is published of an event."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from csonet.content.forms import ItemForm
from csonet.reference import vocabulary
from csonet.richtext import RichTextField
from csonet.ui.rows import RowField
from events import recurring, zones
from events.forms.clock import FOLDS, ClockField, DayField, ZoneField, check_wall
from events.models import Body, Event
from events.models.choices import Mode, SignLanguage, Sort

#: A meeting that lasts longer is a slip of the keyboard.
MOST_DAYS = 60
_PARENTS = (Sort.SESSION, Sort.HIGH_LEVEL)


class LanguagesField(forms.MultipleChoiceField):
    """Some of the six languages."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices=settings.LANGUAGES, required=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class FoldField(forms.TypedChoiceField):
    """Which of two equal times is meant, on the one day of the year on which that is a question."""

    def __init__(self, **kwargs: Any):
        super().__init__(choices=FOLDS, required=False, coerce=int, empty_value=None, **kwargs)


class EventForm(ItemForm):
    """What it is, when and where, in which languages, for whom to write to. Who may come is set elsewhere."""

    fieldsets = [
        (_("In short"), ["title", "summary", "language", "organization", "audience", "sort"]),
        (_("What it is about"), ["description", "body", "session", "parent"]),
        (
            _("When"),
            ["zone", "first_day", "starts_at", "starts_fold", "last_day", "ends_at", "ends_fold"],
        ),
        (_("Does it repeat?"), ["repeats", "repeat_every", "repeat_until", "skipped"]),
        (_("Where"), ["mode", "venue", "room", "address", "access_notes", "countries", "livestream"]),
        (_("Languages"), ["working_languages", "interpretation", "captions", "sign_languages"]),
        (_("Whom to ask"), ["contact_office", "contact_email"]),
        (_("How others find it"), ["goals", "topics", "tags"]),
        (_("Picture"), ["image", "image_alt"]),
    ]

    description = RichTextField(
        label=_("Description"), help_text=_("What will be spoken about, by whom, and what comes of it."), required=False
    )
    body = forms.ModelChoiceField(
        Body.objects.all(), label=_("Body"), required=False, help_text=_("For meetings of an intergovernmental body.")
    )
    parent = RowField(
        Event.objects.none(), label=_("Part of"), required=False, help_text=_("The session that it belongs to.")
    )
    zone = ZoneField(help_text=_("The zone of the place. All times below are read off the clock there."))
    first_day = DayField(label=_("First day"))
    starts_at = ClockField(label=_("Begins at"), help_text=_("24 hours. For example: 15:00"))
    starts_fold = FoldField(label=_("If the clocks go back that day, which beginning"))
    last_day = DayField(label=_("Last day"), help_text=_("The same day again for one that ends the same day."))
    ends_at = ClockField(label=_("Ends at"))
    ends_fold = FoldField(label=_("If the clocks go back that day, which end"))
    repeat_every = forms.IntegerField(
        label=_("Every how many weeks or months"), required=False, min_value=1, max_value=12, initial=1
    )
    repeat_until = DayField(label=_("Until"), required=False)
    skipped = forms.CharField(
        label=_("Not on"),
        required=False,
        max_length=1000,
        help_text=_("Days of the series on which it does not meet, as 2027-08-18, parted by commas."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    working_languages = LanguagesField(label=_("Working languages"))
    interpretation = LanguagesField(label=_("Interpretation into"))
    captions = LanguagesField(label=_("Captions in"))
    sign_languages = forms.MultipleChoiceField(
        label=_("Sign languages"),
        choices=SignLanguage.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Languages in which there is interpretation by sign, or which are spoken."),
    )

    livestream = forms.URLField(
        label=_("Public live stream"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=_("What everybody may watch. The link for participants is not written here."),
    )

    class Meta(ItemForm.Meta):
        model = Event
        fields = (
            *ItemForm.Meta.fields,
            *("sort", "description", "body", "session", "parent"),
            *("zone", "first_day", "starts_at", "starts_fold", "last_day", "ends_at", "ends_fold"),
            *("repeats", "repeat_every", "repeat_until", "skipped"),
            *("mode", "venue", "room", "address", "access_notes", "livestream"),
            *("working_languages", "interpretation", "captions", "sign_languages"),
            *("contact_office", "contact_email"),
        )
        widgets = {**ItemForm.Meta.widgets, "access_notes": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            **ItemForm.Meta.help_texts,
            "title": _("One line that says what it is. For example: “Briefing on the seventieth session”."),
            "session": _("Its number. For example: 70"),
            "room": _("For example: Conference Room 4"),
            "access_notes": _(
                "Which gate, which pass, steps and lifts, hearing loops. For example: “Visitors’ entrance.”"
            ),
            "contact_email": _("A mailbox that stays when people change. It is shown to everybody."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["goals"].help_text = _("Those that it is about.")
        self.fields["countries"].help_text = _("Where it takes place. Leave it empty for one that is online alone.")
        self.fields["body"].choices = [("", "—"), *vocabulary.choices("bodies")]
        self.fields["parent"].queryset = self._parents()
        if not self.instance.pk:
            self.fields["zone"].initial = getattr(self.user, "time_zone", "UTC")
        if isinstance(self.initial.get("skipped"), list):
            self.initial["skipped"] = ", ".join(self.initial["skipped"])

    def _parents(self) -> Any:
        """Sessions and high-level meetings that have not ended, and the one that stands."""
        rows = Event.objects.filter(Q(sort__in=_PARENTS, status="published", audience="public", parent=None))
        rows = rows.filter(Q(ends__gte=timezone.now()) | Q(ends=None)).exclude(pk=self.instance.pk)
        return (rows | Event.objects.filter(pk=self.instance.parent_id or 0)).order_by("starts", "title")

    def clean_repeat_every(self) -> int:
        """1 where nothing is said."""
        return self.cleaned_data["repeat_every"] or 1

    def clean_skipped(self) -> list[str]:
        """ISO dates. Raises ValidationError for what is none."""
        found = []
        for word in self.cleaned_data["skipped"].replace(";", ",").replace("،", ",").split(","):
            if not word.strip():
                continue
            try:
                day = parse_date(word.strip())
            except ValueError:
                day = None
            if day is None:
                raise ValidationError(_("“%(word)s” is not a date. Write 2027-08-18.") % {"word": word.strip()[:30]})
            found.append(day.isoformat())
        return sorted(set(found))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts = check_wall(self, "first_day", "starts_at", "starts_fold")
        ends = check_wall(self, "last_day", "ends_at", "ends_fold")
        if starts and ends:
            self._check_span(cleaned, starts, ends)
        if cleaned.get("repeats"):
            self._check_series(cleaned)
        if not self.draft and cleaned.get("mode") in (Mode.IN_PERSON, Mode.HYBRID) and not cleaned.get("venue"):
            self.add_error("venue", _("Say where people come together."))
        return cleaned

    def _check_span(self, cleaned: dict[str, Any], starts: Any, ends: Any) -> None:
        if ends <= starts:
            field = "last_day" if cleaned["last_day"] < cleaned["first_day"] else "ends_at"
            self.add_error(field, _("It ends before it begins."))
        elif (cleaned["last_day"] - cleaned["first_day"]).days > MOST_DAYS:
            message = _("An event lasts %(limit)d days at most. For regular meetings use “repeats”.")
            self.add_error("last_day", message % {"limit": MOST_DAYS})

    def _check_series(self, cleaned: dict[str, Any]) -> None:
        until, first = cleaned.get("repeat_until"), cleaned.get("first_day")
        if until is None:
            self.add_error("repeat_until", _("Say until when it repeats."))
        elif first is not None and until < first:
            self.add_error("repeat_until", _("The series ends before it begins."))
        elif first is not None:
            self._check_days(cleaned, first, until)

    def _check_days(self, cleaned: dict[str, Any], first: date, until: date) -> None:
        skipped = frozenset(date.fromisoformat(day) for day in cleaned.get("skipped") or [])
        days = recurring.days(first, cleaned["repeats"], cleaned.get("repeat_every") or 1, until, skipped)
        if not days:
            self.add_error("skipped", _("All days of the series are left out."))
        at, zone = cleaned.get("starts_at"), cleaned.get("zone")
        for day in days if at and zone else ():
            if day != first and zones.how_often(day, at, zone) is zones.Wall.NEVER:
                message = _("On %(day)s there is no such time: the clocks are put forward. Leave that day out.")
                self.add_error("skipped", message % {"day": day.isoformat()})
                break
