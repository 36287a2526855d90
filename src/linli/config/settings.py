"""Settings; the environment overrides, the defaults just run."""

import os
from functools import cache

from django.utils.csp import CSP
from django.utils.translation import gettext_noop

from linli.config import databases, folders
from linli.config.secrets import secret, secret_bytes

CONTEXTS = (
    "kernel",
    "ui",
    "messaging",
    "places",
    "people",
    "duties",
    "ratings",
    "ledger",
    "notices",
    "meetings",
    "volunteers",
    "voting",
    "matters",
    "coordination",
    "mediation",
    "prevention",
    "outreach",
    "profiles",
    "service_orders",
    "store",
    "playbooks",
    "indicators",
    "portal",
    "exchange",
    "demo",
)
MEGABYTE = 2**20


DATA = folders.data()
TESTING = "LINLI_TESTING" in os.environ
DEBUG = os.environ.get("LINLI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("LINLI_HOSTS", "127.0.0.1,localhost,testserver").split(",")

SECRET_KEY = secret("django")
# The kernel may not import from here; it asks `settings.SECRET_BYTES("name")` for its keys.
# Once a process: every encrypted field that is read asks for its key.
SECRET_BYTES = cache(secret_bytes)

INSTALLED_APPS = [
    "linli.config.apps.Wiring",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    *(f"linli.{context}" for context in CONTEXTS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "linli.people.middleware.ViewerMiddleware",
    "linli.ui.middleware.PreferencesMiddleware",
    "linli.kernel.middleware.RefusalMiddleware",
]
CSRF_FAILURE_VIEW = "linli.ui.views.csrf_failure"
ROOT_URLCONF = "linli.config.urls"
WSGI_APPLICATION = "linli.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "linli.ui.context.page_context",
                "linli.portal.context.page_context",
            ],
        },
    },
]

DATABASES = {
    "default": databases.database(os.environ["DATABASE_URL"])
    if os.environ.get("DATABASE_URL")
    else databases.sqlite(DATA / "linli.sqlite3"),
}
if TESTING and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In memory all threads share one connection, and the live server would meet the test in it.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["linli.people.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator")
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", gettext_noop("Simplified Chinese")), ("en", gettext_noop("English"))]
LOCALE_PATHS = [folders.SOURCE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
UPLOAD_LIMIT = 12 * MEGABYTE
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT

# An index of the ledger carries columns along; SQLite leaves them out, and all is well.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# Set it behind a proxy that ends TLS and writes X-Forwarded-Proto itself.
HTTPS = os.environ.get("LINLI_HTTPS") == "1"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Where one-time codes go out: the dotted path of a function that takes a phone and a text.
LINLI_CODE_OUTLET = os.environ.get("LINLI_CODE_OUTLET", "")
# The keys of SMS and group robots: a file of mode 600, read by linli.messaging.outlets.kept.
LINLI_OUTLETS = os.environ.get("LINLI_OUTLETS") or str(DATA / "secrets" / "outlets.toml")
# For how many seconds a worker holds what it is about to send.
LINLI_DISPATCH_LEASE = int(os.environ.get("LINLI_DISPATCH_LEASE", "300"))
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # A page that is not there is the visitor's affair.
        "django.request": {"level": "ERROR"},
        "linli": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
