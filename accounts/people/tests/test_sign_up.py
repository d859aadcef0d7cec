"""Signing up: the address is confirmed, and no page tells whether it is known."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.people.tests.mails import last_mail, path_in
from csonet.notifications.models import MailSettings, OutboundMail
from csonet.testing.makers import make_user

GIVEN = {
    "name": "Amina Diallo",
    "username": "amina",
    "email": "Amina@Example.org",
    "password1": "rain-on-tin-roofs",
    "language": "fr",
    "terms": "on",
}


def sign_up(client, **changes):
    return client.post(reverse("account_signup"), {**GIVEN, **changes})


def test_the_journey_from_sign_up_to_the_own_page(visitor, db):
    assert visitor.get(reverse("account_signup")).status_code == 200
    assert sign_up(visitor).status_code == 302
    amina = User.objects.get(username="amina")
    assert (amina.email, amina.name, amina.language) == ("amina@example.org", "Amina Diallo", "fr")
    assert amina.terms_accepted_at

    refused = visitor.post(reverse("account_login"), {"login": "amina", "password": GIVEN["password1"]})
    assert refused.url == reverse("account_email_verification_sent")

    mail = last_mail("amina@example.org")
    assert mail.language == "fr"
    link = path_in(mail, "confirm-email")
    assert link.startswith("/fr/")
    assert visitor.get(link).status_code == 200
    assert not amina.emailaddress_set.get().verified, "a mail scanner that opens the link confirms nothing"
    visitor.post(link)
    assert amina.emailaddress_set.get().verified
    assert reverse("account_login") in visitor.get(link).content.decode(), "a used link leads on, not nowhere"

    for login in ("amina", "AMINA", "amina@example.org", "AMINA@example.ORG"):
        visitor.logout()
        answer = visitor.post(reverse("account_login"), {"login": login, "password": GIVEN["password1"]})
        assert answer.status_code == 302, login
        assert answer.url == "/fr/dashboard/"


def test_a_known_address_gets_the_same_answer_and_its_owner_a_mail(client, db):
    make_user("kofi", email="kofi@example.org")
    fresh = sign_up(client)
    known = sign_up(client, username="other", email="KOFI@example.org")
    assert (fresh.status_code, fresh.url) == (known.status_code, known.url)
    assert not User.objects.filter(username="other").exists()
    mail = last_mail("kofi@example.org")
    assert reverse("account_reset_password") in mail.body
    assert "confirm-email" not in mail.body


def test_page_after_sign_up_is_the_same_for_known_and_unknown(db, django_user_model):
    make_user("kofi", email="kofi@example.org")
    pages = []
    for number, email in enumerate(("kofi@example.org", "nobody@example.org")):
        visitor = Client()
        answer = visitor.post(
            reverse("account_signup"), {**GIVEN, "username": f"name{number}", "email": email}, follow=True
        )
        pages.append(answer.content.decode().replace(email, "ADDRESS"))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("terms", ""),
        ("name", ""),
        ("name", "Amina\u202eolla"),
        ("name", "A\x00B"),
        ("name", "x" * 10_000),
        ("username", "amina@example.org"),
        ("username", "a"),
        ("username", "x" * 1000),
        ("email", "no address"),
        ("email", "a" * 300 + "@example.org"),
        ("password1", "short"),
        ("password1", "password123"),
        ("password1", "x" * 100_000),
        ("language", "xx"),
    ],
)
def test_bad_entries_are_named_and_the_rest_is_kept(client, db, field, value):
    answer = sign_up(client, **{field: value})
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not User.objects.exists()
    kept = "username" if field == "name" else "name"
    assert GIVEN[kept] in answer.content.decode()


def test_long_passwords_are_taken_whole(client, db):
    password = "four score and seven rivers ago " * 4
    assert sign_up(client, password1=password).status_code == 302
    assert User.objects.get().check_password(password)


def test_roles_and_rights_cannot_be_posted_along(client, db):
    sign_up(client, is_staff="on", is_superuser="on", is_active="")
    amina = User.objects.get()
    assert amina.is_active
    assert not amina.is_staff
    assert not amina.is_superuser


def test_taken_user_name_is_said_without_regard_to_case(client, db):
    make_user("amina", email="first@example.org")
    answer = sign_up(client, username="AMINA")
    assert "username" in answer.context["form"].errors


def test_sign_up_is_limited_for_each_network_address(client, db):
    answers = [sign_up(client, username=f"n{n}x", email=f"n{n}@example.org").status_code for n in range(11)]
    assert answers == [302] * 10 + [429]


def test_new_address_takes_effect_when_confirmed_and_the_old_one_is_told(signed_in, db):
    amina = make_user("amina", email="old@example.org", language="es")
    client = signed_in(amina)
    asked = client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
    assert "reauthenticate" in asked.url, "the password is asked again first"
    assert not OutboundMail.objects.exists()
    client.post(asked.url, {"password": "correct-horse-battery"}, follow=True)
    mail = last_mail("new@example.org") or None
    if mail is None:
        client.post(reverse("account_email"), {"email": "new@example.org", "action_add": ""})
        mail = last_mail("new@example.org")
    amina.refresh_from_db()
    assert amina.email == "old@example.org"
    link = path_in(mail, "confirm-email")
    assert link.startswith("/es/")
    client.post(link)
    amina.refresh_from_db()
    assert amina.email == "new@example.org"
    told = last_mail("old@example.org")
    assert "new@example.org" in told.body
    assert told.language == "es"


@pytest.mark.parametrize(("ticked", "rhythms"), [({"news": "on"}, [{"announcements": "monthly"}]), ({}, [])])
def test_news_of_the_branch_are_mailed_to_those_who_ticked_the_box_alone(client, db, ticked, rhythms):
    page = client.get(reverse("account_signup")).content.decode()
    box = page[page.index('name="news"') - 60 :][:150]
    assert 'type="checkbox"' in box
    assert "checked" not in box
    sign_up(client, **ticked)
    assert list(MailSettings.objects.values_list("rhythms", flat=True)) == rhythms
