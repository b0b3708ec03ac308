"""Mails about our mails: bounces (RFC 3464, and the older ways of saying it), and spam reports (RFC 5965).

Something is called a bounce only when it names an address or a mail of ours; anything else stays a mail for a person.
"""

import re

from . import charsets
from .addresses import ADDRESS, address_in
from .headers import Headers
from .ids import all_ids, ids_in
from .mail import Bounce, SpamReport
from .parts import Part

MOST_RECIPIENTS = 100
NO_COMPLAINT = ("not-spam", "auth-failure", "dmarc")  # said in the same form, and nobody is angry
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
REPLY_CODE = re.compile(r"\b([45])\d\d[ -]")
ORIGINALS = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global")
DAEMON = re.compile(r"(mailer-daemon|postmaster|mail-?delivery|mdaemon|mail ?daemon)", re.IGNORECASE)
SUBJECT = re.compile(
    r"undeliver|delivery (?:status notification|failure|has failed|problem)|returned (?:mail|to sender)|failure notice|"
    r"mail delivery failed|nedoručiteln|nelze doručit|could not be delivered|delivery delayed|warning: message|"
    r"ვერ (?:მოხერხდა|ჩაბარდა)|வழங்க (?:முடியவில்லை|இயலவில்லை)|не доставлено|unzustellbar",
    re.IGNORECASE,
)
QMAIL = re.compile(r"^<([^<>\s]+@[^<>\s]+)>:\s*\n((?:.+\n?){1,8})", re.MULTILINE)
TOLD = re.compile(
    r"(?:following (?:address|recipient)|could not be delivered|delivery (?:to|has failed)|undeliverable|"
    r"did not reach|failed recipient|unable to deliver|permanent (?:fatal )?errors|nemohla být doručena)",
    re.IGNORECASE,
)


def spam_report(tree: Part) -> SpamReport | None:
    parts = _reports(tree, "message/feedback-report")
    if not parts:
        return None
    fields = _blocks(parts[0])[0]
    if (kind := fields.get("feedback-type").lower()[:40]) in NO_COMPLAINT:
        return None
    original = _original(tree)
    original_id = _original_id(original) or _answered_id(tree.headers)
    rcpt = address_in(fields.get("original-rcpt-to")) or (address_in(original.get("to")) if original else "")
    return SpamReport(kind or "abuse", original_id, rcpt)


def is_read_receipt(tree: Part) -> bool:
    """Whether a program tells that our mail was opened or deleted (RFC 8098)."""
    return bool(_reports(tree, "message/disposition-notification"))


def bounces(tree: Part, sender: str, return_path: str | None, subject: str, text: str) -> tuple[Bounce, ...]:
    """What the mail tells about deliveries; () when it is no such report."""
    original_id = _original_id(_original(tree)) or _answered_id(tree.headers)
    if parts := _reports(tree, "message/delivery-status"):
        blocks = [block for part in parts for block in _blocks(part)]
        found = [_bounce(block, original_id) for block in blocks[: MOST_RECIPIENTS + 1] if _names_a_recipient(block)]
        if found:
            return tuple(found)
        return (Bounce("", status=_status(text), original_message_id=original_id),) if original_id else ()
    if not (return_path == "" or DAEMON.match(sender) or not sender):
        return ()
    if not (SUBJECT.search(subject) or "x-failed-recipients" in tree.headers or TOLD.search(text[:3000])):
        return ()
    original_id = original_id or _quoted_id(text)
    if failed := tree.headers.get("x-failed-recipients"):  # Exim, Google
        addresses = [found[0] for found in ADDRESS.finditer(failed[:5000])]
        return tuple(_told(address, text, original_id) for address in addresses[:MOST_RECIPIENTS])
    if sections := QMAIL.findall(text[:20_000]):
        return tuple(_told(address, reason, original_id) for address, reason in sections[:MOST_RECIPIENTS])
    own = sender.lower()
    named = next((found[0] for found in ADDRESS.finditer(text[:3000]) if found[0].lower().strip(".") != own), "")
    if (STATUS.search(text[:5000]) or REPLY_CODE.search(text[:5000])) and (named or original_id):
        return (_told(named.strip("."), text[:5000], original_id),)
    return ()


def _reports(tree: Part, content_type: str) -> list[Part]:
    return [part for part in tree.leaves() if part.content_type == content_type]


def _blocks(part: Part) -> list[Headers]:
    """A report's groups of fields, with an empty line between them."""
    content = part.content()[: 256 * 2**10].replace(b"\r\n", b"\n").strip(b"\n")
    blocks = [block for block in re.split(rb"\n[ \t]*\n", content) if block.strip()]
    return [Headers.read(block + b"\n")[0] for block in blocks[: MOST_RECIPIENTS + 1]] or [Headers()]


def _names_a_recipient(block: Headers) -> bool:
    return "final-recipient" in block or "original-recipient" in block or "action" in block


def _bounce(block: Headers, original_id: str) -> Bounce:
    action = block.get("action").partition(";")[0].strip().lower()
    diagnostic = block.text("diagnostic-code").partition(";")[2].strip() or block.text("diagnostic-code")
    status = (STATUS.search(block.get("status")) or STATUS.search(diagnostic) or [""])[0]
    if action not in ("failed", "delayed", "delivered", "relayed", "expanded"):
        action = "delivered" if status.startswith("2") else "delayed" if status.startswith("4") else "failed"
    original = address_in(block.get("original-recipient"))
    final = address_in(block.get("final-recipient")) or original
    return Bounce(final, original, action, status, diagnostic[:300], original_id)


def _told(address: str, text: str, original_id: str) -> Bounce:
    """From words: the code beside the address says whether to try again."""
    status = _status(text)
    code = REPLY_CODE.search(text)
    delayed = status.startswith("4") or not status and bool(code and code[1] == "4")
    diagnostic = next((line.strip() for line in text.split("\n") if REPLY_CODE.search(line) or STATUS.search(line)), "")
    action = "delayed" if delayed else "failed"
    return Bounce(address, "", action, status, charsets.one_line(diagnostic)[:300], original_id)


def _status(text: str) -> str:
    found = STATUS.search(text[:20_000])
    return found[1] if found and found[1][0] != "2" else ""


def _original(tree: Part) -> Headers | None:
    """The head of the mail that came back."""
    for part in tree.leaves():
        if part.content_type in ORIGINALS and part is not tree:
            return Headers.read(part.content()[: 256 * 2**10].lstrip(b"\r\n"))[0]
    return None


def _original_id(original: Headers | None) -> str:
    return next(iter(ids_in(original.get("message-id"))), "") if original else ""


def _answered_id(headers: Headers) -> str:
    """Where the mail itself did not come back, some servers at least answer it."""
    found = all_ids(headers, "x-original-message-id") or all_ids(headers, "in-reply-to")
    return found[0] if found else next(iter(all_ids(headers, "references")[-1:]), "")


def _quoted_id(text: str) -> str:
    """qmail and Exim put the mail that came back into their text."""
    found = re.search(r"^>?[ \t]*message-id:\s*(<[^<>\s]{3,500}>)", text[:200_000], re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""
