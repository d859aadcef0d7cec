"""The forms of an event's documents, live stream and recordings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from csonet.content.models import Attachment
from csonet.richtext import Plain
from events.models import Event, Recording
from events.models.choices import DocumentKind


class DocumentsForm(Plain):
    """Kind and language of each file."""

    def __init__(self, *args: Any, files: list[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.files = files
        self.fieldsets = []
        for one in files:
            names = [f"kind-{one.pk}", f"language-{one.pk}"]
            self.fields[names[0]] = forms.ChoiceField(
                label=_("Kind of document"),
                choices=[("", _("no particular kind")), *DocumentKind.choices],
                required=False,
                initial=one.document_kind,
            )
            self.fields[names[1]] = forms.ChoiceField(
                label=_("Language"), choices=[("", "—"), *settings.LANGUAGES], required=False, initial=one.language
            )
            self.fieldsets.append((str(one), names))

    def given(self) -> dict[Attachment, tuple[str, str]]:
        """{file: (kind, language)} of a valid form."""
        cleaned = self.cleaned_data
        return {one: (cleaned[f"kind-{one.pk}"], cleaned[f"language-{one.pk}"]) for one in self.files}


class StreamForm(Plain):
    """Where everybody may watch it live."""

    livestream = forms.URLField(
        label=gettext_lazy("Public live stream"),
        required=False,
        max_length=300,
        assume_scheme="https",
        help_text=gettext_lazy("What everybody may watch. The link for participants is not written here."),
    )


class RecordingForm(Plain, forms.ModelForm):
    """Where a recording is watched, in which language."""

    url = forms.URLField(label=gettext_lazy("Address of the recording"), max_length=300, assume_scheme="https")

    class Meta:
        model = Recording
        fields = ("title", "language", "url")
        help_texts = {"title": gettext_lazy("For example: “Opening, morning of the first day”")}

    def __init__(self, *args: Any, event: Event, **kwargs: Any):
        super().__init__(*args, initial={"language": event.language}, **kwargs)
