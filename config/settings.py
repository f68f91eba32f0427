"""Every setting, read from the environment by django-environ.

Each has a line in ``.env.example`` and in ``docs/settings.md``; a contract test holds the three
together. Without ``DATABASE_URL`` and ``CELERY_BROKER_URL`` the embedded form runs: SQLite in
``var/`` and an in-memory broker in the one process.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
env.read_env(VAR_DIR / "secrets.env")

# --- The frame --------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

SECRET_KEY = env.str("SECRET_KEY", default="")
FIELD_KEYS = env.list("FIELD_KEYS", default=[])
if len(SECRET_KEY) < 32 or not FIELD_KEYS:
    raise ImproperlyConfigured(
        "SECRET_KEY (32 characters or more) and FIELD_KEYS must be set. "
        "`make run` writes both into var/secrets.env on its first start; `.env.example` tells how by hand."
    )

INSTALLED_APPS = [
    "config.apps.FrameConfig",
    "access.site.GilmokAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "access",
    "events",
    "datasources",
    "actions",
    "journeys",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.headers.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.pages.shell",
            ]
        },
    }
]

# --- The database -----------------------------------------------------------------------------

_DATABASE_URL = env.str("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR / 'gilmok.sqlite3'}"
DATABASES = {"default": environ.Env.db_url_config(_DATABASE_URL)}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=4000;",
    }
    # The engine opens connections of its own, so a test database must be a file.
    DATABASES["default"]["TEST"] = {
        "NAME": str(VAR_DIR / env.str("TEST_SQLITE", default="test.sqlite3"))
    }
VAR_DIR.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Celery: messages are wake-ups, the database is the truth ---------------------------------

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or "memory://localhost/"
EMBEDDED = CELERY_BROKER_URL.startswith("memory:")
CELERY_DB_REUSE_MAX = env.int("CELERY_DB_REUSE_MAX", default=1_000_000)

# --- People who sign in -----------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["access.backends.RolesBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "sign-in"
SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- Words and time ---------------------------------------------------------------------------

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", _("English")), ("ko", _("Korean"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
JOURNEY_TIME_ZONE = env.str("JOURNEY_TIME_ZONE", default="UTC")

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
FRONTEND_DIST = Path(env.str("FRONTEND_DIST", default=str(BASE_DIR / "frontend" / "dist")))
STATICFILES_DIRS = [("designer", FRONTEND_DIST)] if FRONTEND_DIST.exists() else []
STATICFILES_DIRS += (
    [BASE_DIR / "templates" / "static"] if (BASE_DIR / "templates" / "static").exists() else []
)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# --- The API ----------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "access.tokens.TokenAuthentication",
        "access.sessions.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["access.rights.HasRight"],
    "DEFAULT_PARSER_CLASSES": ["config.json.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["config.json.JSONRenderer"],
    "EXCEPTION_HANDLER": "config.problems.exception_handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gilmok",
    "DESCRIPTION": "Meets every customer at the right corner.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    # The viewer comes with us: the page works offline and under the content policy.
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["access.rights.SignedIn"],
}

# --- Limits of intake -------------------------------------------------------------------------

EVENT_MAX_BYTES = env.int("EVENT_MAX_BYTES", default=256 * 1024)
BATCH_MAX_BYTES = env.int("BATCH_MAX_BYTES", default=5 * 1024 * 1024)
BATCH_MAX_EVENTS = env.int("BATCH_MAX_EVENTS", default=1_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = BATCH_MAX_BYTES
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # forms have an input for each cell of their tables
JSON_MAX_DEPTH = env.int("JSON_MAX_DEPTH", default=32)
JSON_MAX_KEYS = env.int("JSON_MAX_KEYS", default=1_000)
JSON_MAX_STRING = env.int("JSON_MAX_STRING", default=64 * 1024)
BACKLOG_LIMIT = env.int("BACKLOG_LIMIT", default=200_000)
SOURCE_RATE = env.int("SOURCE_RATE", default=0)
REJECTIONS_KEPT = env.int("REJECTIONS_KEPT", default=10_000)

# --- The outside ------------------------------------------------------------------------------

EGRESS_ALLOW = env.str("EGRESS_ALLOW", default="")
EGRESS_HTTPS_ONLY = env.bool("EGRESS_HTTPS_ONLY", default=False)
EGRESS_PORTS = env.str("EGRESS_PORTS", default="")
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="gilmok@localhost")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
SENDER_CONCURRENCY = env.int("SENDER_CONCURRENCY", default=256)

# --- Journeys ---------------------------------------------------------------------------------

ENGINE_BATCH = env.int("ENGINE_BATCH", default=500)
LONGEST_STAY_DAYS = env.int("LONGEST_STAY_DAYS", default=91)

# --- The demonstration ------------------------------------------------------------------------

HOTEL_PORT = env.int("HOTEL_PORT", default=0)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
