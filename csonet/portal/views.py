"""The shell's reading pages: the way to one's language, home, search, and the pages of the Branch."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views import View
from django.views.generic import TemplateView


class LanguageView(View):
    """`/` leads to the visitor's language: a person's own, else the browser's."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        language = request.user.language if request.user.is_authenticated else translation.get_language()
        with translation.override(language):
            response = HttpResponseRedirect(reverse("home"))
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response


class HomeView(TemplateView):
    """What the portal is, and what is new in it."""

    template_name = "portal/home.html"


class SearchView(TemplateView):
    """One box over everything."""

    template_name = "portal/search.html"


class PageView(TemplateView):
    """A page that the Branch keeps."""

    template_name = "portal/page.html"
    slug = ""
    extra_context: Any = None
