"""The forms of a solution request, of offers, questions, answers and outcomes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from csonet.content.forms import ItemForm, TermsField
from csonet.content.models import Item
from csonet.content.states import EDITABLE
from csonet.richtext import RichTextField, without_controls
from csonet.ui.forms import DateInput
from csonet.ui.rows import RowsField
from projects import currencies
from projects.models import Offer, SolutionRequest
from projects.models.choices import DeclineReason, Help

LATEST = date(2100, 12, 31)
MOST_FIELDS = 10


class RequestForm(ItemForm):
    """The need, what was tried, what help is sought, where, by when, in which languages, for whom."""

    fieldsets = [
        (_("In short"), ["title", "summary", "language", "organization", "audience"]),
        (_("The need"), ["problem", "tried", "beneficiaries"]),
        (_("What kind of help you seek"), [f"seeks_{kind.value}" for kind in Help]),
        (
            _("Where, by when, in which languages"),
            ["countries", "place", "needed_by", "help_languages", "other_languages"],
        ),
        (_("How those who can help find it"), ["goals", "topics", "activity_fields", "tags"]),
        (_("Picture"), ["image", "image_alt"]),
    ]

    problem = RichTextField(
        label=_("The problem"),
        help_text=_("For example: “The clinic's pump breaks every month and nobody nearby can mend it.”"),
    )
    tried = RichTextField(
        label=_("What was tried"),
        required=False,
        help_text=_("So that nobody offers it again. For example: “A new pump of the same make lasted ten weeks.”"),
    )
    help_languages = forms.MultipleChoiceField(
        label=_("Languages in which help can be given"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    activity_fields = TermsField(
        "fields",
        label=_("Fields of activity"),
        help_text=_("Those of the organizations that could help, 10 at most."),
    )

    class Meta(ItemForm.Meta):
        model = SolutionRequest
        fields = (
            *ItemForm.Meta.fields,
            "problem",
            "tried",
            "beneficiaries",
            *(f"seeks_{kind.value}" for kind in Help),
            "place",
            "needed_by",
            "help_languages",
            "other_languages",
            "activity_fields",
        )
        widgets = {**ItemForm.Meta.widgets, "beneficiaries": forms.Textarea(attrs={"rows": 3}), "needed_by": DateInput}
        help_texts = {
            **ItemForm.Meta.help_texts,
            "title": _("One line that says what you need. For example: “A pump that our own people can mend”."),
            "beneficiaries": _("How many people, and who. For example: “The 4,000 people of six villages.”"),
            "place": _("Town, district or region. For example: “Kitui County”."),
            "needed_by": _("The last day on which help is of use. After it the request leaves the lists by itself."),
            "other_languages": _("Parted by commas. For example: Swahili, Kamba."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["goals"].help_text = _("Those to which a solution would contribute most.")
        self.fields["countries"].help_text = _("Where help is needed.")
        for kind in Help:
            self.fields[f"seeks_{kind.value}"].label = kind.label

    def clean_needed_by(self) -> date | None:
        """Raises ValidationError for a day that is past when the request is submitted, or beyond the century."""
        day = self.cleaned_data["needed_by"]
        is_new = self.instance.status in EDITABLE and not self.draft
        if day is not None and (day > LATEST or (is_new and day < timezone.localdate())):
            raise ValidationError(_("Choose a day in the future."))
        return day

    def clean_activity_fields(self) -> list[str]:
        """Raises ValidationError for more than anybody works in."""
        chosen = self.cleaned_data["activity_fields"]
        if len(chosen) > MOST_FIELDS:
            raise ValidationError(_("Choose at most %(limit)d.") % {"limit": MOST_FIELDS})
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.draft and not any(cleaned.get(f"seeks_{kind.value}") for kind in Help):
            self.add_error(f"seeks_{Help.KNOWHOW.value}", _("Choose at least one kind of help."))
        return cleaned


class PlainForm(forms.ModelForm):
    """Plain words: control characters and overrides of direction are taken out before they are kept."""

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return plain_words(cleaned)


def plain_words(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The cleaned data with texts that can be shown."""
    return {
        name: without_controls(value).replace("\r\n", "\n").strip() if isinstance(value, str) else value
        for name, value in cleaned.items()
    }


