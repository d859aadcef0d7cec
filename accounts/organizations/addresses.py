"""The addresses of an organization that was merged into another: each of its pages leads on to the other's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import ResolverMatch, reverse

from accounts.models import Organization

View = Callable[..., HttpResponseBase]


def follows_mergers(view: View, argument: str = "slug") -> View:
    """The view, for an address that names an organization in `argument`.

    Where nothing is found under the address of a merged organization, reading it leads to the same page of the one
    that stands in its place, for good; if the reader may know of that. The Branch, which finds merged ones too, is led
    there as everybody is: it reads them at its desk.
    """

    @wraps(view)
    def follow(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if user.is_authenticated and user.is_branch and (place := _place_now(request, argument)):
            return HttpResponsePermanentRedirect(place)
        try:
            return view(request, *args, **kwargs)
        except Http404:
            place = _place_now(request, argument)
            if not place:
                raise
            return HttpResponsePermanentRedirect(place)

    return follow


def _place_now(request: HttpRequest, argument: str) -> str:
    """The same page of the organization that took the place; "" where there is none, or for what is no reading."""
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or not isinstance(match, ResolverMatch):
        return ""
    rows = Organization.objects.visible_to(request.user).exclude(verification="merged")
    survivor = rows.filter(merged_from__slug=match.kwargs[argument]).only("slug").first()
    if survivor is None:
        return ""
    place = reverse(match.view_name, kwargs={**match.kwargs, argument: survivor.slug})
    query = request.META.get("QUERY_STRING", "")
    return f"{place}?{query}" if query else place
