"""The form of a best practice: few fields are required, each says with an example what it is for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from accounts.organizations.named import OrganizationNamesField
from csonet.content.forms import ItemForm
from csonet.content.models import Reason
from csonet.richtext import Plain, RichTextField
from csonet.ui.forms import DateInput
from practices.models import Practice, Use

MOST_LINKS = 15


class PracticeForm(ItemForm):
    """What was done, where, for whom, with what result, and how to repeat it."""

    fieldsets = [
        (_("In short"), ["title", "summary", "language", "organization", "audience"]),
        (
            _("What was done"),
            ["problem", "action", "objectives", "reached", "results"],
        ),
        (_("For those who want to repeat it"), ["factors", "repeating", "resources", "cost", "licence"]),
        (
            _("Where, when and with whom"),
            ["countries", "place", "started", "ended", "partner_organizations", "partners"],
        ),
        (_("How others find it"), ["goals", "topics", "tags", "links"]),
        (_("Picture"), ["image", "image_alt"]),
    ]

    problem = RichTextField(
        label=_("The problem and its context"),
        required=False,
        help_text=_("For example: “Wells in twelve villages fall dry from June to September; women walk two hours.”"),
    )
    action = RichTextField(
        label=_("What was done"),
        help_text=_(
            "Step by step, so that others could do the same. For example: “The village chose the site; two "
            "masons built; each family paid one bag of cement.”"
        ),
    )
    results = RichTextField(
        label=_("Results and evidence"),
        required=False,
        help_text=_("Figures with their source. For example: “340 families store 9,000 litres each (survey of 2023).”"),
    )
    factors = RichTextField(
        label=_("What helped and what hindered"),
        required=False,
        help_text=_("For example: “The district lent its masons; the first season's rain came late.”"),
    )
    repeating = RichTextField(
        label=_("How to sustain and repeat it"),
        required=False,
        help_text=_(
            "What must be there before one starts, what can be changed. For example: “Start before the rains; "
            "stones serve as well as bricks.”"
        ),
    )

    partner_organizations = OrganizationNamesField(
        label=_("Partners on CSO Net"),
        required=False,
        help_text=_(
            "Organizations on CSO Net that worked with you, one a line, as the directory names them. For "
            "example: “Lake Shore Women's Cooperative”."
        ),
    )

    class Meta(ItemForm.Meta):
        model = Practice
        fields = (
            *ItemForm.Meta.fields,
            "problem",
            "action",
            "objectives",
            "reached",
            "results",
            "factors",
            "repeating",
            "resources",
            "cost",
            "partner_organizations",
            "partners",
            "place",
            "started",
            "ended",
            "links",
            "licence",
        )
        widgets = {
            **ItemForm.Meta.widgets,
            **{
                name: forms.Textarea(attrs={"rows": 3})
                for name in ("objectives", "reached", "resources", "partners", "links")
            },
            "started": DateInput,
            "ended": DateInput,
        }
        help_texts = {
            **ItemForm.Meta.help_texts,
            "objectives": _("What it was to change. For example: “Water at home in all twelve villages by 2024.”"),
            "reached": _("How many people, and who. For example: “2,100 people, half of them children.”"),
            "resources": _("People, skills, material and means. For example: “Two masons a village, cement, sand.”"),
            "cost": _(
                "All of it, your own means included. For example: “4,200 US dollars a tank, 900 of them our "
                "members' work.”"
            ),
            "partners": _("Partners that are not on CSO Net, one a line. For example: “Kitui County water office”."),
            "place": _("Town, district or region. For example: “Kitui County”."),
            "started": _("The first day; if you know only the month, its first. For example: 1 March 2022."),
            "ended": _("Leave it empty if it goes on."),
            "links": _("One address a line, beginning with https://. For example: https://example.org/report.pdf"),
            "licence": _("What others may do with this text."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("objectives", "reached", "resources"):
            self.fields[name].max_length = 5000
            self.fields[name].validators.append(forms.CharField(max_length=5000).validators[0])
        self.fields["countries"].help_text = _("Where it took place.")
        self.fields["cost"].choices = [("", pgettext_lazy("cost", "not known")), *self.fields["cost"].choices[1:]]

    def clean_links(self) -> str:
        """One web address a line. Raises ValidationError for what is none, or for too many."""
        lines = [line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()]
        if len(lines) > MOST_LINKS:
            raise ValidationError(_("Give at most %(limit)d links.") % {"limit": MOST_LINKS})
        check = URLValidator(schemes=["http", "https"])
        for line in lines:
            try:
                check(line)
            except ValidationError:
                raise ValidationError(_("“%(line)s” is not a web address.") % {"line": line[:100]}) from None
        return "\n".join(lines)


class UseForm(Plain, forms.ModelForm):
    """Another organization repeated the practice: which, where, when, and with what result."""

    class Meta:
        model = Use
        fields = ("organization", "result", "country", "year")
        widgets = {"result": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "result": _("What you did, what you changed, what came of it. For example: “Eight tanks; two leaked.”"),
            "year": _("When you began. For example: 2024."),
        }

    def __init__(self, *args: Any, practice: Practice, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = Organization.objects.filter(pk__in=user.standing.editing - {practice.organization_id}).order_by("name")
        self.fields["organization"].queryset = own if self.is_bound else own.exclude(uses__practice=practice)
        self.fields["organization"].empty_label = None
        self.fields["year"].min_value, self.fields["year"].max_value = 1990, 2100
        self.instance.practice, self.instance.user = practice, user

    def clean_organization(self) -> Organization:
        """Raises ValidationError for one that confirmed the practice already."""
        organization = self.cleaned_data["organization"]
        if self.instance.practice.uses.filter(organization=organization).exists():
            raise ValidationError(_("Your organization confirmed this practice already."))
        return organization

    def clean_year(self) -> int | None:
        """Raises ValidationError for a year that can't be."""
        year = self.cleaned_data["year"]
        if year is not None and not 1990 <= year <= 2100:
            raise ValidationError(_("Give a year from 1990 on."))
        return year


class UseDecisionForm(Plain, forms.ModelForm):
    """What the Branch decides on the words of a use."""

    decision = forms.ChoiceField(label=_("Decision"), required=False)
    reason = forms.ModelChoiceField(
        Reason.objects.filter(is_active=True),
        label=_("Reason"),
        required=False,
        help_text=_("The organization reads it in its people's own languages."),
    )
    text = forms.CharField(
        label=_("In your own words, to the organization"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    class Meta:
        model = Use
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        away = self.instance.removed_at is not None
        act = ("put-back", _("Put it back on the page")) if away else ("remove", _("Take it off the page"))
        self.fields["decision"].choices = [("", _("None")), act]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == "remove" and not cleaned.get("reason") and not cleaned.get("text", "").strip():
            self.add_error("reason", _("Say why: choose a reason, or write it in your own words."))
        return cleaned
