"""All settings. Defaults are those of production on one small machine; the environment changes them.

Environment: DATABASE_URL, SECRET_KEY, HAMAFZA_DATA, HAMAFZA_HOSTS, HAMAFZA_HTTPS, HAMAFZA_DEBUG, HAMAFZA_SMS,
HAMAFZA_SMS_TOKEN, HAMAFZA_URL, HAMAFZA_REQUIRE_MFA, HAMAFZA_IDLE_MINUTES, HAMAFZA_PROXIES.
"""

from pathlib import Path

import environ

from hamafza.config.secret import secret_key

env = environ.Env()
ROOT = Path(__file__).resolve().parents[3]
DATA = Path(env.str("HAMAFZA_DATA", default=str(ROOT / "var")))

DEBUG = env.bool("HAMAFZA_DEBUG", default=False)
SECRET_KEY = secret_key(DATA)
ALLOWED_HOSTS = env.list("HAMAFZA_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
BASE_URL = env.str("HAMAFZA_URL", default="http://127.0.0.1:8000")
TRACK_URL = f"{BASE_URL}/t"
VOLUNTEER_URL = f"{BASE_URL}/v/"
ANSWER_URL = f"{BASE_URL}/a/"
HTTPS = env.bool("HAMAFZA_HTTPS", default=False)  # behind a TLS proxy: docs/operating.md
SMS_BACKEND = env.str("HAMAFZA_SMS", default="file")  # console | file | http(s) address of a gateway
SMS_TOKEN = env.str("HAMAFZA_SMS_TOKEN", default="")  # sent to that gateway as a bearer token

# The river, top to bottom; `.importlinter` keeps it.
AREAS = [
    "hamafza.config",
    "hamafza.demo",
    "hamafza.replay",
    "hamafza.desks",
    "hamafza.public",
    "hamafza.care",
    "hamafza.succession",
    "hamafza.meetings",
    "hamafza.reports",
    "hamafza.feedback",
    "hamafza.referrals",
    "hamafza.intake",
    "hamafza.gatherings",
    "hamafza.shifts",
    "hamafza.volunteers",
    "hamafza.network",
    "hamafza.journal",
    "hamafza.notices",
    "hamafza.people",
    "hamafza.places",
    "hamafza.ui",
    "hamafza.kernel",
]
INSTALLED_APPS = [
    *AREAS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "ninja",
]

MIDDLEWARE = [
    "hamafza.kernel.outage.OutageMiddleware",
    "hamafza.kernel.addresses.NoNulMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hamafza.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hamafza.people.middleware.SessionLimits",
    "hamafza.people.middleware.FirstThings",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hamafza.kernel.context.instant",
                "hamafza.ui.context.chrome",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "template_partials.templatetags.partials",
                "hamafza.ui.templatetags.hamafza_ui",
            ],
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
        },
    }
]

ROOT_URLCONF = "hamafza.config.urls"
WSGI_APPLICATION = "hamafza.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Database: SQLite that syncs before it acknowledges; PostgreSQL that fails fast when the line is cut.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA / 'hamafza.sqlite3'}")}
_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = 60  # on SQLite too: whoever has the file open can read while the disk is full
if _database["ENGINE"].endswith("sqlite3"):
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000;"
        " PRAGMA foreign_keys=ON; PRAGMA cache_size=-20000;",
    }
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {
        **_database.get("OPTIONS", {}),
        "connect_timeout": 4,
        "tcp_user_timeout": 4000,
        "keepalives_idle": 30,
        "options": "-c statement_timeout=15000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000",
    }

CACHES = {
    # Rate limits must hold over all workers, hence a shared cache.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "TIMEOUT": 60 * 60,  # `incr` keeps a count for so long again: the longest window (public/tries.py)
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # beyond it counts are thrown away, live ones too
    },
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Language and time
LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", "فارسی"), ("en", "English")]
TIME_ZONE = "Asia/Tehran"
USE_TZ = True
LANGUAGE_COOKIE_NAME = "hamafza_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True

# Static and uploaded files
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "hamafza.kernel.arriving.LimitedFile",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

API_PER_MINUTE = env.int("HAMAFZA_API_PER_MINUTE", default=600)  # calls of one account to /api/v1/

# Signing in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["hamafza.people.backends.LivingAccounts"]
PASSWORD_HASHERS = [
    "hamafza.people.hashers.OwaspArgon2",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "mobile", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "hamafza.people.adapter.ClosedAccounts"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "6/30m/key,20/1h/ip"}
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "hamafza.people.forms.SignInForm",
    "reauthenticate": "hamafza.people.forms.PasswordAgainForm",
}
# How many of our own proxies stand before us: the caller's address is read that far back in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("HAMAFZA_PROXIES", default=1 if HTTPS else 0)
REQUIRE_MFA = env.bool("HAMAFZA_REQUIRE_MFA", default=HTTPS)  # everyone sets up a second factor before anything else
MFA_ADAPTER = "hamafza.people.adapter.SecondFactor"
MFA_FORMS = {
    "authenticate": "hamafza.people.forms.SecondStepForm",
    "reauthenticate": "hamafza.people.forms.CodeAgainForm",
    "activate_totp": "hamafza.people.forms.NewAuthenticatorForm",
    "add_webauthn": "hamafza.people.forms.NewKeyForm",
    "edit_webauthn": "hamafza.people.forms.KeyNameForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Hamafza"
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "hamafza.people.sessions"
SESSION_COOKIE_AGE = 10 * 60 * 60  # counted from the sign-in
SESSION_IDLE_MINUTES = env.int("HAMAFZA_IDLE_MINUTES", default=20 if HTTPS else 0)  # 0: no limit
SESSION_COOKIE_NAME = "__Host-hamafza" if HTTPS else "hamafza"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = env.list("HAMAFZA_ORIGINS", default=[BASE_URL])

# What the browser is told
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("HAMAFZA_LOG", default="WARNING")},
}

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the username is unique in any case, by a constraint over Lower()
]
