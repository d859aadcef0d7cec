"""The forms by which people come to act for an organization."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Claim
from accounts.models.membership import Role
from accounts.people.words import validate_line, validate_words

ROLE_HELP = _(
    "An owner invites and removes members and edits the profile. An editor writes and submits for the organization. "
    "A member belongs to it and reads what is for members."
)


class RoleForm(forms.Form):
    """The role that somebody shall have."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.EDITOR)


class InviteForm(RoleForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=_("We send a link to this address. It works once, for 14 days."),
    )
    field_order = ["email", "role"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].help_text = ROLE_HELP


class JoinForm(forms.Form):
    """A few words to the owners."""

    message = forms.CharField(
        label=_("Message to the owners"),
        required=False,
        max_length=1000,
        validators=[validate_words],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say who you are and what you do in the organization. For example: “I run the youth programme.”"),
    )


class ClaimForm(forms.ModelForm):
    """How the Branch can check that somebody speaks for a register entry."""

    class Meta:
        model = Claim
        fields = ["position", "email", "website", "message"]
        help_texts = {
            "position": _("For example: Executive Director."),
            "email": _("Best an address under the organization's own domain."),
            "message": _("For example: where your name stands on the web site, or your number in iCSO."),
        }
        widgets = {"message": forms.Textarea(attrs={"rows": 5})}

    website = forms.URLField(
        label=_("The organization's web site"),
        max_length=300,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["position"].validators.append(validate_line)
        self.fields["message"].validators.append(validate_words)
        self.fields["email"].widget.attrs["dir"] = "ltr"
