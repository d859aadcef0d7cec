"""The second factor: set up, asked for, and needed for the desk."""

import subprocess
import sys
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.people.adapter import SecondFactorAdapter
from accounts.people.tests.mails import last_mail
from csonet.testing.makers import PASSWORD, make_user


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client, user):
    return client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})


@pytest.fixture
def amina(db):
    return make_user("amina", email="amina@example.org", language="es")


def test_setting_up_an_app_and_signing_in_with_its_code(amina, django_capture_on_commit_callbacks):
    client = Client()
    sign_in(client, amina)
    asked = client.get(reverse("mfa_activate_totp"))
    assert "reauthenticate" in asked.url, "the password is asked again first"
    page = client.post(asked.url, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    stored = Authenticator.objects.get(user=amina, type="totp")
    assert secret not in str(stored.data), "the secret is encrypted at rest"
    assert last_mail("amina@example.org").language == "es"

    other = Client()
    asked = sign_in(other, amina)
    assert asked.url == reverse("mfa_authenticate")
    assert other.get(reverse("account_settings")).status_code == 302
    assert other.post(asked.url, {"code": "000000"}).status_code == 200
    cache.clear()  # the code was used a moment ago; half a minute later it is another one
    done = other.post(asked.url, {"code": code_of(secret)})
    assert done.status_code == 302
    assert other.get(reverse("account_settings")).status_code == 200


def test_recovery_code_works_once(amina):
    TOTP.activate(amina, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(amina).get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        asked = sign_in(client, amina)
        assert client.post(asked.url, {"code": code}).status_code == expected


def test_visitor_at_the_desk_comes_through_the_portals_door(db):
    answer = Client().get("/admin/accounts/user/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert "next=/admin/accounts/user/" in answer.redirect_chain[-1][0]


def test_person_without_rights_is_refused_at_the_desk(signed_in, author):
    assert signed_in(author).get("/admin/", follow=True).status_code == 403


def test_officer_without_second_factor_is_led_to_set_one_up(signed_in, branch, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    client = signed_in(branch)
    answer = client.get("/admin/", follow=True)
    assert answer.request["PATH_INFO"] == reverse("mfa_index")
    assert "second factor" in answer.content.decode()
    assert client.post("/admin/accounts/user/", {"action": "close_accounts"}).status_code == 302


def test_officer_with_second_factor_opens_the_desk_and_keeps_it(signed_in, branch, settings, rf):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    totp = TOTP.activate(branch, "JBSWY3DPEHPK3PXP")
    client = signed_in(branch)
    assert client.get("/admin/").status_code == 200
    assert not SecondFactorAdapter().can_delete_authenticator(totp.instance)


def test_recovery_codes_alone_are_no_second_factor(signed_in, branch, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = True
    RecoveryCodes.activate(branch)
    assert signed_in(branch).get("/admin/").status_code == 302


def test_setting_is_on_unless_debugging(settings):
    words = "from csonet import settings; print(settings.STAFF_NEEDS_SECOND_FACTOR)"
    environment = {"DEBUG": "off", "SECRET_KEY": "x" * 50, "ALLOWED_HOSTS": "example.org", "PATH": ""}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", words],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "True"


def test_desk_acts_on_people(signed_in, branch, author):
    """By officers who were given the right: it is not one of the group's."""
    superuser = make_user("root", is_staff=True, is_superuser=True)
    assert not branch.has_perm("accounts.change_user")
    branch = User.objects.get(pk=branch.pk)
    branch.user_permissions.add(Permission.objects.get(codename="change_user"))
    client, theirs = signed_in(branch), Client()
    theirs.post(reverse("account_login"), {"login": "author", "password": PASSWORD})
    assert theirs.get(reverse("account_settings")).status_code == 200
    client.post(
        "/admin/accounts/user/",
        {"action": "end_their_sessions", "_selected_action": [author.pk, superuser.pk, branch.pk]},
    )
    assert theirs.get(reverse("account_settings")).status_code == 302
    page = client.get(f"/admin/accounts/user/{author.pk}/change/")
    assert author.password not in page.content.decode()
    client.post(
        "/admin/accounts/user/",
        {"action": "close_accounts", "_selected_action": [author.pk, superuser.pk, branch.pk]},
    )
    for person in (author, superuser, branch):
        person.refresh_from_db()
    assert (author.is_active, superuser.is_active, branch.is_active) == (False, True, True)


def test_officer_gives_nobody_rights(signed_in, branch, author):
    client = signed_in(branch)
    client.post(
        f"/admin/accounts/user/{author.pk}/change/",
        {
            "name": "Author",
            "language": "en",
            "time_zone": "UTC",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "memberships-TOTAL_FORMS": "0",
            "memberships-INITIAL_FORMS": "0",
        },
    )
    author.refresh_from_db()
    assert not author.is_staff
    assert not author.is_superuser


def test_addresses_factors_and_sessions_are_not_edited_on_the_desk(signed_in, branch):
    client = signed_in(branch)
    for path in ("account/emailaddress", "mfa/authenticator", "usersessions/usersession"):
        assert client.get(f"/admin/{path}/").status_code == 404


def test_lost_device_is_a_matter_for_superusers(signed_in, branch, author):
    TOTP.activate(author, "JBSWY3DPEHPK3PXP")
    act = {"action": "take_second_factors_away", "_selected_action": [author.pk]}
    signed_in(branch).post("/admin/accounts/user/", act)
    assert Authenticator.objects.filter(user=author).exists()
    signed_in(make_user("root", is_staff=True, is_superuser=True)).post("/admin/accounts/user/", act)
    assert not Authenticator.objects.filter(user=author).exists()
