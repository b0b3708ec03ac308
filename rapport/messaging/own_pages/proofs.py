"""Showing that an address or a number is one's own, by a code that was sent there."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.refusals import Refusal
from rapport.customers.actions.rows import replace_rows, snapshot
from rapport.customers.models import Customer, Email, Phone
from rapport.customers.naming import language_of, salutation
from rapport.messaging.models import Channel, ChannelKind, Conversation, Message, Proof
from rapport.messaging.outgoing import addresses, sealed, tokens
from rapport.messaging.outgoing.actions import send
from rapport.staff.models import Business

LASTS = timedelta(minutes=15)
MOST_TRIES = 5
MOST_IN_AN_HOUR = 5
SECTIONS = {ChannelKind.EMAIL: "emails", ChannelKind.SMS: "phones"}
KEY = "proof:"


class NoWayThere(Refusal):
    code = "no_way_to_send_code"
    message = gettext_lazy("We cannot send a code there by ourselves. A colleague confirms it when you next speak.")


class TooManyCodes(Refusal):
    code = "too_many_codes"
    message = gettext_lazy("Several codes were sent already. Use the last one, or try again in an hour.")


class WrongCode(Refusal):
    code = "wrong_code"
    message = gettext_lazy("This is not the code that we sent. Look again; after five tries you need a new one.")


class CodeOver(Refusal):
    code = "code_over"
    message = gettext_lazy("This code does not work any more. Ask for a new one.")


def way_to(kind: str) -> Channel | None:
    """By which a code can go to an address of that kind."""
    return Channel.objects.in_use().of(kind).order_by("-is_default", "position", "name").first()


@transaction.atomic
def ask(customer: Customer, kind: str, point: Email | Phone, *, at: datetime) -> Proof:
    """Send a code to `point`, an e-mail address or a telephone number of theirs.

    Raises `NoWayThere` and `TooManyCodes`.
    """
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    channel, address = way_to(kind), point.address if kind == ChannelKind.EMAIL else point.e164
    if channel is None or not address:
        raise NoWayThere
    if customer.proofs.filter(made_at__gt=at - timedelta(hours=1)).count() >= MOST_IN_AN_HOUR:
        raise TooManyCodes
    proof = Proof.objects.create(
        customer=customer, kind=kind, point=point.pk, address=address, made_at=at, expires_at=at + LASTS
    )
    language = language_of(customer)
    with translation.override(language):
        house = Business.objects.current()
        subject = _("Your code for %(business)s") % {"business": house.name}
        text = _words(customer, house, language)
    proof.message = send(
        customer,
        text,
        conversation=_conversation(customer, channel, address, subject, language, at),
        subject=subject,
        kind=Message.Kind.OURS_AUTOMATIC,
        idempotency_key=f"{KEY}{proof.pk}",
        language=language,
    )
    proof.save(update_fields=["message"])
    if proof.message.state == Message.State.REFUSED:
        raise NoWayThere
    return proof


def prove(proof: Proof, code: str, *, at: datetime) -> None:
    """They told the code back: the address is theirs from now on. Raises `WrongCode` and `CodeOver`."""
    with transaction.atomic():
        wrong = _tried(proof, code, at)
    if wrong:  # the try is counted, whatever follows
        raise WrongCode


def _tried(proof: Proof, code: str, at: datetime) -> bool:
    proof = Proof.objects.select_for_update(of=("self",)).select_related("customer").get(pk=proof.pk)
    section = SECTIONS[ChannelKind(proof.kind)]
    row = snapshot(proof.customer, section).get(str(proof.point))
    if not proof.is_good(at) or proof.tries >= MOST_TRIES or row is None or not _is_still(proof):
        raise CodeOver
    proof.tries += 1
    digits = "".join(one for one in code if one.isdecimal())
    if not hmac.compare_digest(digits.encode(), code_of(proof.pk).encode()):
        proof.save(update_fields=["tries"])
        return True
    proof.done_at = at
    proof.save(update_fields=["tries", "done_at"])
    key = str(proof.point)
    rows = [row | {"id": key, "is_verified": True}]
    replace_rows(proof.customer, section, by=None, by_customer=True, rows=rows, seen={key: row}, at=at)
    if proof.kind == ChannelKind.EMAIL:
        _tell_the_others(proof)
    return False


def code_of(proof: UUID) -> str:
    """Six digits that follow from the key and the secret of the house."""
    found = hmac.digest(tokens.derived_keys(b"proof")[0], proof.bytes, "sha256")
    return f"{int.from_bytes(found[:8], 'big') % 1_000_000:06}"


def _is_still(proof: Proof) -> bool:
    if proof.kind == ChannelKind.EMAIL:
        return proof.customer.emails.filter(pk=proof.point, address=proof.address).exists()
    return proof.customer.phones.filter(pk=proof.point, e164=proof.address).exists()


def _words(customer: Customer, house: Business, language: str) -> str:
    return "\n\n".join(
        [
            salutation(customer, language, business=house),
            _("This code shows %(business)s that you can be reached here: %(code)s")
            % {"business": house.name, "code": sealed.DOTS},
            _("It works for %(minutes)s minutes. If you did not ask for it, you need not do anything.")
            % {"minutes": int(LASTS.total_seconds() // 60)},
        ]
    )


def _tell_the_others(proof: Proof) -> None:
    """Whoever reads the address that counted until now learns of the new one: they may not have been who added it."""
    known = proof.customer.emails.filter(verified_at__isnull=False).exclude(pk=proof.point).first()
    channel = way_to(ChannelKind.EMAIL)
    if known is None or channel is None:
        return
    language, house = language_of(proof.customer), Business.objects.current()
    with translation.override(language):
        subject = _("A new e-mail address for your pages")
        text = "\n\n".join(
            [
                salutation(proof.customer, language, business=house),
                _("%(address)s was confirmed on your pages at %(business)s. From now on it opens them, too.")
                % {"address": proof.address, "business": house.name},
                _("If this was not you, please tell us at once."),
                house.name,
            ]
        )
    send(
        proof.customer,
        text,
        conversation=_conversation(proof.customer, channel, known.address, subject, language, proof.done_at),
        subject=subject,
        kind=Message.Kind.OURS_AUTOMATIC,
        idempotency_key=f"proved:{proof.pk}",
        language=language,
    )


def _conversation(customer, channel: Channel, address: str, subject: str, language: str, at) -> Conversation:
    """All codes to one address stand in one conversation, which asks nobody to do anything."""
    peer = addresses.folded(channel.kind, address)
    mine = Conversation.objects.standing().filter(customer=customer, channel=channel, peer=peer, last_in_at=None)
    codes = Proof.objects.filter(customer=customer, message__isnull=False).values("message__conversation")
    found = mine.filter(pk__in=codes).first()
    return found or Conversation.objects.create(
        customer=customer,
        channel=channel,
        peer=peer,
        peer_name=str(customer)[:200],
        subject=subject[:300],
        language=language[:8],
        state=Conversation.State.DONE,
        closed_at=at,
        team=channel.team,
        location=channel.location,
    )


sealed.sources[KEY] = lambda rest: code_of(UUID(rest))
