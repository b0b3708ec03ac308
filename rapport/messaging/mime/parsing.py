"""From bytes to `ParsedMail`."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from . import addresses, authentication, automatic, away, ids, reports
from .bodies import Body
from .headers import Headers
from .html import REPLY_HEAD
from .mail import Bounce, ParsedMail, SpamReport, Unreadable
from .parts import Part, Reader
from .quotes import split

MAX_BYTES = 35 * 2**20  # 25 MB, which base64 makes longer by a third
LONGEST_SUBJECT = 300
MOST_DEFECTS = 20
KNOWN_HEADERS = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "content-type",
    "mime-version",
    "return-path",
}
BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def parse(raw: bytes, trusted_host: str = "") -> ParsedMail:
    """The mail in `raw`, as far as it can be read; what was wrong with it stands in `defects`.

    Raises `Unreadable` for bytes that are no mail. `trusted_host` is the name under which our own mail server writes
    what it found out about senders.
    """
    whole = raw
    raw, defects = _bounded(raw)
    reader = Reader(raw)
    tree = reader.read()
    _must_be_a_mail(tree, raw)
    headers = tree.headers

    language = _declared_language(headers)
    body = Body.read(tree, language, is_cut="too_large" in defects)
    subject = headers.text("subject")[:LONGEST_SUBJECT]
    parts = split(body.text, subject)
    message_id, has_own_id = ids.own_id(headers, whole)
    sent_at = _sent_at(headers)
    machine = _Machine.read(tree, subject, parts.new, body.text)

    defects += reader.defects + body.defects
    defects += [] if has_own_id else ["message_id"]
    defects += ["date"] if headers.get("date") and not sent_at else []
    return ParsedMail(
        message_id=message_id,
        has_own_id=has_own_id,
        in_reply_to=ids.all_ids(headers, "in-reply-to"),
        references=ids.all_ids(headers, "references"),
        subject=subject,
        sent_at=sent_at,
        sender=addresses.sender_of(headers),
        reply_to=addresses.all_mailboxes(headers, "reply-to"),
        to=addresses.all_mailboxes(headers, "to"),
        cc=addresses.all_mailboxes(headers, "cc"),
        delivered_to=_delivered_to(headers),
        return_path=addresses.return_path(headers),
        text=body.text.replace(REPLY_HEAD, ""),
        html=body.html,
        new_text=parts.new,
        signature=parts.signature,
        quoted_text=parts.quoted,
        files=tuple(body.files),
        kind=machine.kind,
        automatic=machine.rule,
        away_until=_away_until(subject, parts.new, sent_at) if machine.kind == "out_of_office" else None,
        bounces=machine.bounces,
        spam_report=machine.spam_report,
        authentication=authentication.results(headers, trusted_host),
        language_hint=_script(parts.new) or language,
        defects=tuple(dict.fromkeys(defect[:200] for defect in defects))[:MOST_DEFECTS],
    )


@dataclass(frozen=True)
class _Machine:
    """What a machine had to do with a mail."""

    kind: str
    rule: str
    bounces: tuple[Bounce, ...] = ()
    spam_report: SpamReport | None = None

    @classmethod
    def read(cls, tree: Part, subject: str, new_text: str, text: str) -> "_Machine":
        headers = tree.headers
        sender, return_path = addresses.sender_of(headers).address, addresses.return_path(headers)
        rule = automatic.rule_against_answering(headers, sender, return_path, tree.content_type)
        if report := reports.spam_report(tree):
            return cls("spam_report", rule or "report", spam_report=report)
        if bounces := reports.bounces(tree, sender, return_path, subject, text):
            return cls("bounce", rule or "report", bounces)
        kind = automatic.kind_of(headers, subject, new_text, rule)
        if kind == "mail" and reports.is_read_receipt(tree):
            kind = "auto_reply"
        return cls(kind, rule if kind == "mail" else rule or "autoreply")


def _bounded(raw: bytes) -> tuple[bytes, list[str]]:
    """What is read of it: no more than the limit, behind a mark of Unicode or empty lines, with newlines."""
    if not raw.strip():
        raise Unreadable("empty")
    defects = []
    if len(raw) > MAX_BYTES:
        raw = raw[:MAX_BYTES]
        defects.append("too_large")
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if b"\n" not in raw[:2000] and b"\r" in raw[:2000]:
        raw = raw.replace(b"\r", b"\n")
    return raw, defects


def _must_be_a_mail(tree: Part, raw: bytes) -> None:
    if not KNOWN_HEADERS & tree.headers.names and len(BINARY.findall(raw[:4096])) * 20 > len(raw[:4096]):
        raise Unreadable("binary")


def _sent_at(headers: Headers) -> datetime | None:
    value = re.sub(r"\([^()]*\)", "", headers.get("date")[:200]).strip()
    try:
        sent_at = parsedate_to_datetime(value)
        sent_at = sent_at.replace(tzinfo=UTC) if sent_at.tzinfo is None else sent_at
        return sent_at if EARLIEST < sent_at < LATEST else None
    except (ValueError, TypeError, IndexError, OverflowError):  # its reader has all four
        return None


def _away_until(subject: str, text: str, sent_at: datetime | None) -> date | None:
    return away.away_until(f"{subject}\n{text}", sent_at.date()) if sent_at else None


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    names = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "apparently-to")
    found = [addresses.address_in(value) for name in names for value in headers.all(name)[:20]]
    return tuple(dict.fromkeys(filter(None, found)))


def _declared_language(headers: Headers) -> str:
    match = re.match(r"\s*([a-zA-Z]{2,3})\b", headers.get("content-language"))
    return match[1].lower() if match else ""


def _script(text: str) -> str:
    """ "ka" or "ta" where most letters are of that script, "cs" where letters stand that only Czech has."""
    sample = text[:2000]
    if sample.isascii():
        return ""
    georgian = sum("\u10a0" <= letter <= "\u10ff" for letter in sample)
    tamil = sum("\u0b80" <= letter <= "\u0bff" for letter in sample)
    letters = sum(map(str.isalpha, sample))
    if georgian * 2 > letters:
        return "ka"
    if tamil * 2 > letters:
        return "ta"
    czech = sum(letter in "ěřůĚŘŮ" for letter in sample)
    return "cs" if czech >= 3 and czech * 100 > letters else ""
