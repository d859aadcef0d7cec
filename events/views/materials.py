"""The organizers' page of documents, live stream and recordings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from csonet.workflow import WorkflowError
from events import materials
from events.forms.materials import DocumentsForm, RecordingForm, StreamForm
from events.views.organizing import OrganizerView


class MaterialsView(OrganizerView):
    """Which file is what, and where the event is watched, live and afterwards."""

    tab = "materials"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The files with their kinds, the live stream, the recordings."""
        return self._page()

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Save the form whose button was pressed."""
        act = request.POST.get("do", "")
        if act == "documents":
            return self._documents()
        if act == "stream":
            return self._stream()
        if act == "remove":
            return self._remove()
        form = RecordingForm(request.POST, event=self.event)
        if not form.is_valid():
            return self._page(recording_form=form)
        try:
            materials.add_recording(self.event, form.save(commit=False), actor=request.user)
        except WorkflowError as error:
            return self._page(recording_form=form, conflict=str(error), status=409)
        return self.saved(_("The recording stands on the page."), "event_materials")

    def _documents(self) -> HttpResponse:
        form = DocumentsForm(self.request.POST, files=materials.files_of(self.event, self.request.user))
        if not form.is_valid():
            return self._page(documents_form=form)
        materials.classify(self.event, form.given(), actor=self.request.user)
        return self.saved(_("It is saved."), "event_materials")

    def _stream(self) -> HttpResponse:
        form = StreamForm(self.request.POST)
        if not form.is_valid():
            return self._page(stream_form=form)
        materials.set_stream(self.event, form.cleaned_data["livestream"], actor=self.request.user)
        return self.saved(_("It is saved."), "event_materials")

    def _remove(self) -> HttpResponse:
        value = self.request.POST.get("recording", "")
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0
        recording = get_object_or_404(self.event.recordings, pk=number)
        materials.remove_recording(self.event, recording, actor=self.request.user)
        return self.saved(_("The recording is off the page."), "event_materials")

    def _page(self, status: int = 200, **forms: Any) -> HttpResponse:
        files = materials.files_of(self.event, self.request.user)
        context = {
            "documents_form": DocumentsForm(files=files) if files else None,
            "stream_form": StreamForm(initial={"livestream": self.event.livestream}),
            "recording_form": RecordingForm(event=self.event),
            "recordings": list(self.event.recordings.all()),
            **forms,
        }
        return self.show("materials", status=status, **context)
