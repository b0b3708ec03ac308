"""A POST that is sent twice has the effect of one: the first answer is kept, in the transaction of what it did."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.api.problems import Problem
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
            return _again(kept, sent)
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


def _again(kept: KeptAnswer, sent: str) -> HttpResponse:
    if kept.sent != sent:
        raise Problem(
            422,
            "idempotency_key_reused",
            _("This Idempotency-Key was used for another request. Take a new one."),
        )
    response = HttpResponse(bytes(kept.body), status=kept.status, content_type=kept.content_type)
    for name, value in kept.headers.items():
        response[name] = value
    response["Idempotent-Replayed"] = "true"
    return response


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
