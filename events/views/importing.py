"""The page on which an organizer brings an .ics: what it says, then drafts of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.views import View

from accounts.models import Organization
from accounts.people.parking import SignInRequired
from csonet.content.views.common import is_member
from csonet.content.views.compose import not_yet
from events import importing
from events.models import Event


class ImportForm(forms.Form):
    """A calendar file, and for which organization."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("Calendar file (.ics)"),
        help_text=gettext_lazy("Each meeting becomes a draft, which you complete and submit."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,text/calendar"}),
    )
    organization = forms.ModelChoiceField(
        Organization.objects.none(), label=gettext_lazy("Organization"), empty_label=None
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organization"]
        field.queryset = Organization.objects.filter(pk__in=user.standing.organizations).order_by("name")


class ImportView(SignInRequired, View):
    """Bring meetings from another calendar."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; newcomers read what they wait for."""
        if not is_member(request.user):
            return not_yet(request, Event)
        return render(request, "events/import.html", {"form": ImportForm(user=request.user)})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Drafts of what can be read, and by its number what can't."""
        user: Any = request.user
        if not is_member(user):
            return not_yet(request, Event)
        form = ImportForm(request.POST, request.FILES, user=user)
        if not form.is_valid():
            return render(request, "events/import.html", {"form": form})
        upload = form.cleaned_data["file"]
        reading = importing.read(upload.read(importing.MOST_BYTES + 1), user.time_zone)
        made: list[tuple[Any, list[str]]] = []
        for found in reading.found:
            event = importing.save(
                found,
                organization=form.cleaned_data["organization"],
                author=user,
                language=get_language() or "en",
            )
            if event is not None:
                made.append((event, found.notes))
        if made and not reading.faults:
            words = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", len(made))
            messages.success(request, words % {"count": len(made)})
            if len(made) == 1:
                return redirect("event_edit", made[0][0].slug)
        return render(request, "events/import.html", {"form": form, "made": made, "faults": reading.faults})
