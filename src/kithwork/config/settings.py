"""One settings file; the environment says what differs from place to place.

| variable | what it says | without it |
|---|---|---|
| KITHWORK_HOME | folder for the database, keys and uploads | var/ in the checkout, else ~/.local/share/kithwork |
| DATABASE_URL | PostgreSQL or SQLite address | SQLite in KITHWORK_HOME |
| KITHWORK_BROKER | message broker for background work | work runs beside the server |
| KITHWORK_DEMO | 1: the demo sign-in may open | 0 |
| KITHWORK_HOSTS | names this server answers to, with commas | this machine only |
| KITHWORK_DEBUG | 1: developer's error pages | 0 |
| KITHWORK_TLS | 1: served over https, by a proxy that sets X-Forwarded-Proto | 0 |
| KITHWORK_SYNC_PER_MINUTE | how many requests a minute one account's devices and programs may make | 240 |
| KITHWORK_SECRET_KEY | what sessions and links are signed with | made once in KITHWORK_HOME |
| KITHWORK_RECORD_KEY | what the trail is sealed with; keep it as long as the records | made once in KITHWORK_HOME |
| KITHWORK_OLD_SECRET_KEYS | former keys, with commas, while one is changed for another | none |
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parents[1]
PROJECT = PACKAGE.parents[1]
# A checkout keeps what it makes beside itself; what was installed as a package, in the person's own folder.
IS_CHECKOUT = (PROJECT / "pyproject.toml").exists()
HOME = Path(
    os.environ.get("KITHWORK_HOME")
    or (PROJECT / "var" if IS_CHECKOUT else Path.home() / ".local/share/kithwork")
)


def _flag(name: str) -> bool:
    return os.environ.get(name, "0").lower() in {"1", "true", "yes"}


def _key(name: str, variable: str) -> str:
    """Made once on this machine, readable by its owner only."""
    given = os.environ.get(variable)
    if given:
        return given
    path = HOME / name
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        fresh = HOME / f"{name}.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process made it first, and made it whole
            os.link(fresh, path)
        fresh.unlink()
    return path.read_text()


KITHWORK_PRODUCT_NAME = "Kithwork"
KITHWORK_DEMO = _flag("KITHWORK_DEMO")
KITHWORK_BROKER = os.environ.get("KITHWORK_BROKER", "")
KITHWORK_TLS = _flag("KITHWORK_TLS")
QUARANTINE = HOME / "quarantine"
SYNC_PER_MINUTE = int(os.environ.get("KITHWORK_SYNC_PER_MINUTE", "240"))

DEBUG = _flag("KITHWORK_DEBUG")
SECRET_KEY = _key("secret-key", "KITHWORK_SECRET_KEY")
SECRET_KEY_FALLBACKS = [*filter(None, os.environ.get("KITHWORK_OLD_SECRET_KEYS", "").split(","))]
# What is kept under a key for years: it does not change when the one above does.
RECORD_KEY = _key("record-key", "KITHWORK_RECORD_KEY")
TRAIL_END = HOME  # where the newest line of the trail is noted, outside the database
ALLOWED_HOSTS = [
    *filter(None, os.environ.get("KITHWORK_HOSTS", "").split(",")),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if KITHWORK_TLS]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_htmx",
    "kithwork.apps.foundation",
    "kithwork.apps.ui",
    "kithwork.apps.trail",
    "kithwork.apps.notices",
    "kithwork.apps.jobs",
    "kithwork.apps.schools",
    "kithwork.apps.accounts",
    "kithwork.apps.people",
    "kithwork.apps.practices",
    "kithwork.apps.needs",
    "kithwork.apps.consents",
    "kithwork.apps.training",
    "kithwork.apps.about_me",
    "kithwork.apps.peers",
    "kithwork.apps.programs",
    "kithwork.apps.recruiting",
    "kithwork.apps.runs",
    "kithwork.apps.safety",
    "kithwork.apps.events",
    "kithwork.apps.care",
    "kithwork.apps.entrances",
    "kithwork.apps.observations",
    "kithwork.apps.measures",
    "kithwork.apps.reflections",
    "kithwork.apps.friendships",
    "kithwork.apps.progress",
    "kithwork.apps.courses",
    "kithwork.apps.plans",
    "kithwork.apps.evaluations",
    "kithwork.apps.studies",
    "kithwork.apps.suggestions",
    "kithwork.apps.integrations",
    "kithwork.apps.reports",
    "kithwork.apps.home",
    # After ours: the first template of a name is the one that is shown.
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "kithwork.apps.ui.middleware.StrictHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kithwork.apps.accounts.tokens.BearerMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kithwork.apps.entrances.middleware.EntranceMiddleware",
    "kithwork.apps.accounts.middleware.ViewerMiddleware",
    "kithwork.apps.accounts.spoken.SpokenMiddleware",
    "kithwork.apps.ui.middleware.ReadableAddress",
    "kithwork.apps.ui.middleware.ReadableBody",
]

ROOT_URLCONF = "kithwork.config.urls"
WSGI_APPLICATION = "kithwork.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kithwork.apps.ui.context_processors.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "kithwork.apps.ui.forms.Renderer"


def _database() -> dict[str, object]:
    """SQLite as an embedded database should be set, or PostgreSQL with a bounded pool."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'kithwork.sqlite3'}"
    database = dict(dj_database_url.parse(url))
    options = dict(
        database.get("OPTIONS") or {}
    )  # added to, never replaced: the URL's host lives here
    if "sqlite" in str(database["ENGINE"]):
        HOME.mkdir(parents=True, exist_ok=True)
        options |= {
            # Readers never wait; writers queue at BEGIN instead of failing half way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            ),
        }
    else:
        options |= {"pool": {"min_size": 1, "max_size": int(os.environ.get("KITHWORK_POOL", "8"))}}
        database["CONN_MAX_AGE"] = 0  # a pool and persistent connections exclude each other
        # A connection whose server was started again is found out before it is used.
        database["CONN_HEALTH_CHECKS"] = True
    database["OPTIONS"] = options
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# In the database, because counts kept in one process's memory multiply every rate limit by the processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "kithwork.apps.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "kithwork.apps.accounts.passwords.EverybodysPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "kithwork.apps.accounts.adapter.ClosedAdapter"
ACCOUNT_FORMS = {"login": "kithwork.apps.accounts.forms.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by the school, not by whoever writes a form
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password is told to whom it belongs
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{KITHWORK_PRODUCT_NAME}: "
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,30/5m/ip", "reset_password": "5/h/key,20/h/ip"}
MFA_ADAPTER = "kithwork.apps.accounts.second_factor.Adapter"
MFA_FORMS = {
    "activate_totp": "kithwork.apps.accounts.second_factor.ActivateForm",
    "authenticate": "kithwork.apps.accounts.second_factor.SignInForm",
    "reauthenticate": "kithwork.apps.accounts.second_factor.ConfirmForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the school gave the address, nobody typed it into a form
MFA_TOTP_ISSUER = KITHWORK_PRODUCT_NAME
MFA_TOTP_PERIOD = 30  # seconds
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off; a code is good once all the same
PASSWORD_RESET_TIMEOUT = 30 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "outbox"
if os.environ.get("KITHWORK_MAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = os.environ["KITHWORK_MAIL_HOST"]
DEFAULT_FROM_EMAIL = os.environ.get("KITHWORK_MAIL_FROM", "kithwork@localhost")

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-kithwork" if KITHWORK_TLS else "kithwork"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KITHWORK_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-kithwork-csrf" if KITHWORK_TLS else "kithwork-csrf"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if KITHWORK_TLS else 0
SECURE_SSL_REDIRECT = KITHWORK_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if KITHWORK_TLS else None
# What the district's other hosts do, and whether browsers are told in advance, is the district's to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# Tries at sign-in are counted by the person's address, not the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = int(KITHWORK_TLS)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if KITHWORK_TLS else "http"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "kithwork.apps.ui.pages.errors.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = (
    True  # served as they lie in the package: nothing to collect before a start
)

# An import may send a large file; it is streamed to disk, and the reader has limits of its own.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
