"""Settings. Everything a business may want to change comes from the environment; docs/settings.md lists it."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rapport.config import mail_sign_in, oidc
from rapport.config.slices import SLICES
from rapport.core.streams import places as streams

BASE = Path(__file__).resolve().parents[2]


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


MODE = env("RAPPORT_MODE", "production")
DEVELOPMENT = MODE == "development"
DEBUG = env("RAPPORT_DEBUG") == "1"
HOME = Path(env("RAPPORT_HOME") or BASE / ".rapport")


def _secret_key() -> str:
    if key := env("RAPPORT_SECRET_KEY"):
        return key
    kept = HOME / "secret_key"
    # Commands such as --help run before a home exists; nothing can be signed or read with this key.
    return kept.read_text().strip() if kept.is_file() else "no-home-yet-" + "0" * 50


SECRET_KEY = _secret_key()
HAS_SECRET_KEY = not SECRET_KEY.startswith("no-home-yet-")
ADDRESS = env("RAPPORT_ADDRESS", "http://localhost:8000")
ALLOWED_HOSTS = env_list("RAPPORT_HOSTS", "localhost,127.0.0.1,[::1]")
# Where customers have their own site: beside ours under /portal/, or under a name of its own, where nothing else is.
PORTAL_ADDRESS = env("RAPPORT_PORTAL_ADDRESS", ADDRESS).rstrip("/")
PORTAL_HOST = urlsplit(PORTAL_ADDRESS).netloc if env("RAPPORT_PORTAL_ADDRESS") else ""
if PORTAL_HOST:
    ALLOWED_HOSTS.append(urlsplit(PORTAL_ADDRESS).hostname or "")
CSRF_TRUSTED_ORIGINS = [one for one in {ADDRESS, PORTAL_ADDRESS} if one.startswith("https://")]
CSRF_FAILURE_VIEW = "rapport.core.views.csrf_failure"
SECURE = ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
# Whoever comes first to an empty house becomes its owner: said by `up` when only this machine can come.
FIRST_RUN_OPEN = env("RAPPORT_FIRST_RUN") == "open"
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
BEHIND_PROXY = env("RAPPORT_BEHIND_PROXY") == "1"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
# A proxy in front that names requests itself (X-Request-ID). Anybody else's name for one is not taken.
TRUST_REQUEST_ID = env("RAPPORT_TRUST_REQUEST_ID") == "1"

# Upper floors first: a slice may override a template of the floors below it. Core comes last, with all models there.
INSTALLED_APPS = [
    *SLICES,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "rapport.core.tracing.traced",
    "django.middleware.security.SecurityMiddleware",
    "rapport.core.middleware.Compression",
    "csp.middleware.CSPMiddleware",
    "rapport.core.middleware.modest",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *(["rapport.portal.handling.portal"] if "rapport.portal" in SLICES else []),  # goes its own, shorter way from here
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rapport.core.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rapport.staff.remembering.for_one_request",
    "rapport.core.middleware.reader",
    "rapport.staff.middleware.first_run",
    "rapport.staff.middleware.presence",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "rapport.staff.middleware.second_step",
    "pghistory.middleware.HistoryMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rapport.core.middleware.refusals",
    "rapport.customers.merges.leading.leading",
    "rapport.core.personal.words.told",
]

ROOT_URLCONF = "rapport.config.urls"
WSGI_APPLICATION = "rapport.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rapport.core.context.shell",
                "rapport.staff.context.site",
                "rapport.staff.context.reader",
            ],
            "builtins": ["rapport.core.templatetags.quick"],
            "libraries": {"i18n": "rapport.core.templatetags.quick"},
        },
    }
]
FORM_RENDERER = "rapport.core.forms.RapportRenderer"

DATABASES = {
    "default": dj_database_url.parse(
        env("DATABASE_URL", "postgresql:///rapport"),
        conn_max_age=int(env("RAPPORT_DB_CONN_MAX_AGE", "600")),
        conn_health_checks=True,
    )
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)
DATABASE_KEEPS_STATEMENTS = env("RAPPORT_DB_KEEPS_STATEMENTS", "1") == "1"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "staff.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique whatever its case, by an index on lower(email)
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rapport.staff.sign_in.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "rapport.staff.account_forms.SignInForm",
    "reset_password": "rapport.staff.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "rapport.staff.account_forms.NewPasswordForm",
    "change_password": "rapport.staff.account_forms.ChangePasswordForm",
    "reauthenticate": "rapport.staff.account_forms.PasswordAgainForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
OIDC = oidc.from_environment(env)
SOCIALACCOUNT_ADAPTER = "rapport.staff.elsewhere.Adapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead to other sites, by our own content security policy
SOCIALACCOUNT_PROVIDERS = oidc.for_allauth(OIDC)
MFA_ADAPTER = "rapport.staff.second_step.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones go wrong, and people type slowly
MFA_FORMS = {
    "authenticate": "rapport.staff.second_step_forms.CodeForm",
    "reauthenticate": "rapport.staff.second_step_forms.CodeAgainForm",
    "activate_totp": "rapport.staff.second_step_forms.AppForm",
    "add_webauthn": "rapport.staff.second_step_forms.PasskeyForm",
    "edit_webauthn": "rapport.staff.second_step_forms.PasskeyNameForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0  # whose address rate limits count
SESSION_ENGINE = "rapport.staff.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ka", "ქართული"), ("cs", "Čeština"), ("ta", "தமிழ்")]
LOCALE_PATHS = [BASE / "rapport" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("RAPPORT_STATIC_ROOT") or HOME / "static")
STATICFILES_DIRS = [BASE / "rapport" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "rapport.core.storage.HashedFiles"},
}
MEDIA_ROOT = HOME / "files"  # outside the web root: files are only ever handed out by a view that checks
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
ATTACHMENT_MAX_BYTES = int(env("RAPPORT_ATTACHMENT_MAX_MB", "25")) * 2**20
IMPORT_MAX_BYTES = int(env("RAPPORT_IMPORT_MAX_MB", "50")) * 2**20
IMPORT_KEEP_DAYS = int(env("RAPPORT_IMPORT_KEEP_DAYS", "7"))
MAP_URL = env("RAPPORT_MAP_URL", "https://www.openstreetmap.org/search?query={address}")  # "-": no map
UPLOAD_MAX_BYTES = 4 * max(ATTACHMENT_MAX_BYTES, IMPORT_MAX_BYTES)  # of all files in one form
FILE_UPLOAD_HANDLERS = [
    "rapport.core.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

BACKUP_DIR = env("RAPPORT_BACKUP_DIR")  # empty: none is made by itself
BACKUP_AT = env("RAPPORT_BACKUP_AT", "02:30")  # by the clock of the business
if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", BACKUP_AT):
    raise ImproperlyConfigured(f"RAPPORT_BACKUP_AT is a time of day such as 02:30, not {BACKUP_AT}.")
BACKUP_KEEP_DAILY = int(env("RAPPORT_BACKUP_KEEP_DAILY", "7"))
BACKUP_KEEP_WEEKLY = int(env("RAPPORT_BACKUP_KEEP_WEEKLY", "4"))
BACKUP_KEEP_MONTHLY = int(env("RAPPORT_BACKUP_KEEP_MONTHLY", "1"))

API_REQUESTS_PER_MINUTE = int(env("RAPPORT_API_REQUESTS_PER_MINUTE", "30000"))  # of one token
WEBHOOKS_PRIVATE = env_list("RAPPORT_WEBHOOKS_PRIVATE")  # "1", or networks: where webhooks may go beside public ones

STREAMS_ADDRESS = env("RAPPORT_STREAMS_ADDRESS")  # where browsers find them; empty: our own name, and that port
STREAMS_PORT = env("RAPPORT_STREAMS_PORT")
STREAMS = streams.origins(STREAMS_ADDRESS, STREAMS_PORT, ALLOWED_HOSTS, is_secure=SECURE)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "connect-src": [SELF, *STREAMS],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env("RAPPORT_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(env("RAPPORT_SMTP_PORT") or env("RAPPORT_MAILBOX_PORT") or "25")
EMAIL_HOST_USER = env("RAPPORT_SMTP_USER")
EMAIL_HOST_PASSWORD = env("RAPPORT_SMTP_PASSWORD")
EMAIL_USE_TLS = env("RAPPORT_SMTP_TLS") == "1"
EMAIL_TIMEOUT = float(env("RAPPORT_SMTP_TIMEOUT", "30"))
SENDING_LANES = int(env("RAPPORT_SENDING_LANES", "1"))  # connections of one worker to mail servers
SENDING_RETRY_SECONDS = float(env("RAPPORT_SENDING_RETRY_SECONDS", "30"))  # after the first time; then twice as long
MAIL_SIGN_INS = mail_sign_in.from_environment(env)  # at Microsoft and Google, by which mailboxes are opened
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("RAPPORT_MAIL_FROM", "Rapport <rapport@localhost>")

PGHISTORY_APPEND_ONLY = True

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"named": {"()": "rapport.core.tracing.Named"}},
    "formatters": {
        "line": {
            "()": "rapport.core.tracing.Line",
            "format": "%(asctime)s %(levelname)s %(name)s"
            " request=%(request_id)s user=%(user_id)s job=%(job_id)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["named"]}},
    "root": {"handlers": ["console"], "level": env("RAPPORT_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},  # one handler for all, mailing nobody
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "propagate": True},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # strangers knock at any name; they get a 400
        "procrastinate": {"level": "WARNING"},
    },
}

ROLES = {"owner": _("Owner"), "manager": _("Manager"), "agent": _("Agent"), "reader": _("Reader")}
