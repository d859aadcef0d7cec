"""Sessions in the database, as Django keeps them; the one query that every page of a person begins with is prepared."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from csonet.prepared import prepared


@prepared
def _session(key: str) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key)


class SessionStore(DatabaseStore):
    """A session of the table django_session."""

    def _get_session_from_db(self) -> Any:
        """The row, unless it ran out; then this store has no key any more, as Django's."""
        found = _session.first(self.session_key)
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None
