"""The form by which a file is attached."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from csonet.content.files.kinds import ACCEPT


class AttachForm(forms.Form):
    """One file and, if its name does not say it, what it is."""

    prefix = "attach"

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("PDF, Word, Excel, PowerPoint, OpenDocument, text, CSV or a picture; at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
        error_messages={"required": _("Choose a file first.")},
    )
    title = forms.CharField(
        label=_("What it is"), required=False, max_length=150, help_text=_("For example: “Report of 2024, in French”.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # It stands inside the form of the whole item, which can be sent without a file.
        self.use_required_attribute = False