def own_organizations(form: forms.BaseForm, user: Any, but: int | None = None) -> None:
    """Limit the form's choice to the person's approved organizations, the item's own left out."""
    field: Any = form.fields["organization"]
    own = user.standing.organizations - {but}
    field.queryset = Organization.objects.approved().filter(pk__in=own).order_by("name")
    field.empty_label = None
    field.label = _("For which organization")


class OfferForm(PlainForm):
    """What an organization can do, by when, at what cost, and which of its practices show it."""

    currency = forms.ChoiceField(
        label=_("Currency"), choices=lambda: [("", "—"), *currencies.choices()], required=False
    )

    class Meta:
        model = Offer
        fields = ("organization", "text", "by_when", "cost", "currency", "practices")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "by_when": DateInput,
            "cost": forms.TextInput(attrs={"inputmode": "decimal"}),
            "practices": forms.CheckboxSelectMultiple,
        }
        field_classes = {"practices": RowsField}
        help_texts = {
            "text": _("What you would do, who would do it, and what you need from the asker."),
            "by_when": _("When you could begin or deliver."),
            "cost": _("What the asker would pay. Leave it empty, or write 0, if it costs nothing."),
            "practices": _("Published practices of yours. If your offer is accepted they are linked to the request."),
        }

    def __init__(self, *args: Any, request: SolutionRequest, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own_organizations(self, user, but=request.organization_id)
        practices = Item.objects.of_kind("practice").published().visible_to(user)
        self.fields["practices"].queryset = practices.filter(organization__in=user.standing.organizations)
        self.instance.request, self.instance.user = request, user

    def clean_by_when(self) -> date | None:
        """Raises ValidationError for a day that is past or absurd."""
        day = self.cleaned_data["by_when"]
        if day is not None and not timezone.localdate() <= day <= LATEST:
            raise ValidationError(_("Choose a day in the future."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("cost") and not cleaned.get("currency"):
            self.add_error("currency", _("Say in which currency."))
        if not cleaned.get("cost"):
            cleaned["currency"] = ""
        organization = cleaned.get("organization")
        if organization and any(one.organization_id != organization.pk for one in cleaned.get("practices") or []):
            self.add_error("practices", _("Choose practices of the organization that offers."))
        return cleaned


class TextForm(forms.Form):
    """One text: a question, an answer, a message, an outcome."""

    use_required_attribute = False

    def __init__(self, *args: Any, label: Any, help_text: Any = "", longest: int = 2000, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["text"] = forms.CharField(
            label=label, help_text=help_text, max_length=longest, widget=forms.Textarea(attrs={"rows": 4})
        )

    def clean_text(self) -> str:
        """Raises ValidationError where nothing is left that can be read."""
        text = plain_words({"text": self.cleaned_data["text"]})["text"]
        if not any(sign.isalnum() for sign in text):
            raise ValidationError(_("Write it in words."))
        return text


class QuestionForm(TextForm):
    """A public question, asked for one of the person's organizations."""

    organization = forms.ModelChoiceField(Organization.objects.none())

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, label=_("Your question"), help_text=_("Everybody can read it."), **kwargs)
        own_organizations(self, user)


class DecisionForm(forms.Form):
    """Accept or decline, with a word of thanks; a reason is not asked for."""

    thanks = forms.CharField(
        label=_("A word of thanks"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.ChoiceField(
        label=_("Why, if you decline and want to say it"),
        required=False,
        choices=[("", "—"), *DeclineReason.choices],
    )

    def clean(self) -> dict[str, Any]:
        return plain_words(super().clean() or self.cleaned_data)
