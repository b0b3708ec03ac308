"""Settings of the test suite: real everything, but quick password hashing and no manifest of static files."""

import logging
import os
import tempfile

if "RAPPORT_HOME" not in os.environ:
    _home = tempfile.TemporaryDirectory(prefix="rapport-test-")  # goes when the process ends
    os.environ["RAPPORT_HOME"] = _home.name

from rapport.config.settings import *  # noqa: E402, F403
from rapport.config.settings import LOGGING, STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a folder that is not there

SECRET_KEY = "only-for-tests-" + "0" * 40
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # otherwise every client of a test looks through all static files first
ALLOWED_HOSTS = ["*"]
FIRST_RUN_OPEN = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


class Quiet(logging.Handler):
    """pytest keeps what is logged and shows it for a test that failed. Threads of servers outlive streams."""

    def emit(self, record: logging.LogRecord) -> None:
        self.format(record)


LOGGING["handlers"]["console"]["class"] = f"{__name__}.Quiet"
