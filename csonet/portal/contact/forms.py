"""The form to the NGO Branch: as short as it can be, with two traps for machines."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from csonet.portal.models import ContactCategory, ContactMessage
from csonet.richtext import Plain
from csonet.ui import languages

SALT = "csonet.contact"
#: Nobody fills the form in faster than this, in seconds; and after this long it is out of date.
FASTEST, LONGEST = 3, 60 * 60 * 24


class ContactForm(Plain, forms.ModelForm):
    """Name, address, subject, message; and fields that only a machine fills in or forgets."""

    #: Hidden from people by style and by words; machines fill in whatever is called so.
    website = forms.CharField(required=False, max_length=200, label=_("Leave this field empty"))
    #: Signed: when the form was opened, and the key that lets it be kept only once.
    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    class Meta:
        model = ContactMessage
        fields = ["name", "email", "category", "subject", "message"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "message": forms.Textarea(attrs={"rows": 10, "dir": "auto"}),
        }
        help_texts = {
            "email": _("The answer goes to this address. It is used for nothing else."),
            "message": _("Please do not send passwords or documents."),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        self.user = user
        initial = {"opened": new_stamp(), **kwargs.pop("initial", {})}
        if user.is_authenticated:
            initial |= {"name": user.name, "email": user.email}
        super().__init__(*args, **{**kwargs, "initial": initial})
        category: Any = self.fields["category"]
        category.choices = [("", _("Please choose")), *ContactCategory.choices]
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a form that was filled in by a machine, or lies open since yesterday."""
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise ValidationError(_("The last field must stay empty. Empty it and send the message again."))
        try:
            self.instance.form_key = signing.loads(cleaned.get("opened", ""), salt=SALT, max_age=LONGEST)
            too_fast = _is_younger(cleaned["opened"], FASTEST)
        except (signing.BadSignature, TypeError):
            self._restamp()
            raise ValidationError(_("The form was open for too long. Nothing is lost: please send it again.")) from None
        if too_fast:
            raise ValidationError(_("That was very fast. Please wait a moment and send it again."))
        return cleaned

    def _restamp(self) -> None:
        """Give the form that is shown again a fresh stamp, in place of the one that was sent."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["opened"] = new_stamp()
        self.data = data

    def message_of(self) -> ContactMessage:
        """The message as it will be kept, not saved yet."""
        message = self.save(commit=False)
        message.subject = " ".join(message.subject.split())
        message.language = languages.current()
        message.user = self.user if self.user.is_authenticated else None
        return message


def new_stamp() -> str:
    """A signed time with a random key in it."""
    return signing.dumps(secrets.token_hex(16), salt=SALT)


def _is_younger(stamp: str, seconds: int) -> bool:
    try:
        signing.loads(stamp, salt=SALT, max_age=seconds)
    except signing.SignatureExpired:
        return False
    return True
