"""The desk of certificates: who looks after a course sees them all, revokes with a reason, renews what has expired."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from csonet.content.views.common import item_or_404
from training.certificates.holding import looks_after, may_decide, of_course
from training.certificates.issuing import REVOKING, CertificateError, renew, revoke
from training.certificates.telling import tell
from training.models import Certificate, Course
from training.views.certificates import found

PAGE_SIZE = 50


class RevokeForm(forms.Form):
    """Why a certificate is taken back; everybody who looks it up reads it."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[(reason.value, reason.label) for reason in REVOKING],
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Whoever looks the certificate up reads it."),
    )


class CourseCertificatesView(LoginRequiredMixin, View):
    """The certificates of a course."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A page of fifty. 404 for a course that may not be known, 403 for who doesn't look after it."""
        course = item_or_404(Course, request.user, slug)
        if not looks_after(request.user, course):
            raise PermissionDenied
        words, state = request.GET.get("q", "").replace("\0", "").strip(), request.GET.get("state", "")
        page = Paginator(of_course(course, words, state), PAGE_SIZE).get_page(request.GET.get("page"))
        states = [("", _("All")), *Certificate.State.choices]
        context = {"item": course, "page_obj": page, "words": words, "state": state, "states": states}
        return render(request, "training/course_certificates.html", context)


class _DecidingView(LoginRequiredMixin, View):
    """What revoking and renewing share: whose certificate."""

    certificate: Certificate

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """404 for who may not decide over it, as for a code that was never given."""
        if request.user.is_authenticated:
            certificate = found(kwargs["code"])
            if certificate is None or not may_decide(request.user, certificate):
                raise Http404
            self.certificate = certificate
        return super().dispatch(request, *args, **kwargs)


class RevokeView(_DecidingView):
    """Take a certificate back, after a last look at whose it is."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The form."""
        return self._page(RevokeForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """To the certificate, which says from now on that it was revoked; the holder is told."""
        form = RevokeForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            with transaction.atomic():
                tell(revoke(self.certificate, form.cleaned_data["reason"], request.user), "certificate_revoked")
        except CertificateError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The certificate is revoked. Its page says why, and its holder is told."))
        return redirect(self.certificate)

    def _page(self, form: RevokeForm) -> HttpResponse:
        return render(self.request, "training/certificate_revoke.html", {"certificate": self.certificate, "form": form})


class RenewView(_DecidingView):
    """A new certificate for one whose time is over."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """To the new certificate; the holder is told."""
        try:
            new = renew(self.certificate, request.user)
        except CertificateError as error:
            messages.error(request, str(error))
            return redirect(self.certificate)
        tell(new, "certificate_renewed")
        messages.success(request, _("This is the new certificate; the earlier one says that it was replaced."))
        return redirect(new)
