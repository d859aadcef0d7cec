"""The pages of the feeds that organizations bring in: for their owners, who see what would come and how it goes."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.views.compose import not_yet
from csonet.workflow import WorkflowError
from news.feeds import deciding, fetching, reading
from news.feeds.states import FEED
from news.feeds.words import FeedProblem
from news.forms_feeds import FeedForm
from news.models import Feed, NewsItem

#: Each preview makes the portal ask a stranger's server.
RATES = {"feed_preview": "30/h/user"}
PREVIEWED = 10
LATEST = 20


class FeedListView(SignInRequired, View):
    """The feeds of one's organizations, with how the last fetch went."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Newcomers read what they wait for."""
        if not request.user.standing.is_member and not request.user.is_branch:  # type: ignore[union-attr]
            return not_yet(request, NewsItem)
        feeds = Feed.objects.visible_to(request.user).filter(organization__in=request.user.standing.editing)  # type: ignore[union-attr]
        rows = feeds.select_related("organization").order_by("organization__name", "pk")
        return render(request, "news/feeds.html", {"feeds": list(rows)})


class FeedNewView(SignInRequired, View):
    """Enter an address, see what would come, say how it maps, and ask the Branch to approve it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form, or what was typed when the session ran out."""
        if not request.user.standing.editing:  # type: ignore[union-attr]
            return not_yet(request, NewsItem)
        return self._page(FeedForm(self.parked_data(), user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what would come, or ask for approval; either way the feed is read now."""
        if not request.user.standing.editing:  # type: ignore[union-attr]
            return not_yet(request, NewsItem)
        form = FeedForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._page(form)
        if not ratelimit.consume(request, app="csonet", action="feed_preview", config=RATES, user=request.user):
            form.add_error(None, _("You looked at many feeds just now. Please go on in an hour."))
            return self._page(form)
        try:
            answer = fetching.fetch(form.cleaned_data["address"])
            document = reading.read(answer.body or b"", answer.address, answer.headers)
        except FeedProblem as problem:
            form.add_error("address", str(problem))
            return self._page(form)
        if "ask" not in request.POST:
            return self._page(form, document)
        return self._ask(form, document)

    def _ask(self, form: FeedForm, document: reading.Document) -> HttpResponse:
        form.instance.title, form.instance.asked_by = document.title[:200], self.request.user
        try:
            with transaction.atomic():
                feed = form.save()
                if feed.state == "ended":
                    deciding.decide(feed, "ask-again", actor=self.request.user)
        except (IntegrityError, WorkflowError):
            form.add_error("address", _("Your organization brings this feed in already."))
            return self._page(form, document)
        messages.success(
            self.request,
            _("Thank you. The NGO Branch usually answers within three working days; you will get a mail."),
        )
        return redirect(feed)

    def _page(self, form: FeedForm, document: reading.Document | None = None) -> HttpResponse:
        entries = document.entries[:PREVIEWED] if document else []
        context = {"form": form, "document": document, "entries": entries}
        return render(self.request, "news/feed_form.html", context)


class FeedDetailView(SignInRequired, View):
    """One feed: its state, the last fetch, what came, and what went wrong, in words."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """404 for the feeds of other organizations; the Branch sees them all."""
        feed = feed_or_404(request.user, pk)
        items = (
            NewsItem.objects.filter(entry__feed=feed).visible_to(request.user).select_related("entry", "organization")
        )
        is_owner = feed.organization_id in request.user.standing.editing  # type: ignore[union-attr]
        context = {
            "feed": feed,
            "latest": list(items.order_by("-pk")[:LATEST]),
            "number": feed.entries.count(),
            "decision": feed.decisions.exclude(text="").first(),
            "acts": [act for act in FEED.available(feed, request.user) if not act.staff and act.name != "end"],
            "is_owner": is_owner,
        }
        return render(request, "news/feed_detail.html", context)


class FeedEditView(SignInRequired, View):
    """Change how the entries map; what came already stays as it is."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """403 for who is not of the organization."""
        feed = own_feed_or_404(request.user, pk)
        return self._page(feed, FeedForm(instance=feed, user=request.user))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save, and go back to the feed."""
        feed = own_feed_or_404(request.user, pk)
        form = FeedForm(request.POST, instance=feed, user=request.user)
        if not form.is_valid():
            return self._page(feed, form)
        form.instance.save(update_fields=["language", "updated"])
        form._save_m2m()
        messages.success(request, _("Saved. It holds for the entries that come from now on."))
        return redirect(feed)

    def _page(self, feed: Feed, form: FeedForm) -> HttpResponse:
        return render(self.request, "news/feed_form.html", {"form": form, "feed": feed, "entries": []})


class FeedActView(SignInRequired, View):
    """Pause a feed, let it go on, or give it up."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to the feed with a message, whatever came of it."""
        feed = own_feed_or_404(request.user, pk)
        try:
            deciding.decide(feed, request.POST.get("action", "")[:20], actor=request.user)
        except WorkflowError as error:
            messages.error(request, str(error))
            return redirect(feed)
        if feed.state == "ended":
            messages.success(request, _("The feed is given up. What came by it stays."))
            return redirect("feed_list")
        messages.success(request, str(feed.state_words))
        return redirect(feed)


def feed_or_404(user: Any, pk: int) -> Feed:
    """The feed, if this person may see it; else 404, as for one that is not there."""
    return get_object_or_404(Feed.objects.visible_to(user).select_related("organization"), pk=min(pk, 2**62))


def own_feed_or_404(user: Any, pk: int) -> Feed:
    """The feed, if this person is owner or editor of its organization; 403 for the Branch, 404 for everybody else."""
    feed = feed_or_404(user, pk)
    if feed.organization_id not in user.standing.editing:
        raise PermissionDenied
    return feed
