"""What becomes of a mail: a message in a conversation, or a line in the list of those that could not be read."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from rapport.core.emails import email_key
from rapport.messaging.incoming import actions, elsewhere, own, returned
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.mime import Mailbox, ParsedMail, may_answer_automatically, parse, reply_tokens, subject_number
from rapport.messaging.models import Message, RawMail

HISTORY_AFTER = timedelta(days=30)  # older mail is filed, but nobody waits for an answer to it
MOST_RECIPIENTS = 100
WAIT_FOR_A_COPY = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"  # which somebody else files at this moment
COPY = """
SELECT mail.message_id FROM messaging_rawmail mail LEFT JOIN messaging_folder folder ON folder.id = mail.folder_id
WHERE mail.channel_id = %s AND mail.digest = %s AND mail.state = 'filed' AND mail.message_id IS NOT NULL
  AND coalesce(folder.is_sent, false) = %s
LIMIT 1
"""
KINDS = {
    "mail": Message.Kind.PLAIN,
    "auto_reply": Message.Kind.AUTO_REPLY,
    "out_of_office": Message.Kind.OUT_OF_OFFICE,
    "bounce": Message.Kind.BOUNCE,
    "spam_report": Message.Kind.SPAM_REPORT,
}


def file(raw: RawMail) -> None:
    """Make a message of a mail whose row is locked. Raises `Unreadable` when its bytes are no mail."""
    if message := _filed_before(raw):
        _settle(raw, RawMail.State.FILED, message=message)
        return
    parsed = parse(bytes(raw.content), raw.channel.settings.get("trusted_host", ""))
    _settle(raw, RawMail.State.FILED, message=_message_of(raw, parsed))


def _message_of(raw: RawMail, parsed: ParsedMail) -> Message:
    mail = arrived(raw, parsed)
    if parsed.bounces or parsed.spam_report:
        return returned.take_in(mail, parsed)
    if raw.folder_id and raw.folder.is_sent:
        return elsewhere.file_what_we_sent(mail, parsed)
    if elsewhere.is_for_drop_box(raw, parsed):
        return elsewhere.file_drop(mail, parsed)
    return actions.receive(mail)


def put_aside(raw: RawMail, rule: str, reason: str = "") -> None:
    """Into the list of mails that could not be read, bytes and all. `reason` says nothing about anybody."""
    _settle(raw, RawMail.State.QUARANTINED, rule=rule, reason=reason[:300])


def arrived(raw: RawMail, parsed: ParsedMail) -> Arrived:
    """The mail as any other channel would hand it in."""
    ours = own.addresses_of(raw)
    sender, is_form = _sender(parsed, ours)
    return Arrived(
        channel=raw.channel,
        sender=sender.address,
        sender_name=sender.name,
        at=raw.received_at,
        text=parsed.new_text,
        html=parsed.html,
        quoted=parsed.quoted_text,
        signature=parsed.signature,
        subject=parsed.subject,
        files=parsed.files,
        external_id=parsed.message_id,
        in_reply_to=parsed.in_reply_to,
        references=parsed.references,
        number=subject_number(parsed.subject),
        tokens=(*reply_tokens(parsed), *_tokens_of_envelope(raw)),
        recipients=_recipients(parsed),
        kind=KINDS[parsed.kind],
        automatic=may_answer_automatically(parsed, ours) or _goes_elsewhere(parsed) or _is_unproved(parsed),
        away_until=parsed.away_until,
        authentication=parsed.authentication,
        defects=parsed.defects,
        language=parsed.language_hint,
        raw=raw,
        is_history=raw.received_at < timezone.now() - HISTORY_AFTER,
        is_ours=_is_own(sender.address, ours),
        is_by_machine=bool(parsed.automatic) and not is_form,
        is_from_colleague=own.colleague_by(sender.address) is not None,
    )


def _filed_before(raw: RawMail) -> Message | None:
    """What became of the same bytes in the same account: a mail under two labels, or delivered once more.

    A copy among what we sent and one among what we got are two messages: somebody wrote to themselves.
    """
    is_sent = bool(raw.folder_id and raw.folder.is_sent)
    with connection.cursor() as cursor:
        cursor.execute(WAIT_FOR_A_COPY, [f"{raw.channel_id} {raw.digest}"])
        cursor.execute(COPY, [raw.channel_id, raw.digest, is_sent])
        found = cursor.fetchone()
    return Message.objects.get(pk=found[0]) if found else None


def _settle(raw: RawMail, state: str, *, message: Message | None = None, rule: str = "", reason: str = "") -> None:
    RawMail.objects.filter(pk=raw.pk).update(
        state=state, message=message, rule=rule, reason=reason, settled_at=timezone.now()
    )


def _sender(parsed: ParsedMail, ours: set[str]) -> tuple[Mailbox, bool]:
    """Who wrote; and whether a form on our own web page sent it for them, which names them in Reply-To."""
    named = [mailbox for mailbox in parsed.reply_to if mailbox.address and not _is_own(mailbox.address, ours)]
    is_nobodys = _is_own(parsed.sender.address, ours) or parsed.automatic == "sender_is_no_person"
    return (named[0], True) if named and is_nobodys else (parsed.sender, False)


def _goes_elsewhere(parsed: ParsedMail) -> str:
    """An automatic answer belongs to the return path (RFC 3834). Where that is not the sender, there is none."""
    path = parsed.return_path
    return "other_return_path" if path and email_key(path) != email_key(parsed.sender.address) else ""


def _is_unproved(parsed: ParsedMail) -> str:
    """What a machine answers would tell a stranger that they are a customer."""
    return "dmarc" if parsed.authentication.get("dmarc") == "fail" else ""


def _is_own(address: str, ours: set[str]) -> bool:
    return bool(address) and email_key(address) in ours


def _recipients(parsed: ParsedMail) -> list[dict[str, str]]:
    found = [("to", mailbox) for mailbox in parsed.to] + [("cc", mailbox) for mailbox in parsed.cc]
    return [{"way": way, "address": mailbox.address, "name": mailbox.name} for way, mailbox in found[:MOST_RECIPIENTS]]


def _tokens_of_envelope(raw: RawMail) -> tuple[str, ...]:
    """A reply address may stand in the envelope alone."""
    return reply_tokens(ParsedMail(message_id="", delivered_to=tuple(raw.envelope_to)))
