"""Whether a machine wrote a mail, and why no machine may answer it (RFC 3834)."""

import re
from collections.abc import Iterable

from rapport.core.emails import email_key

from .headers import Headers
from .languages import every
from .mail import ParsedMail

NOBODY = re.compile(
    r"(mailer-daemon|postmaster|no-?_?\.?reply|do-?_?not-?_?reply|bounces?([+=._-].*)?|owner-.*|.*-(request|owner|bounces?)"
    r"|.*[._-]no-?reply|nobody|auto-?(reply|responder))",
    re.IGNORECASE,
)
LISTS = {"list-id", "list-unsubscribe", "list-post", "list-help", "list-subscribe", "list-owner", "list-archive"}
REPLY_PREFIX = re.compile(rf"\s*(?:{'|'.join(every('automatic_reply'))})", re.IGNORECASE)
OUT_OF_OFFICE = re.compile("|".join(f"(?:{pattern})" for pattern in every("out_of_office")), re.IGNORECASE)


def rule_against_answering(headers: Headers, sender: str, return_path: str | None, content_type: str) -> str:
    """The name of the first rule of DOMAIN 13.2 by which no automatic reply may be sent, or ""."""
    submitted = headers.get("auto-submitted").partition(";")[0].strip().lower()
    if submitted and submitted != "no":
        return "auto_submitted"
    if return_path == "":
        return "null_return_path"
    if re.match(r"(bulk|junk|list|auto_reply)\b", headers.get("precedence").lower()):
        return "precedence"
    if LISTS & headers.names or any(name.startswith("list-") for name in headers.names):
        return "list"
    suppress = headers.get("x-auto-response-suppress").strip().lower()
    if suppress and suppress != "none":
        return "auto_response_suppress"
    if {"x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-mail-autoreply"} & headers.names:
        return "autoreply"
    if "x-loop" in headers:
        return "loop"
    if NOBODY.fullmatch(sender.rpartition("@")[0]):
        return "sender_is_no_person"
    if content_type == "multipart/report":
        return "report"
    if not sender:
        return "no_sender"
    return ""


def kind_of(headers: Headers, subject: str, text: str, automatic: str) -> str:
    """mail, auto_reply or out_of_office. Only what a machine sent can be one of the latter two."""
    says_so = bool(REPLY_PREFIX.match(subject))
    if not says_so and automatic not in ("auto_submitted", "autoreply", "auto_response_suppress", "null_return_path"):
        return "mail"
    if says_so or automatic != "null_return_path":
        if OUT_OF_OFFICE.search(subject) or OUT_OF_OFFICE.search(text[:2000]):
            return "out_of_office"
        submitted = headers.get("auto-submitted").lower()
        if says_so or automatic == "autoreply" or submitted.startswith("auto-replied"):
            return "auto_reply"
    return "mail"


def may_answer_automatically(mail: ParsedMail, own_addresses: Iterable[str]) -> str:
    """Why no automatic reply may answer `mail`, or "" when one may.

    `own_addresses` are ours; "@example.ge" stands for all of a domain. A mail that names none of them in To or Cc came
    by a list or a blind copy, and whoever sent it does not wait for an answer.
    """
    if mail.automatic:
        return mail.automatic
    own = {email_key(address) for address in own_addresses}
    if _is_own(mail.sender.address, own) or mail.return_path and _is_own(mail.return_path, own):
        return "own_address"
    if not any(_is_own(mailbox.address, own) for mailbox in (*mail.to, *mail.cc)):
        return "not_addressed_to_us"
    return ""


def _is_own(address: str, own: set[str]) -> bool:
    key = email_key(address)
    local, at, domain = key.rpartition("@")
    return bool(at) and (key in own or f"@{domain}" in own or f"{local.partition('+')[0]}@{domain}" in own)
