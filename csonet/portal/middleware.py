"""What happens around every request: methods, headers, the person and their time zone."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_cache_control

from csonet.portal.health import HealthView, ReadinessView
from csonet.ui import languages

Responder = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class ProbesMiddleware:
    """Answers /healthz and /readyz before anybody asks for the host: probes ask by a bare address that is none of ours.

    So the container's own check works whatever ALLOWED_HOSTS says. Both pages answer the same to everybody.
    """

    def __init__(self, get_response: Responder):
        self.get_response = get_response
        self.probes = {"/healthz": HealthView.as_view(), "/readyz": ReadinessView.as_view()}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = self.probes.get(request.path_info)
        return probe(request) if probe else self.get_response(request)


class DeclaredMethodsMiddleware:
    """Refuses the methods that no page declares (TRACE among them), before anything but the headers runs."""

    def __init__(self, get_response: Responder):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Permissions-Policy and Cross-Origin-Resource-Policy; no-store for whatever a signed-in person gets."""

    POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

    def __init__(self, get_response: Responder):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "is_personal", False):
            add_never_cache_headers(response)
            patch_cache_control(response, private=True, no_store=True)
        return response


class PersonMiddleware:
    """Who asks. Whoever sends no session cookie is a visitor, and their session is never opened.

    So a visitor's page sets no cookie and varies on nothing but its address and the encoding. A person's page has
    times in their own zone and, where the address names no language (the desk), their own language.
    """

    def __init__(self, get_response: Responder):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request.user = AnonymousUser()
            response = self.get_response(request)
            request.is_personal = request.user.is_authenticated  # type: ignore[attr-defined]  # just signed in
            return response
        request.is_personal = True  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return self.get_response(request)
        if not languages.split_path(request.path_info)[0]:
            translation.activate(request.user.language)
        with timezone.override(ZoneInfo(request.user.time_zone)):
            return self.get_response(request)
