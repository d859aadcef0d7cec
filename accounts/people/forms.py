"""The forms of a person's account: signing up and in, the forgotten name or password, the settings."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.people.adapter import language_of
from accounts.people.time_zones import choices as time_zone_choices
from accounts.people.words import validate_line

LONGEST_PASSWORD = 1000
LONGEST_ADDRESS = 254


def _limit(field: Any, most: int) -> None:
    """Give a field of allauth's a greatest length, and take its placeholder: the label says what it is."""
    field.max_length = most
    field.validators.append(MaxLengthValidator(most))
    field.widget.attrs["maxlength"] = str(most)
    field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):
    """User name or e-mail address, and the password."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        login, password, remember = (self.fields[name] for name in ("login", "password", "remember"))
        login.label = _("User name or e-mail address")
        login.widget.attrs.update(autocomplete="username", autocapitalize="none", spellcheck="false", dir="ltr")
        password.help_text = format_html(
            '<a href="{}">{}</a>', reverse("account_reset_password"), gettext("Forgot your user name or password?")
        )
        remember.label = _("Stay signed in on this computer")
        remember.help_text = _("Not on a computer that others use too.")
        _limit(login, LONGEST_ADDRESS)
        _limit(password, LONGEST_PASSWORD)


class SignUpForm(allauth_forms.SignupForm):
    """A new account: name, user name, address, password, language, and the terms."""

    name = forms.CharField(
        label=_("Full name"),
        max_length=150,
        validators=[validate_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("As others shall see it beside what you write."),
    )
    language = forms.ChoiceField(
        label=_("Preferred language"), choices=settings.LANGUAGES, help_text=_("Our mails to you are in this language.")
    )
    news = forms.BooleanField(
        label=_("Mail me news of the portal from the NGO Branch, once a month"),
        required=False,
        help_text=_("You can change your mind at any time, by a link in each mail."),
    )
    terms = forms.BooleanField()
    account_already_exists: bool
    field_order = ["name", "username", "email", "password1", "language", "news", "terms"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.fields["username"].label = _("User name")
        self.fields["username"].help_text = _(
            "Letters, digits and . + - _ only. You sign in with it, or with your address."
        )
        self.fields["username"].widget.attrs.update(autocapitalize="none", spellcheck="false", dir="ltr")
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("We send you a link to confirm it. Nobody else sees it.")
        self.fields["email"].widget.attrs["dir"] = "ltr"
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())
        self.fields["terms"].label = format_html(
            gettext(
                'I accept the <a href="{terms}">Terms of Use</a> and have read the '
                '<a href="{privacy}">Privacy Notice</a>.'
            ),
            terms=reverse("page_terms"),
            privacy=reverse("page_privacy"),
        )
        _limit(self.fields["username"], 150)
        _limit(self.fields["email"], LONGEST_ADDRESS)
        _limit(self.fields["password1"], LONGEST_PASSWORD)

    def try_save(self, request: HttpRequest) -> Any:
        """Make the account in one transaction; of two equal posts at once, the second is told what everybody is told.

        Where the address has an account already, as much work is done as for a new one (ASVS 6.3.8).
        """
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class ChangeAddressForm(allauth_forms.AddEmailForm):
    """A new e-mail address; the old one stays until the new one is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")
        self.fields["email"].widget.attrs["dir"] = "ltr"
        _limit(self.fields["email"], LONGEST_ADDRESS)


class ForgottenForm(allauth_forms.ResetPasswordForm):
    """ "Forgot your user name or password?": one mail with the user names of the address and a link for each."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("The one that you gave when you signed up.")
        self.fields["email"].widget.attrs["dir"] = "ltr"
        _limit(self.fields["email"], LONGEST_ADDRESS)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the mail; where there is no account, a polite one that says so. The page answers the same."""
        email = self.cleaned_data["email"]
        users = sorted(self.users, key=lambda user: user.username)
        with override(language_of(email, users[0] if users else None)):
            if users:
                accounts = [{"username": user.username, "url": _reset_link(user)} for user in users]
                get_adapter(request).send_mail(
                    "account/email/forgotten", email, {"user": users[0], "accounts": accounts}
                )
            else:
                get_adapter(request).send_unknown_account_mail(email)
        return email


def _reset_link(user: User) -> str:
    """The address at which this person may set a new password; it dies with its first use."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    return get_adapter().get_reset_password_from_key_url(key)


class SettingsForm(forms.ModelForm):
    """What a person may change about themselves."""

    class Meta:
        model = User
        fields = ["name", "language", "time_zone", "data_saver"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].validators.append(validate_line)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"),
            choices=time_zone_choices(get_language() or "en", self.instance.time_zone),
            help_text=_("Times on the pages are shown as your clock shows them."),
        )
