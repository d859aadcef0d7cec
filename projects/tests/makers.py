"""Requests, proposals, offers for the tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from csonet.testing.makers import make_item
from projects.models import Interest, Offer, Proposal, SolutionRequest

#: A word that stands in offers and interests alone, to be looked for where they must not be.
SECRET = "quokkaberry"


def body(answer: Any) -> str:
    """The text of an answer, of a streaming one as well."""
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def make_request(**kwargs: Any) -> SolutionRequest:
    """A published, open request."""
    kwargs.setdefault("title", "A pump that our own people can mend")
    kwargs.setdefault("problem", "<p>The pump breaks every month.</p>")
    kwargs.setdefault("seeks_knowhow", True)
    kwargs.setdefault("alive_at", timezone.now())
    return make_item(SolutionRequest, **kwargs)


def make_proposal(**kwargs: Any) -> Proposal:
    """A published proposal that looks for partners."""
    kwargs.setdefault("title", "Rain water for forty schools")
    kwargs.setdefault("partners_sought", "<p>A college that trains masons.</p>")
    kwargs.setdefault("starts", date(2026, 1, 1))
    kwargs.setdefault("ends", date(2029, 12, 31))
    kwargs.setdefault(
        "indicators", [{"statement": "Schools with a tank", "unit": "schools", "baseline": "3", "aim": "40"}]
    )
    kwargs.setdefault("deliverables", [{"what": "Ten tanks", "due": "2027-01-01"}])
    kwargs.setdefault(
        "resources",
        [{"what": "Cement", "means": "money", "availability": "missing", "currency": "KES", "band": "under-100k"}],
    )
    return make_item(Proposal, **kwargs)


def make_offer(request: SolutionRequest, organization: Any, user: Any, **kwargs: Any) -> Offer:
    """An offer that waits."""
    kwargs.setdefault("text", "We train two of your people.")
    return Offer.objects.create(request=request, organization=organization, user=user, **kwargs)


def make_interest(proposal: Proposal, organization: Any, user: Any, **kwargs: Any) -> Interest:
    """An interest that waits."""
    kwargs.setdefault("text", "We bring four trainers.")
    return Interest.objects.create(proposal=proposal, organization=organization, user=user, **kwargs)


def days_ago(days: int) -> Any:
    """A moment so many days back."""
    return timezone.now() - timedelta(days=days)


def request_data(cast: Any, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete request."""
    data = {
        "version": "0",
        "seen": timezone.now().isoformat(),
        "do": "submit",
        "title": "A pump that our own people can mend",
        "summary": "Six villages need a pump whose parts they can make.",
        "language": "en",
        "organization": str(cast.organization.pk),
        "audience": "public",
        "problem": "The pump breaks every month.",
        "seeks_knowhow": "on",
        "needed_by": (timezone.localdate() + timedelta(days=90)).isoformat(),
        "goals": ["6"],
        "countries": ["KE"],
        "help_languages": ["en"],
        "activity_fields": ["1-1"],
    }
    return {**data, **changes}


def proposal_data(cast: Any, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete proposal."""
    data = {
        "version": "0",
        "seen": timezone.now().isoformat(),
        "do": "submit",
        "title": "Rain water for forty schools",
        "summary": "Forty schools store rain water.",
        "language": "en",
        "organization": str(cast.organization.pk),
        "audience": "public",
        "specific": "Girls miss no lessons in the dry season.",
        "goals": ["6", "4"],
        "targets": ["6.1"],
        "indicators": ["Schools with a tank", "schools", "3", "40", "", "", "", ""],
        "deliverables": ["Ten tanks", "2027-06-01", "", ""],
        "resources": ["Cement", "money", "missing", "KES", "under-100k", "Masons", "people", "there", "", ""],
        "starts": "2027-01-01",
        "ends": "2029-12-31",
        "partners_sought": "A college that trains masons.",
    }
    return {**data, **changes}
