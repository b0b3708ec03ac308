"""Errors as problem details (RFC 9457): one shape for whatever went wrong, with a `type` that programs may rely on."""

import json
import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema
from ninja.errors import HttpError
from ninja.errors import ValidationError as BadRequestBody
from pydantic import Field

from rapport.core.circumstances import current
from rapport.core.keyset import BadCursor
from rapport.core.outages import SECONDS_TO_WAIT, is_outage, sqlstate
from rapport.core.refusals import Refusal

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:rapport:problem:"
WAY_OF_CHECKING = re.compile(r"function-\w+\[.*\]$|constrained-\w+$")  # how pydantic calls one of several shapes
OTHER_SHAPE = ("decimal_type", "string_type", "model_attributes_type")
SENT_WITH = ("body", "query", "path", "header", "form")  # first step of where pydantic found something


class FieldProblem(Schema):
    field: str
    message: str
    code: str


class ProblemOut(Schema):
    """An error. `type` is stable and says which; `detail` is for people and may change."""

    type: str = Field(examples=[PREFIX + "not_found"])
    title: str
    status: int
    detail: str = ""
    errors: list[FieldProblem] = []


class Problem(Exception):
    """Raised anywhere below a route; becomes the answer of the API."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        errors: Iterable[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ):
        super().__init__(code)
        self.status, self.code, self.detail = status, code, str(detail)
        self.errors, self.headers = list(errors), dict(headers or {})

    def answer(self) -> HttpResponse:
        said = {
            "type": PREFIX + self.code,
            "title": str(_titles().get(self.status, _("Something went wrong"))),
            "status": self.status,
            "detail": self.detail,
            "errors": self.errors,
        }
        body = json.dumps(said, ensure_ascii=False)
        return HttpResponse(body, status=self.status, content_type=MEDIA_TYPE, headers=self.headers)


def _titles() -> dict[int, str]:
    return {
        400: _("The request could not be read"),
        401: _("A token is needed"),
        403: _("Not permitted"),
        404: _("Not found"),
        405: _("Not possible with this method"),
        409: _("The business says no"),
        412: _("Changed meanwhile"),
        413: _("Too large"),
        422: _("Something in the request is wrong"),
        429: _("Too many requests"),
        503: _("Out of order for a moment"),
    }


def bad_field(field: str, message: str, code: str = "invalid") -> Problem:
    """One thing in the request that an action found out to be wrong."""
    return Problem(422, "invalid", errors=[{"field": field, "message": str(message), "code": code}])


def problem_of(error: Exception) -> Problem | None:
    """What `error` means to a caller; None for what is our own mistake."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, Refusal):
        return Problem(409, error.code, str(error.message))
    if isinstance(error, (Http404, ObjectDoesNotExist)):  # the latter: gone, or merged, while this waited for its turn
        return Problem(404, "not_found", _("There is no such thing here, or it is not for you to see."))
    if isinstance(error, PermissionDenied):
        return forbidden()
    if isinstance(error, BadCursor):
        return bad_field("cursor", _("This cursor was not given out by this list. Begin without one."))
    if isinstance(error, BadRequestBody):
        return Problem(422, "invalid", errors=_field_problems(error.errors))
    if isinstance(error, ValidationError):
        return Problem(422, "invalid", errors=list(_django_problems(error)))
    if is_outage(error):
        return _database_away()
    if isinstance(error, HttpError):
        return Problem(error.status_code, "unreadable", str(error))
    return None


def _database_away() -> Problem:
    return Problem(
        503,
        "database_away",
        _("The database does not answer just now. Send the same again soon, with an Idempotency-Key if it is a POST."),
        headers={"Retry-After": str(SECONDS_TO_WAIT)},
    )


def answer_to(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer to whatever a route raised. A mistake of ours is logged with its traceback, and told without it."""
    found = problem_of(error)
    if found is None:
        log.error("The API failed at %s %s", request.method, request.resolver_match.route, exc_info=error)
        said = _("Nothing was changed. It is in our log as %(request)s; please try again later.")
        found = Problem(500, "our_mistake", said % {"request": current().request_id})
    elif isinstance(error, ObjectDoesNotExist):
        log.warning("Gone meanwhile at %s %s", request.method, request.resolver_match.route, exc_info=error)
    elif is_outage(error):
        reason = f"{type(error).__name__} {sqlstate(error)}".strip()
        log.warning("The database was away at %s %s: %s", request.method, request.resolver_match.route, reason)
    return found.answer()


def forbidden(code: str = "forbidden", detail: str = "") -> Problem:
    return Problem(403, code, detail or _("The role behind this token may not do that."))


def _field_problems(found: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """What is wrong, by the names that the caller used. Of several shapes that may be sent, only the one they meant."""
    told = [_field_problem(one) for one in found]
    names = {one["field"] for one in told if one["code"] not in OTHER_SHAPE}
    inside = {one["field"].rpartition(".")[0] for one in told}
    return [
        one
        for one in told
        if not (one["code"] == "missing" and one["field"].rpartition(".")[0] in names)
        and not (one["code"] in OTHER_SHAPE and one["field"] in inside)
    ]


def _field_problem(found: Mapping[str, Any]) -> dict[str, str]:
    place = [str(step) for step in found["loc"] if not WAY_OF_CHECKING.match(str(step))]
    if place and place[0] in SENT_WITH:  # after "body" stands the name of the parameter that takes all of it
        place = place[2:] if place[0] == "body" else place[1:]
    return {"field": ".".join(place), "message": found["msg"].removeprefix("Value error, "), "code": found["type"]}


def _django_problems(error: ValidationError) -> Iterable[dict[str, str]]:
    if hasattr(error, "error_dict"):
        for field, problems in error.error_dict.items():
            for problem in problems:
                for message in problem.messages:
                    yield {"field": field, "message": message, "code": problem.code or "invalid"}
    else:
        for message in error.messages:
            yield {"field": "", "message": message, "code": getattr(error, "code", "") or "invalid"}
