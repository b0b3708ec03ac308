"""Words that were erased: what stands in their place, and how it is told to the reader."""

import re
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.personal.kinds import ERASED

CHANGES = ("added", "removed", "old", "new")  # what somebody's details were: nothing of it stays
SAYS_NOTHING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?)?"
)
IN_BYTES = ERASED.encode()


def scrubbed(value: Any, kept: Collection[str], name: str = "") -> Any:
    """Facts of an entry without anything that tells of a person: ids, moments, counts and facts called `kept` stay."""
    if name == "changes" and isinstance(value, list):
        return [{"field": change["field"]} for change in value if isinstance(change, dict) and "field" in change]
    if name in CHANGES:
        return [] if isinstance(value, list) else ERASED
    if isinstance(value, dict):
        return {key: scrubbed(inner, kept, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [scrubbed(inner, kept, name) for inner in value]
    if isinstance(value, str) and value and name not in kept and not SAYS_NOTHING.fullmatch(value):
        return ERASED
    return value


def told(get_response):
    """Middleware: a page says in its reader's language that words were erased."""

    def middleware(request):
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and IN_BYTES in response.content:
            response.content = response.content.replace(IN_BYTES, _("[erased]").encode())
        return response

    return middleware
