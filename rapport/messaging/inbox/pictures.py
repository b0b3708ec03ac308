"""Pictures in a mail that lie elsewhere: fetched by us, never by the reader's browser, and only when asked for.

Whoever put them there still learns that somebody looked, but not who, from where, or with what.
"""

import re
from html import unescape
from io import BytesIO

from django.core.files.base import File
from django.http import Http404
from django.urls import reverse

from rapport.core.outward.guarding import Opened
from rapport.core.outward.line import Line
from rapport.messaging.models import Message
from rapport.timeline.files import SHOWN_IN_PLACE, sniff

MOST = 50  # of one message
LARGEST = 5 * 2**20  # bytes
TIME_LIMIT = 8.0  # seconds for each; a page is waiting
REDIRECTS = 2
ELSEWHERE = (301, 302, 303, 307, 308)
TO_THE_WORLD = Opened(())  # never into our own network, whatever is open for webhooks: strangers write these addresses
REMOTE = re.compile(r' data-remote-src="([^"]*)"')


def remote_pictures(message: Message) -> list[str]:
    """Where they lie, in the order of the message, each once."""
    return list(dict.fromkeys(unescape(url) for url in REMOTE.findall(message.html)))[:MOST]


def addresses_of(message: Message) -> dict[str, str]:
    """Under which address of ours each of them is shown."""
    return {
        url: reverse("messaging:remote_picture", args=[message.pk, number])
        for number, url in enumerate(remote_pictures(message))
    }


def fetched(message: Message, number: int, opened: Opened = TO_THE_WORLD) -> tuple[bytes, str]:
    """One of them and its kind, judged by its bytes. Raises `Http404` for whatever is no picture, or too large."""
    known = remote_pictures(message)
    if number >= len(known):
        raise Http404
    content = _fetch(known[number], opened)
    kind = sniff(File(BytesIO(content)))
    if kind not in SHOWN_IN_PLACE:
        raise Http404
    return content, kind


def _fetch(url: str, opened: Opened) -> bytes:
    for _hop in range(REDIRECTS + 1):
        with Line(url, opened, time_limit=TIME_LIMIT, most_read=LARGEST) as line:
            answer = line.ask("GET", None, {"User-Agent": "Rapport", "Accept": "image/*"})
        if answer.status not in ELSEWHERE:
            break
        url = answer.headers.get("location", "")
    if not answer.is_good or len(answer.content) >= LARGEST:
        raise Http404
    return answer.content
