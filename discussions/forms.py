"""The form of a group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from csonet.content.forms import ItemForm
from csonet.content.models import Item
from csonet.richtext import RichTextField
from discussions.models import Access, Group
from discussions.models.group import WIDTH


class GroupForm(ItemForm):
    """What the group is for, who hosts it, who reads and writes there, and by which rules."""

    fieldsets = [
        (_("In short"), ["title", "summary", "language", "organization", "spoken"]),
        (_("What it is for"), ["purpose", "rules"]),
        (_("Who takes part"), ["access", "moderation"]),
        (_("How others find it"), ["goals", "topics", "countries", "tags"]),
        (_("Picture"), ["image", "image_alt"]),
    ]

    purpose = RichTextField(
        label=_("Purpose"),
        help_text=_("What people will do here together, and what should come of it."),
    )
    spoken = forms.MultipleChoiceField(
        label=_("Languages of the discussion"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People may write in any language; these are the ones that the moderators read."),
    )

    class Meta(ItemForm.Meta):
        model = Group
        fields = tuple(name for name in ItemForm.Meta.fields if name != "audience") + (
            "purpose",
            "rules",
            "spoken",
            "access",
            "moderation",
        )
        widgets = {
            **ItemForm.Meta.widgets,
            "rules": forms.Textarea(attrs={"rows": 6}),
            "access": forms.RadioSelect,
            "moderation": forms.RadioSelect,
        }
        help_texts = {
            **ItemForm.Meta.help_texts,
            "organization": _("The organization or United Nations entity that hosts the group."),
            "rules": _("Shown to everybody who joins. One rule a line."),
            "access": _("It can be narrowed later, never widened: people were told who reads what they write."),
        }

    def clean_access(self) -> str:
        """Raises ValidationError if what was written for few would be shown to more."""
        access = self.cleaned_data["access"]
        before = self.initial.get("access") if self.instance.pk else None
        if before in WIDTH and WIDTH.index(access) < WIDTH.index(before) and self.instance.group_topics.exists():
            raise ValidationError(_("People wrote here for fewer readers: who reads can be narrowed, not widened."))
        return access

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.audience = audience_of(cleaned.get("access") or self.instance.access)
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """The page of a group is for those who may read there or ask to join."""
        audience, existing = self.instance.audience, not self.instance._state.adding
        group = super().save(commit)
        if commit and existing:
            Item.objects.filter(pk=group.pk).update(audience=audience, updated=timezone.now())
        return group


def audience_of(access: str) -> str:
    """Who may know of a group: a closed one is known to those who may ask to join."""
    return "public" if access == Access.PUBLIC else "members"
