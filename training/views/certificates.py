"""Certificates: given on request to who earned one, verified by anybody with the code or the file."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from csonet.content.files import serving
from csonet.content.files.names import content_disposition
from training.certificates import comparing
from training.certificates.codes import read
from training.certificates.comparing import Answer
from training.certificates.files import FileLost, file_of
from training.certificates.holding import is_holder, may_decide, own
from training.certificates.issuing import CertificateError, correct_name, issue
from training.certificates.keys import signing_key
from training.models import Certificate
from training.views.learning import own_enrolment_or_404

#: So many certificates are looked up from one network address; guessing a code takes longer than anybody lives.
RATE = {"verify_certificate": "60/m/ip"}


def too_many(request: HttpRequest) -> HttpResponse | None:
    """The answer to who looks up too many; None for everybody else."""
    return ratelimit.consume_or_429(request, app="csonet", action="verify_certificate", config=RATE, limit_get=True)


def found(typed: str) -> Certificate | None:
    """The certificate of a code as people type it; None for what is no code, and for a code that was never given."""
    code = read(typed)
    if code is None:
        return None
    return Certificate.objects.select_related("superseded_by", "enrolment", "course").filter(code=code).first()


class IssueView(LoginRequiredMixin, View):
    """The certificate of a completed course, with the name as its holder writes it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """To the certificate; back to the course with the reason where none is due."""
        enrolment = own_enrolment_or_404(request, slug)
        try:
            certificate = issue(enrolment, request.POST.get("holder", "") or request.user.name)
        except CertificateError as error:
            messages.error(request, str(error))
            return redirect(enrolment.course)
        return redirect(certificate)


class VerifyView(View):
    """What a code stands for, and whether a file is the one that was issued."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """429 for who asks too often: a code or a file, right or wrong."""
        asks = request.method == "POST" or bool(kwargs.get("code") or request.GET.get("code"))
        return (too_many(request) if asks else None) or super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, code: str = "") -> HttpResponse:
        """The form; or the certificate of the code, or that there is none: the same page for any wrong code."""
        typed = code or request.GET.get("code", "")
        if not typed:
            return self._page(None)
        certificate = found(typed)
        if certificate is not None and code != certificate.code:
            return redirect(certificate)
        return self._page(certificate, typed=typed[:100], status=200 if certificate else 404)

    def post(self, request: HttpRequest, code: str = "") -> HttpResponse:
        """Compare a file, a sum or a name with the certificate; without a code find the certificate of the file."""
        certificate = found(code) if code else None
        if code and certificate is None:
            raise Http404
        if certificate is not None and "name" in request.POST:
            return self._page(certificate, name_is_right=comparing.is_name(certificate, request.POST["name"]))
        answer = comparing.sum_of(request.FILES.get("file"), request.POST.get("sum", ""))
        if isinstance(answer, Answer):
            return self._page(certificate, answer=answer.value)
        if certificate is not None:
            return self._page(certificate, answer=comparing.compare(certificate, answer).value, digest=answer)
        by_file = comparing.found_by_sum(answer)
        if by_file is None:
            return self._page(None, answer="unknown", digest=answer)
        return self._page(by_file, answer=Answer.SAME.value, digest=answer)

    def _page(self, certificate: Certificate | None, status: int = 200, **context: Any) -> HttpResponse:
        user = self.request.user
        shared = {
            "certificate": certificate,
            "is_holder": is_holder(user, certificate),
            "may_decide": may_decide(user, certificate),
            "has_badge": certificate is not None and (certificate.credential is not None or signing_key() is not None),
        }
        answer = render(self.request, "training/verify.html", shared | context, status=status)
        # A code says whose certificate it is: it goes to no other site with a link. ("no-referrer" would have browsers
        # send the page's own forms with "Origin: null", which the protection against forged requests refuses.)
        answer["Referrer-Policy"] = "same-origin"
        return answer


class FileView(LoginRequiredMixin, View):
    """The certificate as it was issued, for its holder and for who looks after it."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """404 for everybody else. A file that is lost is said, with what can be done."""
        certificate = found(code)
        if not (is_holder(request.user, certificate) or may_decide(request.user, certificate)) or certificate is None:
            raise Http404
        try:
            file_of(certificate)
        except FileLost:
            messages.error(request, _("The file can't be given at the moment. Write to the NGO Branch."))
            return redirect(certificate)
        return serving.send(
            request,
            certificate.pdf.storage,
            str(certificate.pdf.name),
            media_type="application/pdf",
            disposition=content_disposition(f"certificate-{certificate.written_code}.pdf"),
            etag=certificate.sha256,
            public=False,
        )


class CorrectView(LoginRequiredMixin, View):
    """The holder corrects the name; the old code says that it was replaced."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """To the new certificate. 404 for everybody but the holder."""
        certificate = own_or_404(request, code)
        try:
            new = correct_name(certificate, request.POST.get("holder", ""), request.user)
        except CertificateError as error:
            messages.error(request, str(error))
            return redirect(certificate)
        messages.success(request, _("This is the certificate with the corrected name."))
        return redirect(new)


class ShowNameView(LoginRequiredMixin, View):
    """The holder lets the public pages of this and earlier codes print the name, or has it asked for."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Back to the certificate. 404 for everybody but the holder."""
        certificate = own_or_404(request, code)
        # Earlier codes of the same learning lead to the name just as well.
        same = Certificate.objects.filter(enrolment=certificate.enrolment_id)
        same.update(shows_name=request.POST.get("shows") == "yes")
        messages.success(request, _("Saved."))
        return redirect(certificate)


class MineView(LoginRequiredMixin, View):
    """All certificates of a person on one page."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Shows; two queries, however many there are."""
        context = {"certificates": list(own(request.user)), "has_badge": signing_key() is not None}
        return render(request, "training/my_certificates.html", context)


def own_or_404(request: HttpRequest, code: str) -> Certificate:
    """The person's own certificate. 404 for anybody else's."""
    certificate = get_object_or_404(Certificate.objects.select_related("enrolment"), code=code)
    if not is_holder(request.user, certificate):
        raise Http404
    return certificate
