"""The form of a feed that an organization brings in, and the Branch's form of decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from csonet.content.forms import TermsField
from csonet.richtext import Plain
from news.feeds.addresses import parts_of
from news.feeds.states import FEED
from news.feeds.words import FeedProblem
from news.models import Feed
from news.models.feed import Trust


class FeedForm(forms.ModelForm):
    """The address of a feed and how its entries map to the portal."""

    use_required_attribute = False
    fieldsets = [
        (_("The feed"), ["address", "organization"]),
        (_("How its entries stand on CSO Net"), ["language", "topics", "goals"]),
    ]
    address = forms.URLField(
        label=_("Address of the feed"),
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "RSS, Atom or JSON Feed, as it stands in the browser's bar. For example: https://example.org/feed/"
        ),
    )
    topics = TermsField(
        "topics",
        label=_("Topics"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every entry that comes gets these."),
    )
    goals = TermsField(
        "goals",
        label=_("Sustainable Development Goals"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Every entry that comes gets these."),
    )

    class Meta:
        model = Feed
        fields = ("address", "organization", "language", "topics", "goals")
        help_texts = {
            "language": _("The language that the entries are written in."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["organization"]
        field.queryset = Organization.objects.approved().filter(pk__in=user.standing.editing).order_by("name")
        field.empty_label = None
        if self.instance.pk:
            # The Branch approved this address for this organization: another one is another feed.
            for name in ("address", "organization"):
                self.fields[name].disabled = True

    def clean_address(self) -> str:
        """Raises ValidationError for what the portal could never ask."""
        address = self.cleaned_data["address"]
        try:
            parts_of(address)
        except FeedProblem as problem:
            raise ValidationError(str(problem)) from None
        return address

    def clean(self) -> dict[str, Any]:
        """A feed that was given up is taken up again as the same one, so that nothing of it comes twice."""
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None and cleaned.get("address") and cleaned.get("organization"):
            self.instance = Feed.objects.given_up(cleaned["organization"], cleaned["address"]) or self.instance
        return cleaned


class FeedDecisionForm(Plain, forms.ModelForm):
    """What the Branch decides on a feed."""

    decision = forms.ChoiceField(label=_("Decision"), required=False)
    text = forms.CharField(
        label=_("Words to the owner"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    class Meta:
        model = Feed
        fields = ("trust",)

    def __init__(self, *args: Any, actor: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        acts = FEED.available(self.instance, actor) if self.instance.pk and actor else []
        choices = [(act.name, act.label) for act in acts if act.staff]
        self.fields["decision"].choices = [("", _("None: only the trust changes")), *choices]
        self.fields["trust"].choices = Trust.choices
        if "approve" in dict(choices):
            self.fields["decision"].initial = "approve"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        action = cleaned.get("decision")
        if action and "text" in FEED.transition(action).needs and not cleaned.get("text", "").strip():
            self.add_error("text", _("Say why: the owner reads it."))
        return cleaned
