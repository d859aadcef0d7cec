"""Cookies as production sends them (ASVS 3.3.1): their names bind them to this host, to https and to the whole site."""

from __future__ import annotations

import os
import subprocess
import sys
from http.cookies import SimpleCookie

from django.conf import settings

from csonet.testing.template import sqlite_copy

#: Names of static files are not what is asked here, and collecting them takes long.
ASK = """
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
import django; django.setup()
from django.test import Client
from django.contrib.auth import get_user_model
get_user_model().objects.create_user("ana", "ana@example.org", "seven green bicycles")
client = Client(headers={"host": "csonet.example.org"})
page = client.get("/en/accounts/login/", secure=True)
sent = client.post("/en/accounts/login/", {"login": "ana", "password": "seven green bicycles"}, secure=True)
print("COOKIES", page.cookies.output(header="", sep="|"), "|", sent.cookies.output(header="", sep="|"))
print("PLAIN", client.get("/en/").status_code, client.get("/en/").headers.get("Location"))
"""


def test_cookies_of_production_are_bound_to_the_host(tmp_path):
    environment = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "csonet.settings",
        "DATABASE_URL": sqlite_copy(tmp_path / "production.sqlite3"),
        "VAR_DIR": str(tmp_path),
        "DEBUG": "off",
        "SECRET_KEY": "only-for-this-test-" + "x7Qp2Lm9Zr4Tn8Vw" * 3,
        "ALLOWED_HOSTS": "csonet.example.org",
        "SITE_URL": "https://csonet.example.org",
    }
    ended = subprocess.run(  # noqa: S603
        [sys.executable, "-c", ASK], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    said = dict(line.split(" ", 1) for line in ended.stdout.splitlines() if line.split(" ")[0] in ("COOKIES", "PLAIN"))
    cookies: dict[str, SimpleCookie] = {}
    for text in filter(None, map(str.strip, said["COOKIES"].split("|"))):
        one = SimpleCookie(text)
        cookies |= dict.fromkeys(one, one)
    assert {"__Host-csonet_session", "__Host-csonet_csrf"} <= set(cookies)
    for name, cookie in cookies.items():
        assert cookie[name]["secure"], name
        assert (cookie[name]["path"], cookie[name]["domain"]) == ("/", ""), name
        assert cookie[name]["samesite"] == "Lax", name
        assert cookie[name]["httponly"], name
    assert said["PLAIN"] == "301 https://csonet.example.org/en/"
