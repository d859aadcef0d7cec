"""Saving a search under a name, and the page of one's saved searches."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from csonet.engagement import searches
from csonet.engagement.models import Level, SavedSearch
from csonet.notifications.models import Rhythm
from csonet.portal.saved_searches.pages import LONGEST, SearchPage, page_of
from csonet.richtext import without_controls

RHYTHMS = [
    ("", gettext_lazy("With what else you follow")),
    (Rhythm.DAILY.value, Rhythm.DAILY.label),
    (Rhythm.WEEKLY.value, Rhythm.WEEKLY.label),
]


class NameForm(forms.Form):
    """What the person calls the search, and how often it tells."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    rhythm = forms.ChoiceField(label=gettext_lazy("What it newly finds comes"), choices=RHYTHMS, required=False)

    def clean_name(self) -> str:
        """One line without signs that can't be seen."""
        name = " ".join(without_controls(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(_("Write a name that can be read."))
        return name


class SavedSearchNewView(LoginRequiredMixin, View):
    """Save the page that the address names; it proposes a name."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """404 for a page that is no search and no list with a facet."""
        page = _page_or_404(request.GET.get("page", ""))
        return self._answer(request, page, NameForm(initial={"name": page.name}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it; the same search is kept once, under its latest name."""
        page, form = _page_or_404(request.POST.get("page", "")), NameForm(request.POST)
        if not form.is_valid():
            return self._answer(request, page, form)
        try:
            data = form.cleaned_data
            searches.save(request.user, data["name"], page.address, get_language() or "en", data["rhythm"])
        except searches.TooMany:
            words = ngettext(
                "You have %(number)d saved search; that is the most. Remove one first.",
                "You have %(number)d saved searches; that is the most. Remove one first.",
                searches.MOST,
            )
            form.add_error(None, words % {"number": searches.MOST})
            return self._answer(request, page, form)
        messages.success(request, _("The search is saved. What it newly finds comes in your summaries."))
        return HttpResponseRedirect(reverse("saved_searches"))

    def _answer(self, request: HttpRequest, page: SearchPage, form: NameForm) -> HttpResponse:
        address = f"/{get_language()}/{page.address}"
        context = {"form": form, "address": address, "chips": page.chips, "feed_url": page.feed_url}
        return render(request, "portal/saved_searches/new.html", {**context, "words": page.words})


def _page_or_404(path: str) -> SearchPage:
    page = page_of(path) if len(path) <= 2 * LONGEST else None
    if page is None:
        raise Http404
    return page


class SavedSearchesView(LoginRequiredMixin, TemplateView):
    """One's saved searches: where they lead, their feeds, whether they tell."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/saved_searches/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.request.user.saved_searches.prefetch_related("subscriptions"))  # type: ignore[union-attr]
        entries = [_entry(row) for row in rows]
        return super().get_context_data(searches=entries, rhythms=RHYTHMS, most=searches.MOST, **kwargs)


def _entry(search: SavedSearch) -> dict[str, Any]:
    page = page_of(search.address)
    tells = any(one.effective == Level.NEW for one in search.subscriptions.all())
    return {"search": search, "feed_url": page.feed_url if page else "", "tells": tells}


class SavedSearchChangeView(LoginRequiredMixin, View):
    """Change or remove one of one's own; 404 for anybody else's."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        search = get_object_or_404(SavedSearch, pk=pk, user=request.user)
        if "remove" in request.POST:
            search.delete()
            messages.success(request, _("The search is removed."))
            return HttpResponseRedirect(reverse("saved_searches"))
        form = NameForm(request.POST)
        if form.is_valid():
            search.name, search.rhythm = form.cleaned_data["name"], form.cleaned_data["rhythm"]
            search.save(update_fields=["name", "rhythm", "updated"])
            messages.success(request, _("Your choice is saved."))
        else:
            messages.error(request, _("Write a name that can be read."))
        return HttpResponseRedirect(reverse("saved_searches"))
