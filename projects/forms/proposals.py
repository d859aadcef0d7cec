"""The forms of a project proposal, of an interest, of a yearly report."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.content.forms import ItemForm, TermsField
from csonet.content.states import EDITABLE
from csonet.reference import vocabulary
from csonet.richtext import RichTextField
from csonet.ui.forms import DateInput
from projects.forms.requests import LATEST, PlainForm, own_organizations, plain_words
from projects.forms.rows import (
    DELIVERABLES,
    INDICATORS,
    RESOURCES,
    Column,
    RowsField,
    check_indicator,
    check_resource,
)
from projects.models import Interest, Proposal
from projects.models.choices import DELIVERED

EARLIEST = date(1990, 1, 1)
LONGEST_PROJECT_YEARS = 30


class ProposalForm(ItemForm):
    """Specific, measurable, achievable, resourced, with dates: what the UN's partnership platform asks."""

    fieldsets = [
        (_("In short"), ["title", "summary", "language", "organization", "audience"]),
        (_("Specific: what it will change"), ["specific", "goals", "targets", "topics", "tags"]),
        (_("Measurable: how you will know"), ["indicators"]),
        (_("Time-based: what will be there, and when"), ["starts", "ends", "deliverables"]),
        (_("Resources: what is there and what is missing"), ["resources"]),
        (_("Partners"), ["partners_sought", "deadline"]),
        (_("Achievable and lasting"), ["risks", "sustainability"]),
        (_("Where"), ["countries", "place"]),
        (_("Picture"), ["image", "image_alt"]),
    ]

    specific = RichTextField(
        label=_("What it will change, and how"),
        help_text=_("For example: “Forty schools store rain water, so that girls miss no lessons in the dry season.”"),
    )
    targets = TermsField(
        "targets",
        label=_("Targets of these goals"),
        help_text=_("One to three."),
    )
    indicators = RowsField(
        INDICATORS,
        check_indicator,
        label=_("Indicators"),
        help_text=_("For example: schools with a tank · schools · 3 · 40."),
    )
    deliverables = RowsField(
        DELIVERABLES, label=_("Deliverables"), help_text=_("For example: tanks at the first ten schools.")
    )
    resources = RowsField(
        RESOURCES,
        check_resource,
        label=_("Resources"),
        help_text=_("Money in any currency, things and work in kind, people. For example: two masons for each school."),
    )
    partners_sought = RichTextField(
        label=_("Partners sought and their roles"),
        required=False,
        help_text=_("For example: “A technical college that trains the masons.” Leave it empty if you seek none."),
    )
    risks = RichTextField(label=_("Risks, and what you do about them"), required=False)
    sustainability = RichTextField(label=_("What stays when the project has ended"), required=False)

    class Meta(ItemForm.Meta):
        model = Proposal
        fields = (
            *ItemForm.Meta.fields,
            "specific",
            "targets",
            "indicators",
            "deliverables",
            "resources",
            "partners_sought",
            "deadline",
            "place",
            "starts",
            "ends",
            "risks",
            "sustainability",
        )
        widgets = {**ItemForm.Meta.widgets, "starts": DateInput, "ends": DateInput, "deadline": DateInput}
        help_texts = {
            **ItemForm.Meta.help_texts,
            "title": _("One line that says what will be. For example: “Rain water for forty schools”."),
            "place": _("Town, district or region. For example: “Kitui County”."),
            "deadline": _("The last day on which partners can come forward. Leave it empty if there is none."),
        }

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["goals"].help_text = _("Those to which it contributes most.")
        self.fields["countries"].help_text = _("Where it takes place.")
        for name in ("goals", "targets", "starts", "ends"):
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._check_targets(cleaned)
        self._check_period(cleaned)
        self._check_deadline(cleaned)
        return cleaned

    def _check_targets(self, cleaned: dict[str, Any]) -> None:
        known = vocabulary.targets()
        goals = set(cleaned.get("goals") or [])
        stray = [code for code in cleaned.get("targets") or [] if known[code].goal_id not in goals]
        if stray and not self.draft:
            self.add_error(
                "targets", _("Choose the goals of these targets too: %(codes)s.") % {"codes": ", ".join(stray)}
            )

    def _check_period(self, cleaned: dict[str, Any]) -> None:
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        for name, day in (("starts", starts), ("ends", ends), ("deadline", cleaned.get("deadline"))):
            if day is not None and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Choose a day between 1990 and 2100."))
        if not starts or not ends:
            return
        if ends < starts:
            self.add_error("ends", _("It can't end before it starts."))
        elif (ends - starts).days > 366 * LONGEST_PROJECT_YEARS:
            self.add_error("ends", _("A project lasts at most %(years)d years.") % {"years": LONGEST_PROJECT_YEARS})
        late = [
            row for row in cleaned.get("deliverables") or [] if not starts.isoformat() <= row["due"] <= ends.isoformat()
        ]
        if late and not self.draft:
            self.add_error("deliverables", _("Each deliverable falls between the first and the last day."))

    def _check_deadline(self, cleaned: dict[str, Any]) -> None:
        deadline, ends = cleaned.get("deadline"), cleaned.get("ends")
        if deadline is None:
            return
        if ends and deadline > ends:
            self.add_error("deadline", _("Partners come in before the project has ended."))
        if self.instance.status in EDITABLE and not self.draft and deadline < timezone.localdate():
            self.add_error("deadline", _("Choose a day in the future."))

    def _post_clean(self) -> None:
        """The database's own check of the period is said once, at the field."""
        super()._post_clean()
        if "ends" in self.errors:
            self._errors.pop("__all__", None)


class InterestForm(PlainForm):
    """What an organization would bring, and in which role."""

    class Meta:
        model = Interest
        fields = ("organization", "role", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "role": _("For example: “trainer of the masons”."),
            "text": _("What you would bring: people, knowledge, things, means."),
        }

    def __init__(self, *args: Any, proposal: Proposal, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own_organizations(self, user, but=proposal.organization_id)
        self.instance.proposal, self.instance.user = proposal, user


class ReportForm(forms.Form):
    """The yearly report: in short, and what each indicator and deliverable has come to."""

    use_required_attribute = False

    summary = forms.CharField(label=_("The year in short"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        for number, row in enumerate(proposal.indicators):
            self.fields[f"indicator_{number}"] = forms.CharField(
                label=row["statement"],
                help_text=_("Figure today, in %(unit)s. At the start: %(baseline)s, aim: %(aim)s.") % row,
                max_length=20,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        for number, row in enumerate(proposal.deliverables):
            self.fields[f"deliverable_{number}"] = forms.ChoiceField(
                label=row["what"], help_text=_("Due on %(due)s.") % row, choices=DELIVERED
            )

    def clean(self) -> dict[str, Any]:
        cleaned = plain_words(super().clean() or self.cleaned_data)
        figure = Column("now", _("Figure today"), "number", 20)
        for number, _row in enumerate(self.proposal.indicators):
            name = f"indicator_{number}"
            if name in cleaned:
                try:
                    cleaned[name] = figure.clean(cleaned[name])
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned

    @property
    def indicators(self) -> list[dict[str, str]]:
        """The proposal's rows, each with its figure of today."""
        rows = enumerate(self.proposal.indicators)
        return [{**row, "now": self.cleaned_data[f"indicator_{number}"]} for number, row in rows]

    @property
    def deliverables(self) -> list[dict[str, str]]:
        """The proposal's rows, each with how far it is."""
        rows = enumerate(self.proposal.deliverables)
        return [{**row, "now": self.cleaned_data[f"deliverable_{number}"]} for number, row in rows]
