"""Parking: a form that was sent after the session ran out waits in the session until its writer has signed in again."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

SESSION_KEY = "parked_posts"
MOST_POSTS = 5
MOST_BYTES = 300_000
#: How often one network address may leave something; whole offices share one.
RATES = {"park": "60/h/ip"}
#: What never goes into a session: the form's key, and whatever may be a secret.
LEFT_OUT = ("csrfmiddlewaretoken", "password", "code", "token")


def park(request: HttpRequest) -> bool:
    """Keep what was posted under the page's path, in the (new, anonymous) session. False if it is too much to keep.

    At most MOST_POSTS posts and MOST_BYTES characters wait together; the oldest make room.
    """
    kept = request.POST.copy()
    for name in list(kept):
        if any(word in name.lower() for word in LEFT_OUT):
            del kept[name]
    text = kept.urlencode()
    if len(text) > MOST_BYTES:
        return False
    waiting = [entry for entry in request.session.get(SESSION_KEY, []) if entry[0] != request.path]
    waiting.append([request.path, text])
    waiting = waiting[-MOST_POSTS:]
    while sum(len(entry[1]) for entry in waiting) > MOST_BYTES:
        waiting.pop(0)
    request.session[SESSION_KEY] = waiting
    return True


def take_parked(request: HttpRequest) -> QueryDict | None:
    """What waits for this page, taken out of the session, or None. Tells the person that the text was kept."""
    waiting = request.session.get(SESSION_KEY, [])
    found = [text for path, text in waiting if path == request.path]
    if not found:
        return None
    request.session[SESSION_KEY] = [entry for entry in waiting if entry[0] != request.path]
    messages.info(
        request,
        _("Your session had ended, but your text was kept: please look it over and send it. Choose files again."),
    )
    return QueryDict(found[0], encoding="utf-8")


def hand_on(request: HttpRequest, path: str) -> None:
    """Let what waits for this page wait for another one: that of the form in which the pressed button stands."""
    waiting = request.session.get(SESSION_KEY, [])
    if any(entry[0] == request.path for entry in waiting):
        others = [entry for entry in waiting if entry[0] != path]
        request.session[SESSION_KEY] = [[path, text] if came == request.path else [came, text] for came, text in others]


def _keep(request: HttpRequest) -> None:
    """Park it, or say why not: what waits is kept on the server for people who are not known."""
    if not ratelimit.consume(request, app="csonet", action="park", config=RATES):
        messages.warning(request, _("Your session had ended, and too much was sent from here: the text is not kept."))
    elif not park(request):
        messages.warning(request, _("Your session had ended, and the text was too long to be kept."))


class SignInRequired:
    """For class-based views that need a signed-in person; put it first among the bases.

    An anonymous GET goes to sign in and comes back. An anonymous POST is parked first: after signing in the page is
    asked by GET and finds the post in `parked_data()`, to show the form filled with it (`form = Form(parked)`).
    Where a view answers to POST alone, there is no page to come back to: the person is led to `sign_in_next()`.
    A script that asks for JSON gets 401 and nothing else.
    """

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        if request.headers.get("Accept", "").startswith("application/json"):
            return HttpResponse(status=401)
        has_page = hasattr(self, "get")
        if request.method == "POST" and has_page:
            _keep(request)
        return redirect_to_login(request.get_full_path() if has_page else self.sign_in_next())

    def sign_in_next(self) -> str:
        """Where to go after signing in from an address that has no page of its own."""
        return resolve_url("dashboard")

    def parked_data(self) -> QueryDict | None:
        """What the person had sent to this page when the session ran out (once), or None."""
        return take_parked(self.request)
