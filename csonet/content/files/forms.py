"""The form by which a file is attached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from csonet.content.files.kinds import ACCEPT


class AttachForm(forms.Form):
    """One file and, if its name does not say it, what it is."""

    prefix = "attach"

    file = forms.FileField(
        label=_("File"),
        required=False,  # of the item's form, in which it stands; see clean_file()
        allow_empty_file=True,
        help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, text, CSV or a picture; at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    title = forms.CharField(
        label=_("What it is"), required=False, max_length=150, help_text=_("For example: “Report of 2024, in French”.")
    )

    def clean_file(self) -> Any:
        """Raises ValidationError if the button was pressed without a file."""
        if not self.cleaned_data.get("file"):
            raise forms.ValidationError(_("Choose a file first."), "required")
        return self.cleaned_data["file"]
