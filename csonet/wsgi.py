"""The door through which gunicorn enters."""

import ctypes
import logging
import os
from contextlib import suppress

from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connections
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "csonet.settings")

application = get_wsgi_application()

from csonet.reference import tallies  # noqa: E402  # models are there only once the application stands


def warm() -> None:
    """Load all views and read the boards of the facets before the workers part, so that no reader waits for it.

    Without a database the boards come with the first request.
    """
    try:
        tallies.warm()
        _ = get_resolver().url_patterns
    except DatabaseError as problem:
        logging.getLogger("csonet").warning("the boards are read with the first request: %s", problem)
    finally:
        connections.close_all()
    _give_back()


def _give_back() -> None:
    """Return to the system what reading took and glibc keeps: every worker begins with it otherwise."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


warm()
