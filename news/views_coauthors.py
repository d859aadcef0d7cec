"""The pages of co-authors: the article's side asks, the other organizations answer."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.content.views.common import own_item_or_404
from csonet.workflow import WorkflowError
from news import coauthors
from news.forms import CoAuthorForm
from news.models import Article, CoAuthor

#: Requests that one person can send; each makes mails to strangers.
RATES = {"coauthor": "30/d/user"}


class CoAuthorsView(SignInRequired, View):
    """The co-authors of an article, for its author's side: who was asked, what they said, and asking another."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """403 for who may only read the article, 404 for everybody else."""
        article = own_item_or_404(Article, request.user, slug)
        return self._page(article, CoAuthorForm(self.parked_data(), article=article))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask an organization, or take a name back."""
        article = own_item_or_404(Article, request.user, slug)
        if "remove" in request.POST:
            return self._remove(article, request.POST["remove"])
        form = CoAuthorForm(request.POST, article=article)
        if not form.is_valid():
            return self._page(article, form)
        if not ratelimit.consume(request, app="csonet", action="coauthor", config=RATES, user=request.user):
            form.add_error(None, _("You asked many people today. Please go on tomorrow."))
            return self._page(article, form)
        organization = form.cleaned_data["organization"]
        try:
            coauthors.ask(article, organization, form.cleaned_data["name"], request.user)
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            text = _("%(organization)s is asked to confirm. Until then the name is not shown to readers.")
            messages.success(request, text % {"organization": organization.name})
        return redirect("article_authors", slug=article.slug)

    def _remove(self, article: Any, sent: str) -> HttpResponse:
        number = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 18 else 0
        row = get_object_or_404(CoAuthor, pk=number, article_id=article.pk)
        try:
            coauthors.take_back(row, self.request.user)
            messages.success(self.request, _("The name is taken back."))
        except WorkflowError as error:
            messages.error(self.request, str(error))
        return redirect("article_authors", slug=article.slug)

    def _page(self, article: Any, form: CoAuthorForm) -> HttpResponse:
        rows = article.coauthors.select_related("organization").order_by("pk")
        return render(self.request, "news/coauthors.html", {"item": article, "form": form, "rows": list(rows)})


class CoAuthorRequestsView(SignInRequired, View):
    """The requests to the organizations that this person answers for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = CoAuthor.objects.answerable_by(request.user).select_related("article__organization", "organization")
        return render(request, "news/coauthor_requests.html", {"rows": list(rows.order_by("state", "-pk")[:100])})


class CoAuthorAnswerView(SignInRequired, View):
    """One request, with the text as it stands, so that nobody puts a name to what they could not read.

    The author's side shows the draft to the organization that it asks; nobody else sees it by this page.
    """

    def get(self, request: HttpRequest, key: Any) -> HttpResponse:
        """404 for people of other organizations."""
        row = self._row(key)
        return render(request, "news/coauthor_answer.html", {"row": row, "item": row.article})

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Confirm or decline."""
        row = self._row(key)
        wanted = request.POST.get("answer", "")
        if wanted not in ("confirm", "decline"):
            messages.error(request, _("Choose one of the two answers."))
            return redirect(row.get_absolute_url())
        coauthors.answer(row, wanted == "confirm", request.user)
        messages.success(
            request,
            _("Confirmed. The name stands with the article.")
            if wanted == "confirm"
            else _("Declined. The name is not shown."),
        )
        return redirect(row.get_absolute_url())

    def _row(self, key: Any) -> CoAuthor:
        rows = CoAuthor.objects.answerable_by(self.request.user)
        return get_object_or_404(rows.select_related("article__organization", "organization", "asked_by"), key=key)
