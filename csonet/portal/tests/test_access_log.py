"""The log of requests names no token, no search and no address that somebody came from (ASVS 14.2.1)."""

import datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.urls import reverse
from gunicorn.config import Config

from csonet.notifications import tokens
from csonet.portal.access_log import AccessLog, masked
from csonet.testing.makers import make_practice, make_user


def line(uri, referer=""):
    path, _mark, query = uri.partition("?")
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": uri, "PATH_INFO": path, "QUERY_STRING": query}
    environ |= {"SERVER_PROTOCOL": "HTTP/1.1", "HTTP_REFERER": referer, "HTTP_USER_AGENT": "x"}
    took = datetime.timedelta(milliseconds=5)
    log = AccessLog(Config())
    answer = SimpleNamespace(status="200 OK", sent=12, headers=[])
    return log.cfg.access_log_format % log.atoms_wrapper_class(log.atoms(answer, [], environ, took))


@pytest.mark.django_db
def test_links_that_open_something_are_masked():
    person = make_user("amina")
    for address in (
        reverse("mail_leave", args=[tokens.leave_token(person.pk, "digest")]),
        reverse("mail_settings_open", args=[tokens.settings_token(person.pk)]),
        reverse("account_confirm_email", args=[signing.dumps(7, salt="account")]),
        f"/en/accounts/password/reset/key/1-{default_token_generator.make_token(person)}/",
        reverse("invitation_accept", args=["Zx81mKq0rT5vN2wB7yLpA3sD9fG6hJ4k"]),
    ):
        secret = max(address.split("/"), key=len)
        written = line(address)
        assert secret not in written
        assert "…" in written


@pytest.mark.django_db
def test_addresses_of_what_is_published_stay_readable():
    for title in (
        "A very long title about rain water and tanks",
        "مياه الأمطار في القرى البعيدة عن المدينة",
        "雨水收集",
    ):
        address = make_practice(title=title).get_absolute_url()
        assert masked(address) == address
    assert masked("/static/css/site.0123456789abcdef.css") == "/static/css/site.0123456789abcdef.css"


def test_neither_searches_nor_where_somebody_came_from_are_written():
    written = line("/en/search/?q=amina@example.org", "https://mail.example.org/inbox/42?token=secret")
    assert "amina" not in written
    assert "secret" not in written
    assert "/en/search/?…" in written
    assert "https://mail.example.org" in written
