"""Signing in: one answer for every failure, limits that don't lock the owner out, sessions that end."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.people.sessions import end_sessions
from accounts.people.tests.mails import last_mail, path_in
from csonet.notifications.models import OutboundMail
from csonet.testing.makers import PASSWORD, make_user

LOGIN = "/en/accounts/login/"


def sign_in(client, login="amina", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


@pytest.fixture
def amina(db):
    return make_user("amina", email="amina@example.org", name="Amina Diallo")


def is_in(client) -> bool:
    return client.get(reverse("account_settings")).status_code == 200


@pytest.mark.parametrize("host", ["", "@example.org"])
def test_known_and_unknown_names_get_the_same_page(amina, host):
    pages = []
    for name in ("amina", "nobody"):
        page = sign_in(Client(), name + host, "wrong-password").content.decode().replace(name, "NAME")
        pages.append(re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", page))
    assert pages[0] == pages[1]
    assert "is not right" in pages[0]


@pytest.mark.parametrize("login", ["amina", "amina@example.org", "nobody", "nobody@example.org"])
def test_every_failure_costs_one_check_of_a_password(amina, login, mocker_hash):
    sign_in(Client(), login, "wrong-password")
    assert mocker_hash.count == 1


@pytest.fixture
def mocker_hash(monkeypatch):
    """Counts how often a password is hashed."""

    class Counter:
        count = 0

    original = MD5PasswordHasher.encode

    def encode(self, password, salt):
        Counter.count += 1
        return original(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return Counter


def test_a_name_that_looks_like_anothers_address_does_not_take_their_place(amina):
    make_user("amina@example.org", email="thief@example.org", password="thiefs-own-password")
    client = Client()
    assert sign_in(client, "amina@example.org").status_code == 302
    assert client.get(reverse("account_settings")).wsgi_request.user == amina


def test_session_gets_a_new_id(amina, settings):
    client = Client()
    client.get(reverse("account_signup"))
    session = client.session
    session["was"] = "here"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    sign_in(client)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_signing_out_ends_the_session_on_the_server_and_only_by_post(amina, settings):
    client = Client()
    sign_in(client)
    key = client.session.session_key
    client.get(reverse("account_logout"))
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(pk=key).exists()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(client)


def test_guessing_is_stopped_without_locking_the_owner_out(amina):
    thief, owner = Client(REMOTE_ADDR="203.0.113.7"), Client(REMOTE_ADDR="198.51.100.2")
    for _attempt in range(5):
        sign_in(thief, password="a-wrong-guess")
    stopped = sign_in(thief)
    assert stopped.status_code == 200, "even the right password is refused there now"
    assert "Too many attempts" in stopped.content.decode()
    assert sign_in(thief, "amina@example.org").status_code == 200, "naming the account otherwise doesn't help"
    assert sign_in(owner).status_code == 302


def test_guessing_from_many_addresses_is_stopped_too(amina, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_account": "8/h/key"}
    for number in range(8):
        sign_in(Client(REMOTE_ADDR=f"203.0.113.{number}"), password="a-wrong-guess")
    assert "Too many attempts" in sign_in(Client(REMOTE_ADDR="192.0.2.1")).content.decode()


def test_forged_forwarding_header_is_not_believed(amina):
    for number in range(5):
        Client(HTTP_X_FORWARDED_FOR=f"203.0.113.{number}").post(LOGIN, {"login": "amina", "password": "wrong-guess"})
    answer = Client(HTTP_X_FORWARDED_FOR="203.0.113.99").post(LOGIN, {"login": "amina", "password": PASSWORD})
    assert "Too many attempts" in answer.content.decode()


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_next_leads_nowhere_outside(amina, onward):
    answer = Client().post(LOGIN, {"login": "amina", "password": PASSWORD, "next": onward})
    assert answer.status_code == 302
    assert answer.url == "/en/dashboard/"


def test_next_inside_is_followed(amina):
    answer = Client().post(LOGIN, {"login": "amina", "password": PASSWORD, "next": "/en/accounts/settings/"})
    assert answer.url == "/en/accounts/settings/"


def test_hostile_entries_get_a_form_error(amina):
    for login in ("a\x00b", "x" * 100_000, "\u202enimda", "'; DROP TABLE accounts_user; --"):
        answer = sign_in(Client(), login)
        assert answer.status_code == 200
    assert sign_in(Client(), "amina", "x" * 100_000).status_code == 200


# --- how long a session lives


def test_session_left_alone_ends(amina, settings):
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(seconds=settings.SESSION_IDLE_SECONDS - 60))
        assert is_in(client)
        clock.shift(timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1))
        assert not is_in(client)


def test_session_in_use_ends_after_its_longest(amina, settings):
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client)
        for _hour in range(settings.SESSION_LONGEST_SECONDS // 3600):
            assert is_in(client)
            clock.shift(timedelta(hours=1))
        clock.shift(timedelta(seconds=1))
        assert not is_in(client)


def test_staying_signed_in_lasts_days_but_not_for_ever(amina, settings):
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(client, remember="on")
        for _step in range(settings.SESSION_KEPT_LONGEST_SECONDS // 86400 // 10):
            clock.shift(timedelta(days=9))
            assert is_in(client)
        clock.shift(timedelta(days=9))
        assert not is_in(client)


def test_closed_account_is_out_at_once_and_says_nothing_new(amina):
    client = Client()
    sign_in(client)
    amina.is_active = False
    amina.save()
    assert not is_in(client)
    assert not sign_in(Client()).wsgi_request.user.is_authenticated


def test_an_officer_can_end_somebodys_sessions(amina):
    clients = [Client(), Client()]
    for client in clients:
        sign_in(client)
    assert end_sessions(amina) == 2
    assert not any(is_in(client) for client in clients)


def test_sessions_elsewhere_are_listed_and_ended(amina):
    firefox = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    here, there = Client(HTTP_USER_AGENT=firefox), Client(HTTP_USER_AGENT="<b>Another</b> Browser")
    sign_in(here)
    sign_in(there)
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Firefox · Windows" in page
    assert "&lt;b&gt;Another&lt;/b&gt; Browser" in page
    here.post(reverse("usersessions_list"))
    assert is_in(here)
    assert not is_in(there)


# --- passwords


def test_new_password_ends_the_other_sessions_and_is_told_by_mail(amina):
    here, there = Client(), Client()
    sign_in(here)
    sign_in(there)
    new = "wells-and-wheat-fields"
    answer = here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert answer.status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert last_mail("amina@example.org").language == "en"


def test_forgotten_name_and_password_on_one_page(amina):
    client = Client()
    page = client.get(LOGIN).content.decode()
    assert reverse("account_reset_password") in page
    client.post(reverse("account_reset_password"), {"email": "AMINA@example.org"})
    mail = last_mail("amina@example.org")
    assert "amina\n" in mail.body
    link = path_in(mail, "password/reset/key")
    form = client.get(link, follow=True)
    new = "wells-and-wheat-fields"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(Client(), password=new).status_code == 302
    assert sign_in(Client()).status_code == 200
    again = Client().get(link, follow=True)
    assert "password1" not in again.content.decode(), "the link works once"


def test_reset_link_dies_with_time_and_with_a_new_password(amina):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        Client().post(reverse("account_reset_password"), {"email": "amina@example.org"})
        link = path_in(last_mail("amina@example.org"), "password/reset/key")
        clock.shift(timedelta(hours=3, seconds=1))
        assert "password1" not in Client().get(link, follow=True).content.decode()


def test_forgotten_page_answers_the_same_for_an_unknown_address(amina):
    known = Client().post(reverse("account_reset_password"), {"email": "amina@example.org"}, follow=True)
    unknown = Client().post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert known.content == unknown.content
    assert "no account" in last_mail("nobody@example.org").body


def test_forgotten_mail_lists_every_name_of_the_address(amina):
    other = make_user("amina2", email="second@example.org", confirmed=False)
    other.emailaddress_set.update(email="amina@example.org")
    amina.emailaddress_set.update(verified=False)
    Client().post(reverse("account_reset_password"), {"email": "amina@example.org"})
    mail = last_mail("amina@example.org")
    assert "amina\n" in mail.body
    assert "amina2\n" in mail.body
    assert OutboundMail.objects.count() == 1


def test_forgotten_page_is_limited(amina):
    answers = [
        Client().post(reverse("account_reset_password"), {"email": "amina@example.org"}).status_code for _n in range(4)
    ]
    assert answers == [302, 302, 302, 429]


# --- the log


def test_each_sign_in_and_failure_is_one_line(amina, caplog):
    with caplog.at_level(logging.INFO, logger="csonet.security"):
        sign_in(Client(REMOTE_ADDR="203.0.113.7"))
        sign_in(Client(), "amina\r\nsigned-in account='1' \x1b[31m", "wrong-password")
        sign_in(Client(), "amina@example.org", "wrong-password")
    lines = [record.getMessage() for record in caplog.records if record.name == "csonet.security"]
    assert lines[0].startswith(f"signed-in from=203.0.113.7 account='{amina.pk}' user='amina'")
    assert len([line for line in lines if line.startswith("sign-in-failed")]) == 2
    for line in lines:
        assert line.isprintable(), line
        assert PASSWORD not in line
        assert "wrong-password" not in line
        assert "@" not in line
