"""Under which circumstances code runs: for which request, from where, for whom. For the log and the audit only."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest


@dataclass
class Circumstances:
    """What is known so far. Nothing in it names a customer, and nothing in it lets anyone in."""

    request_id: str = ""
    job_id: str = ""
    user_id: Any = None
    token_id: Any = None
    request: HttpRequest | None = None

    @property
    def ip(self) -> str | None:
        return address_of(self.request) if self.request else None

    @property
    def session(self) -> str:
        """Tells sessions apart. The key itself would let its reader in."""
        key = getattr(getattr(self.request, "session", None), "session_key", None)
        return sha256(key.encode()).hexdigest()[:16] if key else ""


_current: ContextVar[Circumstances | None] = ContextVar("circumstances", default=None)


def current() -> Circumstances:
    """Those of this request or job; empty ones outside of both."""
    return _current.get() or Circumstances()


@contextmanager
def under(circumstances: Circumstances) -> Iterator[Circumstances]:
    token = _current.set(circumstances)
    try:
        yield circumstances
    finally:
        _current.reset(token)


def address_of(request: HttpRequest) -> str | None:
    """The address the request came from; behind our proxy that is the last one named there, which it wrote itself."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() if settings.BEHIND_PROXY else ""
    return told or request.META.get("REMOTE_ADDR") or None
