"""The public pages are written once for everybody who reads the same language, and kept for a moment."""

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

SECONDS = 30


def kept(language: str, write: Callable[[], str]) -> str:
    """The status page in that language, at most `SECONDS` old; what is said anew shows at once."""
    key = _key(language)
    if (page := cache.get(key)) is None:
        page = write()
        cache.set(key, page, SECONDS)
    return page


def forget() -> None:
    """Something was said, or is offered otherwise."""
    transaction.on_commit(lambda: cache.delete_many([_key(language) for language, _name in settings.LANGUAGES]))


def _key(language: str) -> str:
    return f"care.status.{language}"
