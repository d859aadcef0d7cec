"""All settings of CSO Net. Every value comes from the environment and has a default that works on a laptop.

With DEBUG off the process refuses to start on the development key or without ALLOWED_HOSTS.
"""

from pathlib import Path

import dj_database_url
import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

# What is the same on every machine; everything below comes from the environment.
from csonet.policies import *  # noqa: F403

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# --- The machine -------------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=True)
DEVELOPMENT_KEY = "development-only-key-that-never-leaves-a-laptop-0000000000000000000000"
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_KEY)
# Keys of former times: links in mails that were signed with them stay good (they never expire).
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}").rstrip("/")
VAR_DIR = env.path("VAR_DIR", default=BASE_DIR / "var")
VAR_DIR.mkdir(parents=True, exist_ok=True)
if not DEBUG and SECRET_KEY == DEVELOPMENT_KEY:
    raise ImproperlyConfigured("DEBUG is off and SECRET_KEY is the development key: set SECRET_KEY.")
if not DEBUG and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("DEBUG is off and ALLOWED_HOSTS is empty: name the portal's host.")
# Is the portal reached by https? Then cookies are secure and HSTS is sent.
SECURE = env.bool("SECURE", default=not DEBUG)
# The demonstration marks every page; `manage.py load_demo` refuses to run without it when DEBUG is off.
DEMONSTRATION = env.bool("DEMONSTRATION", default=DEBUG)

# --- Applications: the order is the order of the layers, the highest first -----------------------------------------
INSTALLED_APPS = [
    "csonet.portal",
    "practices",
    "projects",
    "news",
    "discussions",
    "events",
    "training",
    "csonet.engagement",
    "csonet.content",
    "accounts",
    "csonet.reference",
    "csonet.notifications",
    "csonet.capacity",
    "csonet.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "taggit",
    "ckeditor",
    "csonet.portal.apps.DeskConfig",
    "django.forms",  # its widget templates, which ours include
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csonet.portal.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "csonet.portal.api.middleware.ApiMiddleware",
    "csonet.portal.middleware.DeclaredMethodsMiddleware",
    "csonet.portal.middleware.ProbesMiddleware",
    "django_http_compression.middleware.HttpCompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.people.sessions.SessionLimitsMiddleware",
    "csonet.portal.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "csonet.urls"
WSGI_APPLICATION = "csonet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csonet.portal.context_processors.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "csonet.ui.templatetags.ui",
            ],
        },
    },
]
FORM_RENDERER = "csonet.ui.forms.Renderer"

# --- Data -----------------------------------------------------------------------------------------------------------
# An empty address means none, as an environment file leaves it.
DATABASES = {
    "default": dj_database_url.parse(env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'csonet.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue at BEGIN instead of failing in mid-transaction; readers never wait (WAL).
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY;"
        ),
    }
