"""A POST that is sent twice has the effect of one: the first answer is kept, in the transaction of what it did."""

from collections.abc import Callable
from contextlib import suppress
from copy import copy
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.api.problems import Problem, problem_of
from rapport.core.models import KeptAnswer, Token

LONGEST_KEY = 255
KEPT_FOR = timedelta(days=7)
KEPT_HEADERS = ("Location", "ETag")
PASSING = (401, 403, 429)  # what may be otherwise next time without anything having been done


def once(request: HttpRequest, token: Token, run: Callable[[], HttpResponse]) -> HttpResponse:
    """Run a POST unless this token already sent one with the same Idempotency-Key; then answer as then.

    Of two that arrive together the second waits for the first. What `run` changes and the kept answer are committed
    as one, so that after a crash either both are there or neither.
    """
    key = request.headers["Idempotency-Key"]
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        raise Problem(422, "idempotency_key_unusable", _("An Idempotency-Key has 1 to 255 printable signs."))
    sent = sha256(b"\0".join([request.path.encode(), request.body])).hexdigest()
    with transaction.atomic():
        _wait_for_our_turn(token, key)
        kept = KeptAnswer.objects.filter(token=token, key=key).first()
        if kept is not None:
            return _again(request, kept, sent)
        response = run()
        if response.status_code >= 500:
            transaction.set_rollback(True)
        elif response.status_code not in PASSING:
            _keep(token, key, sent, response)
        return response


def forget_old(*, before) -> int:
    """Remove answers kept since before a moment; a key may be used anew then."""
    return KeptAnswer.objects.filter(at__lt=before).delete()[0]


def _wait_for_our_turn(token: Token, key: str) -> None:
    """A lock on the key until the transaction ends; the row that it protects may not be there yet."""
    number = int.from_bytes(sha256(f"{token.pk}\0{key}".encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _again(request: HttpRequest, kept: KeptAnswer, sent: str) -> HttpResponse:
    if kept.sent != sent:
        raise Problem(
            422,
            "idempotency_key_reused",
            _("This Idempotency-Key was used for another request. Take a new one."),
        )
    if _is_out_of_sight(request, kept.headers.get("Location", "") or _thing_of(request.path)):
        raise Http404
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type=kept.content_type)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


def _thing_of(path: str) -> str:
    """The address of the single thing at which a deed is done: of `…/promises/<id>/keep`, that of the promise."""
    before, _slash, last = path.rstrip("/").rpartition("/")
    return before if before and not _is_id(last) and _is_id(before.rpartition("/")[2]) else ""


def _is_id(text: str) -> bool:
    with suppress(ValueError):
        return bool(UUID(text))
    return False


def _is_out_of_sight(request: HttpRequest, address: str) -> bool:
    """Whether what the first answer told of has since been hidden from this caller. Its own route knows."""
    try:
        match = resolve(address)
        look = match.func.behind  # type: ignore[attr-defined]
    except (Resolver404, AttributeError):
        return False
    asking = copy(request)
    asking.method = "GET"
    try:
        with transaction.atomic():
            return look(asking, **match.kwargs).status_code == 404
    except Exception as error:
        return isinstance(error, Http404) or getattr(problem_of(error), "status", 0) == 404


def _keep(token: Token, key: str, sent: str, response: HttpResponse) -> None:
    KeptAnswer.objects.create(
        token=token,
        key=key,
        sent=sent,
        status=response.status_code,
        content_type=response["Content-Type"],
        headers={name: response[name] for name in KEPT_HEADERS if name in response},
        body=response.content,
        at=timezone.now(),
    )
