"""Certificates: given on request to who earned one, verified by anybody with the code."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from training.certificates.codes import read
from training.certificates.issuing import CertificateError, correct_name, issue
from training.models import Certificate
from training.views.learning import own_enrolment_or_404


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
    """What a code stands for. Every claim is shown, so that an edited copy is caught."""

    def get(self, request: HttpRequest, code: str = "") -> HttpResponse:
        """The form; or the certificate of the code, or that there is none."""
        typed = code or request.GET.get("code", "")
        if not typed:
            return render(request, "training/verify.html", {})
        found = self._found(typed)
        if found is not None and code != found.code:
            return redirect(found)
        context = {"certificate": found, "typed": typed[:100], "is_holder": is_holder(request.user, found)}
        return render(request, "training/verify.html", context, status=200 if found else 404)

    def _found(self, typed: str) -> Certificate | None:
        own = read(typed)
        if own is None:
            return None
        return Certificate.objects.select_related("superseded_by", "enrolment").filter(code=own).first()


class CorrectView(LoginRequiredMixin, View):
    """The holder corrects the name; the old code says that it was replaced."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """To the new certificate. 404 for everybody but the holder."""
        certificate = get_object_or_404(Certificate.objects.select_related("enrolment"), code=code)
        if not is_holder(request.user, certificate):
            raise Http404
        try:
            new = correct_name(certificate, request.POST.get("holder", ""), request.user)
        except CertificateError as error:
            messages.error(request, str(error))
            return redirect(certificate)
        messages.success(request, _("This is the certificate with the corrected name."))
        return redirect(new)


def is_holder(user: Any, certificate: Certificate | None) -> bool:
    """Is it this person's own?"""
    enrolment = certificate.enrolment if certificate else None
    return user.is_authenticated and enrolment is not None and enrolment.user_id == user.pk
