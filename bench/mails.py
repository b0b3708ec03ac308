"""Mails a second, read and filed by two workers as `up` starts them: who wrote, which conversation, by when to answer.

Of ten mails four are from customers, three answer such a mail, three are from people nobody knows yet. Half have HTML
beside their text, one in ten brings a picture. Their bytes are kept already, as after `accept`.
"""

import base64
import os
import subprocess
import sys
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from bench.measuring import Line

MAILS = 2_000
WORKERS = 2
PICTURE = base64.encodebytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 160).decode()
WORDS = (
    "Dear Linden, thank you for the samples which came on Tuesday. The oak is lovely, only a little darker than ours. "
    "Could you tell me whether the table could be made ten centimetres longer, and what that would cost? "
)
QUOTED = (
    "\r\n\r\nOn Monday, 23 November 2026 at 10:12 Linden wrote:\r\n> We have sent you three samples.\r\n> Best wishes"
)


def measure() -> list[Line]:
    from rapport.messaging.incoming import mails
    from rapport.messaging.mime import parse
    from rapport.messaging.models import Channel, ChannelKind, RawMail

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    channel = Channel.objects.create(
        kind=ChannelKind.EMAIL, name="Bench", address="bench@linden.example", tells_when_closed=False
    )
    written = _written()
    now = timezone.now()
    RawMail.objects.bulk_create(
        RawMail(channel=channel, digest=str(number), source="smtp", size=len(raw), content=raw,
                received_at=now + timedelta(microseconds=number))
        for number, raw in enumerate(written)
    )  # fmt: skip
    start = time.perf_counter()
    for raw in written[:400]:
        parse(raw)
    bare = 400 / (time.perf_counter() - start)
    mails.begin_a_job()
    _work_off(channel)
    settled = RawMail.objects.filter(channel=channel, state=RawMail.State.FILED).values_list("settled_at", flat=True)
    moments = sorted(settled)
    assert len(moments) == MAILS, f"only {len(moments)} of {MAILS} were filed"
    rate = MAILS / (moments[-1] - moments[0]).total_seconds()
    return [Line("Mails filed", round(rate), "/s", bare=round(bare), bare_is="only parsed, by one", aim="≥ 40")]


def _work_off(channel) -> None:
    """Two workers, until nothing waits any more."""
    from rapport.messaging.models import RawMail

    program = [sys.executable, "-m", "rapport.core.cli", "worker"]
    workers = [subprocess.Popen(program, stdout=subprocess.DEVNULL, env=dict(os.environ)) for _ in range(WORKERS)]
    try:
        while RawMail.objects.filter(channel=channel, state=RawMail.State.WAITING).exists():
            time.sleep(0.5)
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(20)


def _written() -> list[bytes]:
    from rapport.customers.models import Email

    known = list(Email.objects.order_by("pk").values_list("address", flat=True)[: MAILS * 4 // 10])
    return [_mail(number, known[number * 4 // 10 % len(known)]) for number in range(MAILS)]


def _mail(number: int, address: str) -> bytes:
    turn = number % 10
    sender = f"New Person {number} <new{number}@people.example>" if turn >= 7 else f"Known {number} <{address}>"
    lines = [
        f"From: {sender}",
        "To: Linden <bench@linden.example>",
        f"Subject: The table and the chairs, {number}",
        f"Message-ID: <{number}@people.example>",
        "Date: Tue, 24 Nov 2026 10:00:00 +0100",
        "Received: from mx.example.net by linden.example; Tue, 24 Nov 2026 10:00:01 +0100",
        "MIME-Version: 1.0",
    ]
    if 4 <= turn < 7:  # answers one of the four before it, of whoever wrote that
        lines[0] = f"From: Known <{address}>"
        lines.append(f"In-Reply-To: <{number - 4}@people.example>")
    text = WORDS * 3 + (QUOTED if 4 <= turn < 7 else "")
    return "\r\n".join([*lines, *_body(text, has_html=number % 2 == 0, has_picture=turn == 9), ""]).encode()


def _body(text: str, *, has_html: bool, has_picture: bool) -> list[str]:
    plain = ["Content-Type: text/plain; charset=utf-8", "", text]
    if not (has_html or has_picture):
        return plain
    html = ["Content-Type: text/html; charset=utf-8", "", f"<html><body><p>{text}</p><hr><b>Linden</b></body></html>"]
    picture = ['Content-Type: image/png; name="table.png"', "Content-Transfer-Encoding: base64", "", PICTURE]
    parts = [plain, *([html] if has_html else []), *([picture] if has_picture else [])]
    kind = "mixed" if has_picture else "alternative"
    return [
        f'Content-Type: multipart/{kind}; boundary="b"', "",
        *(line for part in parts for line in ("--b", *part)), "--b--",
    ]  # fmt: skip
