"""Message-IDs: the mail's own, those it answers, and what we put into addresses and subjects to know our own again."""

import hashlib
import re

from .headers import Headers
from .mail import ParsedMail

LONGEST = 998  # octets, the longest line there may be
MOST = 100
IN_BRACKETS = re.compile(r"<([^<>]{1,1200})>")
BARE = re.compile(r"[^\s<>,;\"()]+@[^\s<>,;\"()]+")
SUBJECT_NUMBER = re.compile(r"\[#(\d{1,10})\]")
REPLY_ADDRESS = re.compile(r"reply\+([\w-]{10,200})@", re.IGNORECASE | re.ASCII)


def own_id(headers: Headers, raw: bytes) -> tuple[str, bool]:
    """The mail's id and whether it brought one. Without, the same bytes always get the same id."""
    for name in ("message-id", "resent-message-id"):
        for value in headers.all(name):
            if found := ids_in(value):
                return found[0], True
    return f"<{hashlib.sha256(raw).hexdigest()}@synthetic.invalid>", False


def ids_in(text: str) -> tuple[str, ...]:
    """The ids in a header, in its order, each once. Of a great many the first and the latest."""
    inside = IN_BRACKETS.findall(text) or BARE.findall(text[:20_000])
    found = ["<" + re.sub(r"\s+", "", one) + ">" for one in inside]
    found = [one for one in dict.fromkeys(found) if 2 < len(one.encode()) <= LONGEST]
    return tuple(found if len(found) <= MOST else found[:1] + found[1 - MOST :])


def all_ids(headers: Headers, name: str) -> tuple[str, ...]:
    return ids_in(" ".join(headers.all(name))[: 64 * 2**10])


def subject_number(subject: str) -> int | None:
    """12345 for "Re: your order [#12345]": the conversation that our mails name in their subjects."""
    found = SUBJECT_NUMBER.findall(subject)
    return int(found[-1]) if found else None


def reply_tokens(mail: ParsedMail) -> tuple[str, ...]:
    """The tokens of all `reply+TOKEN@…` that the mail was sent to, as written; some servers lower their case."""
    addresses = [mailbox.address for mailbox in (*mail.to, *mail.cc)] + list(mail.delivered_to)
    found = [match[1] for address in addresses if (match := REPLY_ADDRESS.match(address))]
    return tuple(dict.fromkeys(found))
