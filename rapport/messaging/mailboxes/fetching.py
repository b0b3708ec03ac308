"""Mails as the server gives them out, in portions that fit into memory. Nothing is marked as seen."""

import imaplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from imapclient import IMAPClient

LARGEST_BYTES = 50 * 2**20  # of a mail that we keep; providers take 25 to 50 MB
PORTION_BYTES, PORTION_MAILS = 8 * 2**20, 50
SIZES_AT_ONCE = 1000

TOO_LARGE, NOT_GIVEN = "too_large", "not_given"  # rules by which a mail stays in the mailbox


@dataclass(frozen=True)
class Fetched:
    """One mail. With a `rule` it stays in the mailbox, and `raw` is its head at most."""

    uid: int
    raw: bytes
    size: int
    rule: str = ""
    received_at: datetime | None = None  # when the mailbox took it in


def portions(client: IMAPClient, uids: list[int]) -> Iterator[dict[int, int]]:
    """UIDs in ascending order with the sizes of their mails, a few at a time. Those that are gone have none."""
    portion: dict[int, int] = {}
    weight = 0
    for start in range(0, len(uids), SIZES_AT_ONCE):
        some = uids[start : start + SIZES_AT_ONCE]
        told = client.fetch(some, ["RFC822.SIZE"])
        for uid in some:
            size = told.get(uid, {}).get(b"RFC822.SIZE", 0)
            weight += min(size, LARGEST_BYTES)
            if portion and (weight > PORTION_BYTES or len(portion) == PORTION_MAILS):
                yield portion
                portion, weight = {}, min(size, LARGEST_BYTES)
            portion[uid] = size
    if portion:
        yield portion


def fetch(client: IMAPClient, sizes: dict[int, int]) -> list[Fetched]:
    """Those of the mails that are still there. One that the server cannot give out does not hold up the others."""
    small = [uid for uid, size in sizes.items() if size <= LARGEST_BYTES]
    found = [_head_of(client, uid, size, TOO_LARGE) for uid, size in sizes.items() if size > LARGEST_BYTES]
    try:
        found += _bodies(client, small)
    except imaplib.IMAP4.abort:
        raise  # the connection is gone, and the mail not at fault
    except imaplib.IMAP4.error:
        found += [mail for uid in small for mail in _alone(client, uid, sizes[uid])]
    return sorted(found, key=lambda mail: mail.uid)


def _bodies(client: IMAPClient, uids: list[int]) -> list[Fetched]:
    told = client.fetch(uids, ["INTERNALDATE", "BODY.PEEK[]"]).items()
    return [
        Fetched(uid, answer[b"BODY[]"], len(answer[b"BODY[]"]), received_at=answer.get(b"INTERNALDATE"))
        for uid, answer in told
        if answer.get(b"BODY[]") is not None
    ]


def _alone(client: IMAPClient, uid: int, size: int) -> list[Fetched]:
    try:
        return _bodies(client, [uid])
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        return [_head_of(client, uid, size, NOT_GIVEN)]


def _head_of(client: IMAPClient, uid: int, size: int, rule: str) -> Fetched:
    try:
        told = client.fetch([uid], ["BODY.PEEK[HEADER]"])
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        told = {}
    return Fetched(uid, told.get(uid, {}).get(b"BODY[HEADER]") or b"", size, rule)
