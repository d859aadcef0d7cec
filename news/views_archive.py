"""The archive pages of brief news: all years, a year, a month; and the pin on the home page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.views.common import item_or_404
from csonet.content.views.lists import PAGE_SIZE
from csonet.workflow import NotAllowed, WorkflowError
from news import archive, pinning
from news.forms import PinForm
from news.models import NewsItem

#: Years that an archive can have; others are addresses of nothing.
YEARS = range(1945, 2200)


class SpanPaginator(Paginator):
    """The pages of a span: its figures are known, and a page's cards are one query."""

    def __init__(self, kept: archive.Archive, span: archive.Span):
        super().__init__((), PAGE_SIZE)
        self.kept, self.span = kept, span

    @cached_property
    def count(self) -> int:
        return self.kept.of(self.span).bit_count()

    def page(self, number: Any) -> Page:
        """One page of cards, newest first."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(self.kept.newest(self.span, start, start + self.per_page), number, self)


class ArchiveView(View):
    """All years with their figures."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "news/archive.html", {"years": archive.Archive(request.user).years()})


class ArchiveSpanView(View):
    """The news of a year or a month, with the months' figures and the ways back and on."""

    def get(self, request: HttpRequest, year: int, month: int = 0) -> HttpResponse:
        """404 for a year or a month that can't be; one without news says so."""
        if year not in YEARS or (month and not 1 <= month <= 12):
            raise Http404
        span, kept = archive.Span(year, month), archive.Archive(request.user)
        page = SpanPaginator(kept, span).get_page(request.GET.get("page"))
        earlier, later = kept.neighbours(span)
        context = {
            "span": span,
            "year": archive.Span(year),
            "months": kept.months_of(year),
            "total": page.paginator.count,
            "page_obj": page,
            "items": page.object_list,
            "earlier": earlier,
            "later": later,
            "feed_url": reverse("news_feed"),
        }
        return render(request, "news/archive_span.html", context)


class PinView(SignInRequired, View):
    """Pin a piece of news on the home page until a date, or take it off; the Branch alone."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Back to the news; 403 for everybody but the Branch."""
        item = item_or_404(NewsItem, request.user, slug)
        if not request.user.is_branch:  # type: ignore[union-attr]
            raise PermissionDenied
        try:
            self._carry_out(request, item)
        except NotAllowed:
            raise PermissionDenied from None
        except WorkflowError as error:
            messages.error(request, str(error))
        return redirect(item.get_absolute_url())

    def _carry_out(self, request: HttpRequest, item: Any) -> None:
        if "unpin" in request.POST:
            if pinning.unpin(item, request.user):
                messages.success(request, _("It is taken off the top of the home page."))
            return
        form = PinForm(request.POST)
        if not form.is_valid():
            messages.error(request, form.errors["until"][0])
            return
        pinning.pin(item, form.cleaned_data["until"], request.user)
        messages.success(request, _("It stands at the top of the home page now."))
