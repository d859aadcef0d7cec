"""What is the same on every machine: how people sign in, what browsers may load, what is logged, the desk's terms.

Part of the settings: csonet/settings.py takes all of it, and what differs from machine to machine stands there.
"""

from csp.constants import NONE, SELF

# --- Signing up and in ------------------------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "accounts.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.people.forms.SignInForm",
    "signup": "accounts.people.forms.SignUpForm",
    "add_email": "accounts.people.forms.ChangeAddressForm",
    "reset_password": "accounts.people.forms.ForgottenForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True  # one address a person: the old one stays until the new one is confirmed
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {
    # The key is the account and the network address together, so that nobody locks the owner out …
    "login_failed": "10/m/ip,5/5m/key",
    # … and the account alone, for guessing that is spread over many addresses.
    "login_failed_account": "100/h/key",
    "reset_password": "10/m/ip,3/10m/key",
    "signup": "10/m/ip,60/h/ip",
}
MFA_ADAPTER = "accounts.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "CSO Net"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
# Nobody signs in unconfirmed anyway; without this, whoever has a second factor could not change the address.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# --- What browsers may load -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}

# --- The log ------------------------------------------------------------------------------------------------------
# One line for each event to standard error; "csonet.security" says who signed in, and who failed to.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "csonet": {"handlers": ["stderr"], "level": "INFO"},
        # What fails is told where the server's log is kept; Django's own choice is a mail to nobody.
        "django": {"handlers": ["stderr"], "level": "ERROR"},
    },
}

# --- Search ---------------------------------------------------------------------------------------------------------
# How results are ranked (docs/search.md): text × type × language × trust × freshness, and more for an exact title.
SEARCH = {
    # What a word weighs by where it stands: title, tags and names, summary, text.
    "fields": {"title": 10.0, "names": 5.0, "summary": 3.0, "text": 1.0},
    "types": {"organization": 0.9},  # others 1
    "language": 1.5,  # texts in the reader's language or in the query's
    "trust": 0.3,  # so much more for organizations in consultative status and UN entities
    "exact_title": 2.0,  # added where the title is what was typed
    # The share of a rank that fades, and the days after which half of it has.
    "freshness": 0.3,
    "half_lives": {"news": 60, "practice": 730},
    "half_life": 365,  # of other types
}

# --- Moderation ------------------------------------------------------------------------------------------------
CLAIM_MINUTES = 15  # how long an opened review is marked as being looked at
REVIEW_TARGET_DAYS = 3  # working days within which a submission is usually decided

# --- Requests and suggestions ------------------------------------------------------------------------------------
REQUEST_ASK_DAYS = 60  # after so long without a sign the asker is asked whether it is still needed
REQUEST_ANSWER_DAYS = 30  # and without an answer it expires after so many more
# What is suggested to those who ask for a solution: an item or organization gets the weight of each thing that it
# shares with the request, each goal, topic, field and country counted; below `least` nothing is shown.
SUGGESTIONS = {
    "kinds": ("practice", "course"),
    "shown": 5,
    "least": 4.0,
    "weights": {
        "goal": 3.0,
        "topic": 2.0,
        "field": 3.0,
        "country": 4.0,
        "region": 1.5,
        "language": 1.0,
        "text": 2.5,
    },
}
