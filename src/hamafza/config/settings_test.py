"""Settings of the suite: the same as in life, but a cheap hasher and a database that may be forgotten."""

import tempfile
from pathlib import Path

from hamafza.config.settings import *  # noqa: F403
from hamafza.config.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STRICT_TEMPLATES = True
SMS_BACKEND = "file"
DATA = Path(tempfile.mkdtemp(prefix="hamafza-test-"))
MEDIA_ROOT = DATA / "files"
EMAIL_FILE_PATH = DATA / "mail"
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir()  # else WhiteNoise warns, and warnings are errors
WHITENOISE_AUTOREFRESH = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
else:  # one long transaction of the suite has no statistics, and a slow answer is no fault of the test
    DATABASES["default"]["OPTIONS"]["options"] = "-c statement_timeout=120000 -c lock_timeout=3000"
