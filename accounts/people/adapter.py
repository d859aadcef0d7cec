"""The portal's manners for allauth: mails through the outbox in the reader's language, one limit for each account."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.people.second_factor import may_remove
from accounts.people.signing_in import find_account
from csonet.notifications.models import Rhythm
from csonet.notifications.outbox import queue_mail
from csonet.notifications.rhythms import choose

#: Where a visitor was on the way to before signing up; the confirmation mail would lose it otherwise.
AFTER_SIGN_IN = "after_sign_in"


def language_of(email: str, user: Any = None) -> str:
    """The language in which to write to this address: its owner's, else the page's."""
    owner = user or find_account(email)
    return owner.language if owner else get_language() or settings.LANGUAGE_CODE


def site_address(name: str, *args: str) -> str:
    """The full address of a page in the active language. Never made from the request: its host can be forged."""
    return settings.SITE_URL + reverse(name, args=args)


class AccountAdapter(DefaultAccountAdapter):
    """How people sign up, sign in and are written to."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name, e-mail address or password is not right."),
        "email_password_mismatch": _("The user name, e-mail address or password is not right."),
        "too_many_login_attempts": _(
            "Too many attempts. Try again in a few minutes, or let us mail you a link for a new password."
        ),
    }

    # --- signing up

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """A user name never looks like an e-mail address, so that the two can't be taken for each other."""
        if "@" in username:
            raise ValidationError(_("A user name can't contain the sign @."), code="looks_like_address")
        return super().clean_username(username, shallow=shallow)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep name, language, the acceptance of the terms and the wish to hear news with the account."""
        user.name = form.cleaned_data["name"]
        user.language = form.cleaned_data["language"]
        user.terms_accepted_at = timezone.now()
        saved = super().save_user(request, user, form, commit=commit)
        if form.cleaned_data.get("news") and saved.pk:
            choose(saved, rhythms={"announcements": Rhythm.MONTHLY}, hour=8, weekday=0)
        return saved

    # --- signing in

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where the person was on the way to, else their own first page in their own language."""
        waiting = request.session.pop(AFTER_SIGN_IN, None)
        if waiting and self.is_safe_url(waiting):
            return waiting
        person: Any = request.user
        with override(person.language):
            return reverse("dashboard")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{self._account_key(credentials)}@{ratelimit.get_ip(request)}"

    @staticmethod
    def _account_key(credentials: dict[str, Any]) -> str:
        """The same for every way to name one account, so that user name and address don't double the attempts."""
        login = credentials.get("username") or credentials.get("email") or ""
        account = find_account(login)
        return f"account:{account.pk}" if account else f"unknown:{login.lower()}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt on the account at this network address, then on the account alone (ASVS 6.3.1)."""
        super().pre_authenticate(request, **credentials)
        usage = ratelimit.consume(
            request, app="allauth.account", action="login_failed_account", key=self._account_key(credentials)
        )
        if not usage:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage.extend(usage.usage)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        super()._delete_login_attempts_cached_email(request, **credentials)
        key = self._account_key(credentials)
        ratelimit.clear(request, app="allauth.account", action="login_failed_account", key=key)

    # --- mails

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox, in its reader's language."""
        language = language_of(email, context.get("user"))
        words = {"email": email, "site_url": settings.SITE_URL, **context}
        with override(language):
            subject = render_to_string(f"{template_prefix}_subject.txt", words)
            body = render_to_string(f"{template_prefix}_message.txt", words).strip() + "\n"
        queue_mail(email, subject, body, language)

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        with override(emailconfirmation.email_address.user.language):
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def send_account_already_exists_mail(self, email: str) -> None:
        with override(language_of(email)):
            url = site_address("account_reset_password")
            self.send_mail("account/email/account_already_exists", email, {"password_reset_url": url})

    def send_unknown_account_mail(self, email: str) -> None:
        """To an address without an account: nobody at the page learns that there is none."""
        self.send_mail("account/email/unknown_account", email, {"signup_url": site_address("account_signup")})

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return site_address("account_confirm_email", emailconfirmation.key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """`key`: the account and its one-time token, as allauth makes it."""
        return site_address("account_reset_password_from_key", *key.split("-", 1))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secrets of authenticator apps are encrypted at rest, with a key made from SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return may_remove(authenticator)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a new passkey is called until its owner calls it otherwise."""
        return gettext("Passkey %(number)d") % {"number": user.authenticator_set.filter(type=type).count() + 1}

    def get_totp_label(self, user: User) -> str:  # type: ignore[override]
        return user.username


def _box() -> MultiFernet:
    """Encrypts with SECRET_KEY, reads what was written with SECRET_KEY_FALLBACKS too."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"second factor:{key!s}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
