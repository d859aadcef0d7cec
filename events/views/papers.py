"""Papers as PDF, and the page on which anybody checks one."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views import View

from accounts.people.parking import SignInRequired
from csonet.ui import languages
from events import door, papers, rights
from events.models import Registration

#: So many codes are checked from one network address; guessing one takes more than the age of the world. A paper takes
#: half a second of a processor: so many are printed from one address behind links, and by one person.
RATES = {"check_paper": "60/m/ip", "print_by_link": "20/m/ip", "print_paper": "60/m/user"}


def allows(request: HttpRequest, action: str, user: Any = None) -> bool:
    """May this be asked for once more? Reading counts too."""
    usage = ratelimit.consume(request, app="csonet", action=action, config=RATES, user=user, limit_get=True)
    return bool(usage)


def _rows() -> Any:
    return Registration.objects.select_related("event__organization", "delegation__organization", "rule", "user")


def answer(row: Registration, kind: str, request: HttpRequest) -> HttpResponse:
    """The paper in the language of the page; 404 for one that the person may not have."""
    if kind not in papers.KINDS or not papers.may_have(row, kind):
        raise Http404
    language = translation.get_language() or "en"
    body = papers.pdf(row, kind, language if language in languages.CODES else "en")
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{kind}-{row.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


class PaperView(SignInRequired, View):
    """A paper of one registration, for whoever may see the registration."""

    def get(self, request: HttpRequest, slug: str, key: Any, kind: str) -> HttpResponse:
        """404 for everybody else."""
        row = get_object_or_404(_rows(), event__slug=slug, key=key)
        if not rights.may_see(request.user, row):
            raise Http404
        if not allows(request, "print_paper", request.user):
            return ratelimit.respond_429(request)
        return answer(row, kind, request)


class AttendPaperView(View):
    """The same behind the link of somebody without an account."""

    def get(self, request: HttpRequest, token: str, kind: str) -> HttpResponse:
        """404 for a link that is none; 429 for who asks too often."""
        if not allows(request, "print_by_link"):
            return ratelimit.respond_429(request)
        response = answer(get_object_or_404(_rows(), token=token, user=None), kind, request)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response


class VerifyView(View):
    """What a paper's code stands for, as the paper itself says it; nothing more."""

    def get(self, request: HttpRequest, code: str = "") -> HttpResponse:
        """The page of a code; 404 for one that there is not, which looks the same."""
        given = door.code_of(code or request.GET.get("code", ""))
        if given and not allows(request, "check_paper"):
            return ratelimit.respond_429(request)
        row = _rows().filter(code=given).first() if given and "\0" not in given else None
        context: dict[str, Any] = {"is_asked": bool(given), "registration": row, "code": given}
        if row is not None:
            came = row.check_ins.filter(undone_at=None).select_related("occurrence")
            context |= {
                "valid": row.is_admitted,
                "came": [one.occurrence for one in came],
                "segments": list(row.admitted_segments.all()),
                # Who stands at the door scans the code with a telephone, which opens this page.
                "at_door": rights.is_organizer(request.user, row.event) and row.is_admitted,
            }
        answer_ = render(request, "events/verify.html", context, status=404 if given and row is None else 200)
        answer_["Referrer-Policy"] = "same-origin"  # not "no-referrer": see AttendView
        return answer_
