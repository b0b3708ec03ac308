"""Checks of what surrounds the house: settings, secrets, mail server, disks, the proxy's clock."""

import os
import shutil
import smtplib
import stat
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.doctor.database import apart_in_words
from rapport.core.registry import Finding

LOOPBACK = ("localhost", "127.0.0.1", "::1")
MB = 2**20
LITTLE_MB, TOO_LITTLE_MB = 1024, 200
SECONDS = 5


def address(at: datetime) -> Iterator[Finding]:
    parts = urlsplit(settings.ADDRESS)
    host = parts.hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield Finding(
            "wrong",
            _("%(host)s is not among the names the site answers to, so every page there is a 400.") % {"host": host},
            _("Add it to RAPPORT_HOSTS."),
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(
            "warning",
            _("The site answers to any name, so a stranger's link can carry theirs."),
            _("List the right names in RAPPORT_HOSTS."),
        )
    if parts.scheme != "https" and host not in LOOPBACK:
        yield Finding(
            "warning",
            _("%(address)s is not encrypted: passwords can be read on the way.") % {"address": settings.ADDRESS},
            _("Put a proxy with a certificate in front and set RAPPORT_ADDRESS=https://… (docs/operating.md)."),
        )
    elif validate_host(host, settings.ALLOWED_HOSTS) and "*" not in settings.ALLOWED_HOSTS:
        yield Finding("ok", settings.ADDRESS)


def debug(at: datetime) -> Iterator[Finding]:
    if not settings.DEBUG:
        yield Finding("ok", _("Errors show nothing of the inside."))
        return
    is_alone = urlsplit(settings.ADDRESS).hostname in LOOPBACK
    yield Finding(
        "warning" if is_alone else "wrong",
        _("RAPPORT_DEBUG is on: an error shows code and settings to whoever meets it."),
        _("Leave RAPPORT_DEBUG away."),
    )


def secret_key(at: datetime) -> Iterator[Finding]:
    key = settings.SECRET_KEY
    if not settings.HAS_SECRET_KEY:
        yield Finding(
            "wrong",
            _("There is no secret key, so nobody could stay signed in."),
            _("Set RAPPORT_SECRET_KEY, or begin with: bin/rapport up"),
        )
        return
    if len(key) < 40 or len(set(key)) < 8 or "insecure" in key or "change" in key.lower():
        yield Finding(
            "wrong",
            _("The secret key is easy to guess; whoever does signs in as anyone."),
            _("Take a random one of at least 50 signs. Everybody signs in again afterwards."),
        )
    kept = settings.HOME / "secret_key"
    if kept.exists() and stat.S_IMODE(kept.stat().st_mode) & 0o077:
        yield Finding(
            "wrong",
            _("Others on this machine can read the secret key."),
            f"chmod 600 {kept}",
        )
    elif len(key) >= 40:
        yield Finding("ok", _("There is one, and only we can read it."))


def mail(at: datetime) -> Iterator[Finding]:
    if not os.environ.get("RAPPORT_SMTP_HOST"):
        yield Finding(
            "ok" if settings.DEVELOPMENT else "warning",
            _("No mail server is set, so no mail leaves the house."),
            "" if settings.DEVELOPMENT else _("Set RAPPORT_SMTP_HOST and its like (docs/settings.md)."),
        )
        return
    where = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT}
    try:
        with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=SECONDS):  # its greeting is enough
            pass
    except OSError as problem:  # smtplib's errors are among them
        reason = problem.strerror or str(problem) or type(problem).__name__
        yield Finding(
            "wrong",
            _("The mail server %(host)s:%(port)s does not answer: %(reason)s") % {**where, "reason": reason},
            _("See RAPPORT_SMTP_HOST and RAPPORT_SMTP_PORT, and whether a firewall is between."),
        )
    else:
        yield Finding("ok", _("%(host)s:%(port)s answers.") % where)


def disks(at: datetime) -> Iterator[Finding]:
    folders = {settings.HOME}
    if settings.BACKUP_DIR:
        folders.add(Path(settings.BACKUP_DIR))
    for folder in sorted(folders):
        yield _disk(folder)
    if settings.BACKUP_DIR and _is_same_disk(Path(settings.BACKUP_DIR), settings.HOME):
        yield Finding(
            "warning",
            _("The backups lie on the disk of the house, and go with it."),
            _("Choose a folder on another disk for RAPPORT_BACKUP_DIR, or copy them elsewhere."),
        )


def _disk(folder: Path) -> Finding:
    if not folder.is_dir():
        return Finding("wrong", _("%(folder)s is not there.") % {"folder": folder}, _("Make it, or mount its disk."))
    if not os.access(folder, os.W_OK):
        return Finding(
            "wrong",
            _("%(folder)s may not be written.") % {"folder": folder},
            _("Give it to the user as whom Rapport runs."),
        )
    disk = shutil.disk_usage(folder)
    free = disk.free // MB
    said = _("%(folder)s: %(free)d MB are free (%(percent)d%%).") % {
        "folder": folder, "free": free, "percent": 100 * disk.free // disk.total,
    }  # fmt: skip
    if free >= LITTLE_MB:
        return Finding("ok", said)
    return Finding("wrong" if free < TOO_LITTLE_MB else "warning", said, _("Make room; a full disk stops everything."))


def _is_same_disk(one: Path, other: Path) -> bool:
    return one.is_dir() and other.is_dir() and one.stat().st_dev == other.stat().st_dev


def proxy_clock(at: datetime) -> Iterator[Finding]:
    """Only where a proxy is in front, and only when it answers."""
    if not settings.BEHIND_PROXY:
        return
    try:
        with urllib.request.urlopen(f"{settings.ADDRESS}/health/live", timeout=SECONDS) as answer:  # noqa: S310
            there = parsedate_to_datetime(answer.headers["Date"])
    except (OSError, ValueError, TypeError) as problem:
        yield Finding(
            "warning",
            _("%(address)s does not answer from here: %(reason)s")
            % {"address": settings.ADDRESS, "reason": type(problem).__name__},
            _("See whether the proxy runs; it may also be out of reach from this machine by design."),
        )
        return
    yield apart_in_words(abs((there - timezone.now()).total_seconds()), _("the proxy"))
