"""The settings page, and the text that outlives its session."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts.people import parking, time_zones
from accounts.people.words import one_line
from csonet.testing.makers import PASSWORD, make_user

SETTINGS = "/en/accounts/settings/"
GIVEN = {"name": "Amina Diallo", "language": "ar", "time_zone": "Africa/Dakar", "data_saver": "on"}


@pytest.fixture
def amina(db):
    return make_user("amina", name="Amina")


def test_person_changes_language_and_the_page_follows(amina, signed_in):
    client = signed_in(amina)
    answer = client.post(SETTINGS, GIVEN, follow=True)
    assert answer.redirect_chain == [("/ar/accounts/settings/", 302)]
    amina.refresh_from_db()
    assert (amina.language, amina.time_zone, amina.data_saver) == ("ar", "Africa/Dakar", True)
    assert 'dir="rtl"' in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 10_000),
        ("name", "a\u202eb"),
        ("name", "a\nb"),
        ("language", "tlh"),
        ("time_zone", "Moon/Tranquility"),
        ("time_zone", "../../etc/passwd"),
    ],
)
def test_bad_settings_are_named_and_not_kept(amina, signed_in, field, value):
    answer = signed_in(amina).post(SETTINGS, {**GIVEN, field: value})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    amina.refresh_from_db()
    assert amina.name == "Amina"


def test_nothing_else_about_the_account_is_changed_here(amina, signed_in):
    signed_in(amina).post(
        SETTINGS, {**GIVEN, "is_staff": "on", "is_superuser": "on", "email": "x@y.example", "username": "root"}
    )
    amina.refresh_from_db()
    assert (amina.is_staff, amina.is_superuser, amina.username) == (False, False, "amina")
    assert amina.email == "amina@example.org"


def test_settings_lead_to_everything_about_the_account(cast, signed_in, django_assert_num_queries):
    client = signed_in(cast.author)
    page = client.get(SETTINGS).content.decode()
    for name in ("account_email", "account_change_password", "mfa_index", "usersessions_list"):
        assert reverse(name) in page
    assert cast.organization.name in page
    assert cast.other_organization.name not in page
    with django_assert_num_queries(7):
        client.get(SETTINGS)


def test_every_zone_that_is_offered_can_be_chosen(amina):
    for language in ("en", "ar", "zh-hans"):
        names = [name for _label, zones in time_zones.choices(language)[1:] for name, _city in zones]
        assert len(names) == len(set(names)) > 300
    amina.time_zone = "Asia/Kolkata"
    amina.full_clean()


def test_old_name_of_a_zone_stays_chosen(amina, signed_in):
    for zone in ("Asia/Kolkata", "Asia/Calcutta", "US/Eastern"):
        amina.time_zone = zone
        amina.save()
        assert f'<option value="{zone}" selected>' in signed_in(amina).get(SETTINGS).content.decode()


# --- parking


def park(client, **data):
    return client.post(SETTINGS, {**GIVEN, **data})


def sign_in_and_return(client):
    client.post("/en/accounts/login/", {"login": "amina", "password": PASSWORD})
    return client.get(SETTINGS)


def test_text_sent_after_the_session_ran_out_is_shown_again(amina):
    client = Client()
    client.post("/en/accounts/login/", {"login": "amina", "password": PASSWORD})
    Session.objects.all().delete()
    answer = park(client, name="Written for an hour")
    assert answer.url == f"/en/accounts/login/?next={SETTINGS}"
    page = sign_in_and_return(client).content.decode()
    assert "Written for an hour" in page
    amina.refresh_from_db()
    assert amina.name == "Amina", "it is shown, not sent"


def test_keys_and_secrets_are_not_parked(amina):
    client = Client()
    park(client, password1="secret-1", csrfmiddlewaretoken="secret-2", code="secret-3", new_token="secret-4")
    assert "secret-" not in str(client.session[parking.SESSION_KEY])


def test_bounds_of_what_waits(rf):
    session = {}

    def park_text(path, length):
        request = rf.post(path, {"text": "x" * length})
        request.session = session
        return parking.park(request)

    for number in range(7):
        assert park_text(f"/page{number}/", 100)
    assert [path for path, _text in session[parking.SESSION_KEY]] == [f"/page{number}/" for number in range(2, 7)]
    assert park_text("/big/", parking.MOST_BYTES - 200)
    assert [path for path, _text in session[parking.SESSION_KEY]] == ["/page6/", "/big/"]
    assert not park_text("/huge/", parking.MOST_BYTES + 1)
    assert len(session[parking.SESSION_KEY]) == 2


def test_too_long_a_text_is_said_to_be_lost(amina):
    client = Client()
    answer = client.post(SETTINGS, {**GIVEN, "name": "x" * 400_000}, follow=True)
    assert "too long to be kept" in answer.content.decode()


def test_one_network_address_cannot_fill_the_store_of_sessions(amina, monkeypatch):
    monkeypatch.setattr(parking, "RATES", {"park": "2/h/ip"})
    for _number in range(2):
        assert parking.SESSION_KEY in Client().post(SETTINGS, GIVEN).wsgi_request.session
    answer = Client().post(SETTINGS, GIVEN, follow=True)
    assert parking.SESSION_KEY not in answer.wsgi_request.session
    assert "the text is not kept" in answer.content.decode()


def test_another_person_at_the_same_computer_finds_nothing(amina):
    client = Client()
    park(client, name="Written for an hour")
    sign_in_and_return(client)
    client.post("/en/accounts/logout/")
    make_user("second", name="Second")
    client.post("/en/accounts/login/", {"login": "second", "password": PASSWORD})
    assert "Written for an hour" not in client.get(SETTINGS).content.decode()


def test_script_is_told_plainly_that_nobody_is_signed_in(db):
    answer = Client().post(SETTINGS, GIVEN, headers={"accept": "application/json"})
    assert answer.status_code == 401


def test_line_of_a_log_stays_one_line():
    assert one_line("a\r\nb\x1b[31m\u2028c\u202ed") == "a\\r\\nb\\x1b[31m\\u2028c\\u202ed"
    assert one_line("Größe 中文") == "Größe 中文"
    assert len(one_line("x" * 1000)) == 201
