"""What few requests need is loaded when one of them comes."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from django.urls import resolve, reverse

from csonet.libraries import lazily

LATER = {"ninja", "pydantic", "PIL", "icalendar", "feedparser", "openbadgeslib", "weasyprint"}
SERVER = """
import json, sys
import csonet.wsgi
from django.urls import resolve, reverse
resolve(reverse("home"))
print(json.dumps(sorted(name for name in sys.modules if "." not in name)))
"""


def test_a_server_that_stands_has_loaded_nothing_of_what_few_requests_need():
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SERVER], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "csonet" in loaded
    assert not LATER & loaded
    assert ("psycopg2" in loaded) == (connection.vendor == "postgresql")


def test_the_addresses_of_the_api_are_known_in_both_directions():
    assert resolve("/api/v1/openapi.json").namespace == "api"
    assert reverse("api:api-root") == "/api/v1/"


def test_a_library_that_is_none_is_told_at_its_first_use():
    nothing = lazily("no_such_library")
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        nothing.anything  # noqa: B018
