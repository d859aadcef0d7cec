"""Addresses of the files of lessons: getting one, and for authors putting one in its place or taking it away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import classproperty
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View

from csonet.content.files import serving
from csonet.content.files.names import cleaned_name, content_disposition
from csonet.content.views.common import item_or_404
from csonet.ui.languages import CODES
from training.media.access import is_open_to_all, visible_medium
from training.media.captions import as_transcript, read_captions
from training.media.kinds import ROLES, most_bytes
from training.media.storing import keep, remove
from training.models import Activity, ActivityKind, Course, Medium
from training.views.authoring import AuthorsPage
from training.views.courses import enrolment_of
from training.wording import title_of

_ENDINGS = {
    "video/mp4": "mp4",
    "video/webm": "webm",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/webm": "weba",
    "application/pdf": "pdf",
    "image/webp": "webp",
}


class MediumView(View):
    """A file of a lesson, whole or in part."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
        """404 for who doesn't read the lesson."""
        course = item_or_404(Course, request.user, slug)
        enrolment = enrolment_of(request.user, course)
        try:
            medium = visible_medium(course, pk, request.user, enrolment)
        except Medium.DoesNotExist:
            raise Http404 from None
        response = serving.send(
            request,
            medium.file.storage,
            str(medium.file.name),
            media_type=medium.media_type,
            disposition=content_disposition(name_of(medium)),
            etag=medium.sha256,
            public=request.user.is_anonymous and is_open_to_all(course, medium),
            ranges=True,
        )
        if request.user.is_authenticated:
            # Kept by this browser alone, and asked for again each time: who pays for data loads a film once. Nothing
            # in it is about the person, so what stands for personal pages (no-store) doesn't.
            request.is_personal = False  # type: ignore[attr-defined]
            response.headers["Cache-Control"] = "private, no-cache"
        return response


def name_of(medium: Medium) -> str:
    """What a saved copy is called: by the activity's title."""
    activity = medium.activity
    title = title_of(activity) if title_of(activity) != "–" else title_of(activity.lesson)
    stem = slugify(title, allow_unicode=True)[:100]
    return cleaned_name(f"{stem}-{medium.language}.x", _ENDINGS.get(medium.media_type, "vtt"))


class FileView(AuthorsPage):
    """A file of an activity of the draft: put in its place, or taken away."""

    http_method_names = ["post", "options"]

    @classproperty
    def most_bytes(cls) -> int:
        """The largest file that any activity takes; the activity's own limit is asked afterwards."""
        return most_bytes(ActivityKind.VIDEO, Medium.Role.MAIN)

    def post(self, request: HttpRequest, slug: str, pk: int) -> HttpResponse:
        """Back to the activity's page, with what was wrong."""
        activity: Activity = self.row("activity", pk)
        language, role = request.POST.get("language", ""), request.POST.get("role", "")
        if language not in CODES or role not in ROLES.get(activity.kind, ()):
            raise Http404
        try:
            self._do(request.POST.get("do", ""), activity, role, language)
        except ValidationError as refused:
            for text in refused.messages:
                messages.error(request, text)
        address = reverse("course_row", args=[slug, "activity", pk])
        return redirect(f"{address}?language={language}#files")

    def _do(self, act: str, activity: Activity, role: str, language: str) -> None:
        if act in ("remove", "transcript"):
            medium = get_object_or_404(Medium, activity=activity, role=role, language=language)
            if act == "remove":
                remove(medium)
                messages.success(self.request, _("The file is removed."))
            else:
                self._begin_transcript(activity, medium)
            return
        upload: Any = self.request.FILES.get("file")
        if upload is None:
            raise ValidationError(_("Choose a file first."))
        keep(activity, role, language, upload)
        messages.success(self.request, _("The file is in its place."))

    def _begin_transcript(self, activity: Activity, captions: Medium) -> None:
        texts = activity.wording.get(captions.language, {})
        if captions.role != Medium.Role.CAPTIONS or texts.get("transcript"):
            raise ValidationError(_("There is a transcript already."))
        with captions.file.open() as stream:
            text = as_transcript(read_captions(stream.read()))
        activity.wording = {**activity.wording, captions.language: {**texts, "transcript": text}}
        activity.save(update_fields=["wording"])
        messages.success(self.request, _("The transcript begins with the captions: read it through."))