# A thread keeps its connection: opening one costs SQLite its cache and its schema, PostgreSQL a process.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "csonet"},
}

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=VAR_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "csonet.ui.storage.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_PERMISSIONS = 0o640
# The first one keeps of a file no more than the portal accepts, however much is sent.
FILE_UPLOAD_HANDLERS = [
    "csonet.content.files.limits.LimitingUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# The largest film and sound of a lesson, in megabytes; nginx must let as much through (client_max_body_size).
LESSON_VIDEO_MB = env.int("LESSON_VIDEO_MB", default=100)
LESSON_AUDIO_MB = env.int("LESSON_AUDIO_MB", default=30)
# Behind nginx: the internal location that serves MEDIA_ROOT ("/protected/"); empty: the portal sends files itself.
ACCEL_REDIRECT_PREFIX = env.str("ACCEL_REDIRECT_PREFIX", default="")
# Where ClamAV listens ("host:3310" or "/run/clamav/clamd.ctl"); empty: uploads are not scanned.
CLAMD = env.str("CLAMD", default="")

# --- People (how they sign up and in: csonet/policies.py) ------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.people.signing_in.SignInBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "home"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 3  # a link that sets a new password lives three hours

# How many proxies of our own stand in front; their X-Forwarded-For is believed, nobody else's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if env.bool("BEHIND_PROXY", False) else 0)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # http://localhost on a laptop
STAFF_NEEDS_SECOND_FACTOR = env.bool("STAFF_NEEDS_SECOND_FACTOR", default=not DEBUG)
SESSION_ENGINE = "accounts.people.session_store"
# A session ends after so long without a request, and after so long in any case: on a shared computer, and where
# the person asked to stay signed in.
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=60 * 60 * 2)
SESSION_LONGEST_SECONDS = env.int("SESSION_LONGEST_SECONDS", default=60 * 60 * 12)
SESSION_KEPT_LONGEST_SECONDS = env.int("SESSION_KEPT_LONGEST_SECONDS", default=60 * 60 * 24 * 30)
# --- Languages ------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
# In the order of the UN's language bar; each named in itself.
LANGUAGES = [
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LOCALE_PATHS = [BASE_DIR / "csonet" / "locale"]
LANGUAGE_COOKIE_NAME = "csonet_language"
FORMAT_MODULE_PATH = ["csonet.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Cookies and headers ----------------------------------------------------------------------------------------------
_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{_PREFIX}csonet_session"
CSRF_COOKIE_NAME = f"{_PREFIX}csonet_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", default=60 * 60 * 24 * 14)
CSRF_FAILURE_VIEW = "csonet.portal.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_SSL_REDIRECT = SECURE and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Name the header only behind a proxy that sets it itself: clients could forge it.
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# --- Mail -------------------------------------------------------------------------------------------------------------
EMAIL = dj_email_url.parse(env.str("EMAIL_URL", default="") or "console:")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL.get("EMAIL_HOST", ""), EMAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.get("EMAIL_HOST_USER", ""), EMAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="CSO Net <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_GRACE_MINUTES = env.int("MAIL_GRACE_MINUTES", default=10)  # a decision undone within it tells nobody
MAIL_LEASE_SECONDS = env.int("MAIL_LEASE_SECONDS", default=300)  # a worker that died gives its mail back after so long
# Where bounces and mails that leave a list come in: `manage.py take_mail` reads it. Empty: nobody reads such mails.
MAIL_INBOUND_ADDRESS = env.str("MAIL_INBOUND_ADDRESS", default="")
# The name of a mail service that django-anymail knows ("mailgun"), whose reports of bounces and complaints come to
# /anymail/<name>/tracking/; ANYMAIL_WEBHOOK_SECRET ("user:password") is what the service signs in with.
ANYMAIL_SERVICE = env.str("ANYMAIL_SERVICE", default="")
if ANYMAIL_SERVICE:
    INSTALLED_APPS.append("anymail")
    ANYMAIL = {"WEBHOOK_SECRET": env.str("ANYMAIL_WEBHOOK_SECRET")}

# --- Writing -------------------------------------------------------------------------------------------------------
# How many new texts one person may begin; empty: as many as they like.
POST_RATE = env.str("POST_RATE", default="60/h/user")

# --- Search ---------------------------------------------------------------------------------------------------------
# How often one network address may search; empty: as often as it likes.
SEARCH_RATE = env.str("SEARCH_RATE", default="120/m/ip")
# The same for what is suggested while one types: a request for every few letters.
SUGGEST_RATE = env.str("SUGGEST_RATE", default="600/m/ip")
# --- Open data ------------------------------------------------------------------------------------------------------
# Under what licence lists, nightly files and the API are; a record that names a licence of its own is under that.
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", default="https://creativecommons.org/licenses/by/4.0/")
# How many lists one network address may take as files, and how often it may ask the API; empty: as often as it likes.
EXPORT_RATE = env.str("EXPORT_RATE", default="30/m/ip")
API_RATE = env.str("API_RATE", default="120/m/ip")
# Where the nightly files lie; within MEDIA_ROOT nginx can send them, and backups take them along.
DUMPS_ROOT = env.path("DUMPS_ROOT", default=Path(MEDIA_ROOT) / "dumps")

# --- News feeds ---------------------------------------------------------------------------------------------------
# For tests alone: feeds may be fetched from this machine itself, which no stranger's address may reach otherwise.
FEEDS_FROM_LOOPBACK = False

# --- Events --------------------------------------------------------------------------------------------------------
# How many days after an event what people said of themselves is deleted, by field; answers: where their question names
# no days of its own. Only what is to be different is named: EVENT_RETENTION_DAYS=gender=30,email=180
EVENT_RETENTION_DAYS = {"access_needs": 30, "gender": 90, "answers": 90, "email": 365}
_OWN_DAYS: dict[str, int] = env.dict("EVENT_RETENTION_DAYS", default={}, subcast_values=int)
if not set(_OWN_DAYS) <= set(EVENT_RETENTION_DAYS) or min(_OWN_DAYS.values(), default=0) < 0:
    raise ImproperlyConfigured(f"EVENT_RETENTION_DAYS: days from 0 for {', '.join(EVENT_RETENTION_DAYS)}")
EVENT_RETENTION_DAYS |= _OWN_DAYS

# --- Discussions ---------------------------------------------------------------------------------------------------
# Where the first posts of a new member are looked at: so many. More links than that, more posts in a minute, so many
# distinct reports: then a post waits for the moderators.
NEWCOMERS_POSTS = env.int("NEWCOMERS_POSTS", default=3)
POST_MOST_LINKS = env.int("POST_MOST_LINKS", default=4)
POSTS_A_MINUTE = env.int("POSTS_A_MINUTE", default=5)
REPORTS_TO_HOLD = env.int("REPORTS_TO_HOLD", default=3)
# Replies by mail come to reply+<key>@… of this address ("reply@in.csonet.example"); empty: mails take no replies.
# `manage.py receive_mail` reads one from the mail server's pipe, or polls the mailbox of IMAP_URL
# ("imaps://user:password@host/INBOX").
MAIL_REPLY_ADDRESS = env.str("MAIL_REPLY_ADDRESS", default="")
IMAP_URL = env.str("IMAP_URL", default="")

# --- Training --------------------------------------------------------------------------------------------------------
# Where the Ed25519 keys lie that sign Open Badges credentials ("2026.pem"; the newest by its name signs, the others
# stay to be verified by). Empty: no credentials; the demonstration makes itself a key.
BADGE_KEYS_DIR = env.path("BADGE_KEYS_DIR", default=VAR_DIR / "badge-keys")

# CKEditor 4 is past its end of life: known, and limited as docs/decisions/0004-editor.md says.
SILENCED_SYSTEM_CHECKS = ["ckeditor.W001"]
