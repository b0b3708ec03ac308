"""Which request a line of the log belongs to, and that no line says anything personal.

Errors are told by kind and place. What an exception says may be a customer's name ("Key (email)=(…) already exists"),
so its message stays out, and so do the values of variables.
"""

import logging
import re
import time
import traceback
from types import TracebackType
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from rapport.core.circumstances import Circumstances, current, under
from rapport.core.ids import uuid7

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")

access = logging.getLogger("rapport.access")


def traced(get_response):
    """Middleware, before all others: a name for the request, and one line of the log when it is answered."""

    def middleware(request):
        started = time.monotonic()
        with under(Circumstances(request_id=_name_of(request), request=request)) as circumstances:
            response = get_response(request)
            response.headers[HEADER] = circumstances.request_id
            if not request.path_info.startswith(settings.STATIC_URL):
                took = round(1000 * (time.monotonic() - started))
                access.info("%s %s %s %d ms", request.method, speakable_path(request), response.status_code, took)
            return response

    return middleware


def _name_of(request: HttpRequest) -> str:
    """A trusted proxy's name for it, so that both logs agree; anybody else could write into ours."""
    told = request.headers.get(HEADER, "") if settings.TRUST_REQUEST_ID else ""
    return told if WELL_FORMED.fullmatch(told) else str(uuid7())


def speakable_path(request: HttpRequest) -> str:
    """The path where all its gaps hold ids; otherwise its pattern, since a gap may hold a secret or a name."""
    match = request.resolver_match
    if match is None:
        return "(no such address)"
    if all(isinstance(value, UUID | int) for value in match.kwargs.values()) and not match.args:
        return request.path_info
    return "/" + match.route


class Named(logging.Filter):
    """Gives every line the ids of its request or job and of the person; takes paths out of Django's own messages."""

    def filter(self, record: logging.LogRecord) -> bool:
        now = current()
        record.request_id = now.request_id or "-"
        record.user_id = now.user_id or "-"
        record.job_id = now.job_id or _job_of(record) or "-"
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            said = {request.path, request.path_info, request.get_full_path()}
            record.args = tuple(
                speakable_path(request) if isinstance(arg, str) and arg in said else arg for arg in record.args
            )
        return True


def _job_of(record: logging.LogRecord) -> str:
    """Procrastinate tells its own lines of which job they are."""
    job = getattr(record, "job", None)
    return str(job.get("id") or "") if isinstance(job, dict) else ""


class Line(logging.Formatter):
    """One line, and of an error the kinds and places without what it says."""

    def formatException(self, ei) -> str:  # noqa: N802 – the name is logging's
        return without_values(ei[1])


def without_values(error: BaseException | None) -> str:
    """The traceback of `error` and of what caused it, each told by its kind and its places."""
    told: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        told.insert(0, _places(error.__traceback__) + _kind(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n… and over that:\n".join(told)


def _kind(error: BaseException) -> str:
    """Its class, and for an error of the database what the table forbids, which are names of ours."""
    said = f"{type(error).__module__}.{type(error).__qualname__}"
    diagnosis = getattr(error, "diag", None)
    named = [getattr(diagnosis, name, None) for name in ("sqlstate", "table_name", "column_name", "constraint_name")]
    found = " ".join(str(name) for name in named if name)
    return f"{said} ({found})" if found else said


def _places(trace: TracebackType | None) -> str:
    return "".join(traceback.format_list(traceback.extract_tb(trace)))
