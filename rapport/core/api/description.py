"""The API as one ninja API, and its OpenAPI description completed by what the gate does for every route."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from rapport.core.api.gate import gate, nothing_here
from rapport.core.api.problems import MEDIA_TYPE, answer_to

RATE_HEADERS = {
    "RateLimit": {"description": "What is left of the minute", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "How many requests a minute has", "schema": {"type": "string"}},
    "RateLimit-Limit": {"description": "The same, as older programs know it", "schema": {"type": "string"}},
    "RateLimit-Remaining": {"description": "Requests left of the minute", "schema": {"type": "string"}},
    "RateLimit-Reset": {"description": "Seconds left of the minute", "schema": {"type": "string"}},
}
ETAG = {"description": "The version of this thing, for If-Match", "schema": {"type": "string"}}
LOCATION = {"description": "Where the new thing is", "schema": {"type": "string"}}
REPEATABLE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[A-Za-z0-9._:-]+$"},
    "description": "The same key and body sent again have the effect, and the answer, of once.",
}
UNCHANGED = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200, "pattern": '^"[0-9a-f]*"$'},
    "description": "The ETag you read. If the thing has changed since, nothing is done: 412.",
}


class Token(HttpBearer):
    """Named for the description; the gate has already looked at it."""

    def authenticate(self, request: HttpRequest, token: str):
        return request.user


class Api(NinjaAPI):
    def __init__(self, **said: Any):
        super().__init__(auth=Token(), docs_url=None, openapi_url=None, **said)

    def on_exception(self, request: HttpRequest, exc: Any):
        return answer_to(request, exc)

    def _get_urls(self) -> list[URLPattern]:
        """Every route behind the gate, and a clear answer at every other address."""
        patterns = []
        for bound in self._get_bound_routers():
            views = [view for view in bound.path_operations.values() for _ in view.operations]
            for pattern, view in zip(bound.urls_paths(bound.prefix), views, strict=True):
                needed = {method: op.view_func.permission for op in view.operations for method in op.methods}
                pattern.callback = gate(pattern.callback, needed)
                patterns.append(pattern)
        return [*patterns, path("", nothing_here, name="api-root"), path("<path:rest>", nothing_here)]

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(*args, **kwargs)
        for place in schema["paths"].values():
            for method, operation in place.items():
                _complete(method, operation)
        return schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    parameters = operation.setdefault("parameters", [])
    if method == "post":
        parameters.append(REPEATABLE)
    if 412 in operation["responses"] or "412" in operation["responses"]:
        parameters.append(UNCHANGED)
    for status, response in operation["responses"].items():
        response["headers"] = {} if str(status) == "401" else dict(RATE_HEADERS)
        if int(status) >= 400 and "content" in response:
            response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
        if str(status) == "201":
            response["headers"]["Location"] = LOCATION
