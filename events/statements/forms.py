"""Forms of calls and statements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Organization
from csonet.richtext import Plain
from events.forms.windows import WindowForm, of_window
from events.models import Event, SideEventCall, SpeakersList, Statement, StatementCall
from events.models.choices import Standing
from events.models.statement_choices import RequestReason, StatementReason
from events.models.statements import MOST_CHARACTERS

#: Organizations answer calls; people without one do not.
_AUDIENCES = [pair for pair in Standing.choices if pair[0] != Standing.EVERYBODY]
_WHEN = (gettext_lazy("Until when"), ["zone", "opens_day", "opens_at", "closes_day", "closes_at"])
_WHOM = (gettext_lazy("For whom"), ["name", "instructions", "eligible"])


class CallForm(Plain, WindowForm, forms.ModelForm):
    """What all calls have: name, audience, window."""

    eligible = forms.MultipleChoiceField(
        label=gettext_lazy("Who may answer this call"), choices=_AUDIENCES, widget=forms.CheckboxSelectMultiple
    )
    fieldsets = [_WHOM, _WHEN]

    def __init__(self, *args: Any, event: Event, **kwargs: Any):
        call = kwargs.get("instance")
        initial = {"zone": event.zone}
        if call is not None and call.pk:
            initial = {**of_window(call), "eligible": call.eligible}
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self.event = event

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned.update(self.clean_window())
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Write the call of this event."""
        self.instance.event = self.event
        for one in Standing:
            setattr(self.instance, f"for_{one.value}", one.value in self.cleaned_data["eligible"])
        for name in ("zone", "opens", "closes"):
            setattr(self.instance, name, self.cleaned_data[name])
        self.instance.save()
        return self.instance


_NAME = {"instructions": forms.Textarea(attrs={"rows": 5})}
_NO_LIMIT = gettext_lazy("Empty: the limit above.")


class StatementCallForm(CallForm):
    """A call for statements, with its limits and its rule of counting."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages in which statements are taken"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
    )
    cover_words = forms.IntegerField(
        label=gettext_lazy("Words counted for the cover page"), min_value=0, max_value=1000, initial=0
    )
    fieldsets = [
        _WHOM,
        (gettext_lazy("To whom"), ["body", "session"]),
        _WHEN,
        (gettext_lazy("How long"), ["words", "words_general", "words_special", "words_roster", "words_joint"]),
        (gettext_lazy("How words are counted"), ["cover_words", "counts_headings", "counts_notes"]),
        (gettext_lazy("In which languages, and how many"), ["languages", "most_own", "is_exclusive"]),
    ]

    class Meta:
        model = StatementCall
        fields = (
            *("name", "instructions", "body", "session", "words", "words_general", "words_special", "words_roster"),
            *("words_joint", "cover_words", "counts_headings", "counts_notes", "languages", "most_own"),
            "is_exclusive",
        )
        widgets = _NAME
        help_texts = {
            "name": gettext_lazy("For example: Written statements"),
            "words_general": _NO_LIMIT,
            "words_special": _NO_LIMIT,
            "words_roster": _NO_LIMIT,
            "words_joint": gettext_lazy("Empty: the limit of the organization that hands it in."),
            "most_own": gettext_lazy("0: joint statements alone."),
        }

    def __init__(self, *args: Any, event: Event, **kwargs: Any):
        begins = {"languages": [code for code, _name in settings.LANGUAGES], "body": event.body_id}
        if kwargs.get("instance") is None:
            kwargs["initial"] = {**begins, "session": event.session, **kwargs.get("initial", {})}
        super().__init__(*args, event=event, **kwargs)


class SpeakersListForm(CallForm):
    """A speakers' list."""

    fieldsets = [_WHOM, _WHEN, (gettext_lazy("How long"), ["minutes_each", "minutes"])]

    class Meta:
        model = SpeakersList
        fields = ("name", "instructions", "minutes_each", "minutes")
        widgets = _NAME
        help_texts = {"name": gettext_lazy("The item of the agenda, for example: General debate")}


class SideEventCallForm(CallForm):
    """A call for side events; its slots are typed on a page of their own."""

    class Meta:
        model = SideEventCall
        fields = ("name", "instructions")
        widgets = _NAME
        help_texts = {"name": gettext_lazy("For example: Side events")}


class ForOrganization(forms.Form):
    """For which of one's organizations; the field is gone where there is one alone."""

    def choose_from(self, organizations: list[Organization]) -> None:
        """organizations: those that the person may act for, one at least."""
        self.organizations = {organization.pk: organization for organization in organizations}
        if len(organizations) > 1:
            choices = [(organization.pk, organization.name) for organization in organizations]
            field = forms.TypedChoiceField(label=_("Organization"), choices=choices, coerce=int)
            self.fields = {"organization": field, **self.fields}

    @property
    def chosen(self) -> Organization:
        """The organization."""
        first = next(iter(self.organizations))
        return self.organizations[self.cleaned_data.get("organization", first)]


class StatementForm(Plain, ForOrganization, forms.ModelForm):
    """A statement: its language, its title, its text with headings and footnotes as plain lines."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        # Writers count words: a limit of signs beside that of words would only puzzle them.
        validators=[MaxLengthValidator(MOST_CHARACTERS)],
        widget=forms.Textarea(attrs={"rows": 24, "dir": "auto"}),
        help_text=gettext_lazy(
            "Plain text. An empty line makes a paragraph; # at the beginning of a line a heading; "
            "[^1] in the text and [^1]: at the beginning of a line a footnote."
        ),
    )

    class Meta:
        model = Statement
        fields = ("language", "title", "text")

    def __init__(self, *args: Any, call: StatementCall, organizations: list[Organization] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = call.language_names
        if not self.instance.pk and (mine := get_language()) in dict(call.language_names):
            self.initial["language"] = mine
        if organizations:
            self.choose_from(organizations)

    def clean_title(self) -> str:
        """On one line."""
        return " ".join(self.cleaned_data["title"].split())

    @property
    def values(self) -> dict[str, str]:
        """What is written."""
        return {name: self.cleaned_data[name] for name in ("language", "title", "text")}


class DecisionForm(Plain):
    """Why it is declined: a reason and one's own words. Asked for by the act, not by the browser."""

    reason = forms.ChoiceField(label=pgettext_lazy("decision", "Reason"), required=False)
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("The organization reads it."),
    )

    def __init__(self, *args: Any, reasons: Any = StatementReason, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", "—"), *reasons.choices]  # type: ignore[attr-defined]


def request_decision(data: Any = None, **kwargs: Any) -> DecisionForm:
    """The same for requests."""
    return DecisionForm(data, reasons=RequestReason, **kwargs)
