"""The gate before every route: whose token, how often, what their role may do; and what all answers have in common."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.api import repeats, tokens
from rapport.core.api.problems import Problem, answer_to, forbidden
from rapport.core.circumstances import current
from rapport.core.models import Token

SAFE = ("GET",)


def gate(view: Callable, permissions: dict[str, str]) -> Callable:
    """`view` behind the gate; `permissions` by HTTP method says what each needs."""

    def guarded(request: HttpRequest, **gaps) -> HttpResponse:
        headers: dict[str, str] = {}
        try:
            token = _admit(request, permissions, headers)
            response = _run(request, token, lambda: view(request, **gaps))
        except Exception as error:
            response = answer_to(request, error)
        for name, value in headers.items():
            response[name] = value
        response.setdefault("Cache-Control", "private, no-store")
        return response

    guarded.permission = permissions  # type: ignore[attr-defined]
    guarded.behind = view  # type: ignore[attr-defined]
    guarded.is_api = True  # type: ignore[attr-defined]
    guarded.csrf_exempt = True  # type: ignore[attr-defined]  # a token is sent on purpose, never by the browser alone
    guarded.login_required = False  # type: ignore[attr-defined]  # the token is the sign-in
    return guarded


def _admit(request: HttpRequest, permissions: dict[str, str], headers: dict[str, str]) -> Token:
    found = tokens.bearer_of(request.headers.get("Authorization", ""), at=timezone.now())
    if found is None:
        raise Problem(
            401,
            "token_missing_or_bad",
            _("Send a living token: Authorization: Bearer …"),
            headers={"WWW-Authenticate": 'Bearer realm="Rapport"'},
        )
    token, rate = found
    headers |= rate.headers()
    if rate.is_spent:
        raise Problem(
            429,
            "too_many_requests",
            _("Go on when the minute is over."),
            headers={"Retry-After": str(rate.seconds_left)},
        )
    method = request.method or ""
    if method not in permissions:
        raise Problem(405, "method_not_allowed", headers={"Allow": ", ".join(permissions)})
    if token.read_only and method not in SAFE:
        raise forbidden("token_is_read_only", _("This token may only read. Make another one to write."))
    request.user = token.user
    current().user_id, current().token_id = token.user.pk, token.pk
    if not token.user.has_perm(permissions[method]):
        raise forbidden()
    if int(request.headers.get("Content-Length") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
        raise Problem(413, "too_large", _("Send at most %(most)d MB at once.") % {"most": most})
    return token


def _run(request: HttpRequest, token: Token, run: Callable[[], HttpResponse]) -> HttpResponse:
    if request.method == "POST" and "Idempotency-Key" in request.headers:
        return repeats.once(request, token, run)
    return run()


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any address below the API's that is no route of it."""
    return Problem(404, "not_found", _("The API has no such address.")).answer()


nothing_here.permission = "public"  # type: ignore[attr-defined]
nothing_here.csrf_exempt = True  # type: ignore[attr-defined]
nothing_here.login_required = False  # type: ignore[attr-defined]
