"""Routes that say who may take them, and the answers they give."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import ninja
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from ninja import Schema

from rapport.core.api.etags import body_of, etag_of
from rapport.core.api.problems import ProblemOut
from rapport.core.api.schemas import PageOut
from rapport.core.keyset import KeysetPage
from rapport.core.registry import Registry

ALWAYS = (400, 401, 403, 422, 429, 503)


class Router(ninja.Router):
    """A slice's routes. Each names the permission it needs and, beside what is always possible, how it can fail."""

    def get(self, path: str, **said: Any):
        return self._route("GET", path, **said)

    def post(self, path: str, **said: Any):
        return self._route("POST", path, **said)

    def patch(self, path: str, **said: Any):
        return self._route("PATCH", path, **said)

    def delete(self, path: str, **said: Any):
        return self._route("DELETE", path, **said)

    def _route(
        self,
        method: str,
        path: str,
        *,
        permission: str,
        answers: Any,
        status: int = 200,
        fails: Iterable[int] = (),
        summary: str = "",
        tags: list[str] | None = None,
    ) -> Callable:
        fails = {*ALWAYS, *fails, *((404,) if "{" in path else ()), *((413,) if method != "GET" else ())}
        responses = {status: answers} | dict.fromkeys(sorted(fails), ProblemOut)
        register = self.api_operation([method], path, response=responses, summary=summary or None, tags=tags)

        def decorate(view: Callable) -> Callable:
            view.permission = permission  # type: ignore[attr-defined]
            return register(view)

        return decorate


@dataclass(frozen=True)
class Routes:
    """A slice's part of the API, mounted under `prefix`, or else its own name: "orders" at `/api/v1/orders`."""

    name: str
    router: Router
    prefix: str = ""
    order: int = 50


routers: Registry[Routes] = Registry()


def answer(shown: Schema | dict[str, Any], *, status: int = 200, location: str = "") -> HttpResponse:
    """`shown` as it is."""
    response = HttpResponse(body_of(shown), status=status, content_type="application/json")
    if location:
        response["Location"] = location
    return response


def answer_one(
    request: HttpRequest, shown: Schema | dict[str, Any], *, status: int = 200, location: str = ""
) -> HttpResponse:
    """A single thing with its version mark; 304 for whom has it already."""
    response = answer(shown, status=status, location=location)
    mark = etag_of(response.content)
    if request.method == "GET" and mark in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    response["ETag"] = mark
    return response


def answer_page(page: KeysetPage, show: Callable[[Any], Any], schema: type[Schema]) -> HttpResponse:
    """A page of a list, each row shown by `show`."""
    return answer(PageOut[schema].model_construct(items=[show(row) for row in page], next=page.next))  # type: ignore[valid-type]
