"""How long a session lives, and how it is ended before its time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
#: A session is written at most once in so many seconds to remember that somebody is there.
NOTED_EVERY = 300


def start_clock(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    """On django.contrib.auth's user_logged_in: the session's clocks start."""
    if request is not None and hasattr(request, "session"):
        request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = time.time()


def has_run_out(request: HttpRequest, now: float) -> bool:
    """Was the session without a request for too long, or is it too old? `now`: seconds since the epoch, UTC.

    Those who asked to stay signed in have a session that outlives the browser; its limits are the longer ones.
    """
    session = request.session
    kept = not session.get_expire_at_browser_close()
    idle = settings.SESSION_COOKIE_AGE if kept else settings.SESSION_IDLE_SECONDS
    longest = settings.SESSION_KEPT_LONGEST_SECONDS if kept else settings.SESSION_LONGEST_SECONDS
    return now - session.get(SEEN_AT, now) > idle or now - session.get(SIGNED_IN_AT, now) > longest


class SessionLimitsMiddleware:
    """Ends sessions that were left alone or are too old (ASVS 7.3.1, 7.3.2), and notes when the person was here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and "_auth_user_id" in request.session:
            now = time.time()
            if has_run_out(request, now):
                logout(request)
            elif now - request.session.get(SEEN_AT, 0) > NOTED_EVERY:
                request.session.setdefault(SIGNED_IN_AT, now)
                request.session[SEEN_AT] = now
                UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())
        return self.get_response(request)


def end_sessions(user: Any) -> int:
    """End every session of the person at once; returns how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
