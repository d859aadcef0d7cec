"""The pages for what goes wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's key was missing or wrong: say so, and keep what was typed."""
    return render(request, "portal/errors/csrf.html", status=403)
