"""What the search page says beside its results: other spellings and languages, and where to go when there are none."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views import View

from csonet.content.finding import Found
from csonet.content.search import fruitless
from csonet.content.search.near_topics import near_topics
from csonet.content.search.query import PAGE_SIZE
from csonet.content.search.suggesting import suggestions
from csonet.ui import languages

READ = ["get", "head", "options"]


def help_with(found: Found) -> dict[str, Any]:
    """The context of the page's hints. A search that nothing answers is counted, without saying whose it was."""
    results = found.results
    if results.page == 1 and not found.selection.chosen:
        fruitless.note(results, languages.current())
    query = found.selection.query() or "?"
    return {
        "own_hits": results.hits[: results.own_here],
        "other_hits": results.hits[results.own_here :],
        "others_start": (results.page - 1) * PAGE_SIZE + results.own_here + 1,
        "others_url": f"{query}&page={results.page_of_others}#other-languages",
        "meant_url": f"?{urlencode({'q': results.meant})}" if results.meant else "",
        "near_topics": _near_topics(results.query) if results.query and not results.found else [],
        "ask_url": f"{reverse('request_new')}?{urlencode({'title': results.query})}",
    }


def _near_topics(typed: str) -> list[tuple[str, str]]:
    """(name, address) of topics that may be meant."""
    return [(topic.name, reverse("topic_page", args=[topic.pk])) for topic in near_topics(typed)]


class SuggestView(View):
    """What is offered while one types, as JSON: titles of what this person may see."""

    http_method_names = READ

    def get(self, request: HttpRequest) -> HttpResponse:
        """{"query": as typed, "suggestions": [{"title", "language"}]}; 429 for who types faster than people do."""
        config = {"suggest": settings.SUGGEST_RATE}
        if not ratelimit.consume(request, app="csonet", action="suggest", config=config, limit_get=True):
            return JsonResponse({"query": "", "suggestions": []}, status=429, headers={"Retry-After": "60"})
        found = suggestions(request.GET.get("q", ""), request.user)
        rows = [{"title": one.title, "language": one.language} for one in found]
        response = JsonResponse({"query": request.GET.get("q", "")[:200], "suggestions": rows})
        response["Cache-Control"] = "private, max-age=60"
        return response
