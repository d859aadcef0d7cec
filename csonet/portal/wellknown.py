"""What stands at /.well-known/: where to report a weakness (RFC 9116), and where passwords are changed."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views import View

READ = ["get", "head", "options"]
#: RFC 9116 asks that the text is read anew at least once a year.
VALID = timedelta(days=180)


class SecurityTextView(View):
    """Whoever finds a weakness writes to the Branch by the contact form."""

    http_method_names = READ

    def get(self, request: HttpRequest) -> HttpResponse:
        """The text, good for half a year from today."""
        expires = (timezone.now() + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
        with translation.override(settings.LANGUAGE_CODE):
            contact = settings.SITE_URL + reverse("contact")
        lines = [
            f"Contact: {contact}",
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en, fr, es, ar, ru, zh",
            f"Canonical: {settings.SITE_URL}{reverse('security_text')}",
            "",
        ]
        return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class ChangePasswordView(View):
    """Where password managers lead to."""

    http_method_names = READ

    def get(self, request: HttpRequest) -> HttpResponse:
        """To the page on which the password is changed."""
        return redirect("account_change_password")
