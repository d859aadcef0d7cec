"""What machines ask to verify a credential: the credential, the issuer, its public keys, what was revoked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views import View

from training.certificates import badges
from training.certificates.holding import is_holder
from training.views.certificates import found, too_many


class _Document(View):
    """A JSON document that verifiers on other sites read too."""

    http_method_names = ["get", "head", "options"]
    media_type = "application/ld+json"
    #: Seconds for which a cache may keep it.
    max_age = 300

    def answer(self, document: dict[str, Any] | None) -> HttpResponse:
        """404 where there is none: the portal has no key yet."""
        if document is None:
            raise Http404
        response = JsonResponse(document, json_dumps_params={"ensure_ascii": False}, content_type=self.media_type)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = f"public, max-age={self.max_age}"
        return response


class DidView(_Document):
    """The portal's public keys, at the address that did:web names."""

    media_type = "application/did+ld+json"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Every key that ever signed."""
        return self.answer(badges.did_document())


class IssuerView(_Document):
    """The portal as an issuer."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Its profile."""
        return self.answer(badges.issuer_profile())


class StatusListView(_Document):
    """Which certificates were revoked or replaced, as bits that say nothing of whose they are."""

    media_type = "application/vc"

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        """As it is now. 404 for a list that no credential names."""
        return self.answer(badges.status_list(number))


class CredentialView(_Document):
    """The credential of a certificate, for whom the certificate's page shows the name to."""

    media_type = "application/vc"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """As often as the certificate's page."""
        return too_many(request) or super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """404 for a code that is none, and for others than the holder where the name is not to be shown."""
        certificate = found(code)
        if certificate is None or not (certificate.shows_name or is_holder(request.user, certificate)):
            raise Http404
        response = self.answer(badges.credential_of(certificate))
        response["Content-Disposition"] = f'attachment; filename="badge-{certificate.code}.json"'
        if not certificate.shows_name:
            response["Cache-Control"] = "private, no-store"
            del response["Access-Control-Allow-Origin"]
        return response
