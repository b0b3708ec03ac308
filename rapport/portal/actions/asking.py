"""Asking for a link, and sending it. Neither the answer nor its speed tells whether somebody is known here."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.customers.naming import salutation
from rapport.messaging.models import Conversation, Message
from rapport.messaging.outgoing import addresses, sealed
from rapport.messaging.outgoing.actions import send
from rapport.portal import tokens
from rapport.portal.actions.ways import candidates, channel_to, is_number, key_of
from rapport.portal.models import LINK_LASTS, Asking, SignInLink
from rapport.portal.tasks import send_asked
from rapport.staff.models import Business

PER_ADDRESS = ((timedelta(minutes=15), 3), (timedelta(days=1), 10))
PER_CLIENT = ((timedelta(minutes=15), 10), (timedelta(days=1), 60))
FORGET_AFTER = timedelta(days=2)

sealed.sources["portal:"] = lambda rest: tokens.token_of(UUID(rest))


class TooOften(Refusal):
    code = "asked_too_often"
    message = gettext_lazy("That was asked for too often. Use the last link you got, or try again in an hour.")


@transaction.atomic
def ask(address: str, *, client: str, language: str, on_to: str = "", at: datetime) -> Asking:
    """Note that somebody asked for a link to `address`; work sends it if we know them. The same steps for everybody.

    Raises `TooOften`, for unknown addresses as for known ones.
    """
    by_address, by_client = tokens.digest("address", key_of(address)), tokens.digest("client", client)
    with connection.cursor() as cursor:  # two at once count each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7001))", [by_address])
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7002))", [by_client])
    for digest, limits in ({"address_digest": by_address}, PER_ADDRESS), ({"client_digest": by_client}, PER_CLIENT):
        for span, most in limits:
            if Asking.objects.filter(**digest, at__gt=at - span).count() >= most:
                raise TooOften
    asking = Asking.objects.create(
        address=address, address_digest=by_address, client_digest=by_client, language=language, on_to=on_to, at=at
    )
    send_asked.defer(asking_id=str(asking.pk))
    return asking


@transaction.atomic
def send_links(asking: Asking, *, at: datetime) -> SignInLink | None:
    """What was asked for: a link to that address, if it is a verified one of somebody's. A second time does nothing."""
    asking = Asking.objects.select_for_update().get(pk=asking.pk)
    address, asking.address = asking.address, ""
    asking.save(update_fields=["address"])
    if not address:
        return None
    found = candidates(key_of(address))
    if not found:
        return None
    with translation.override(asking.language):
        return send_link(found[0], address, language=asking.language, on_to=asking.on_to, at=at)


@transaction.atomic
def send_link(
    customer: Customer, address: str, *, at: datetime, language: str = "", on_to: str = "", by=None
) -> SignInLink:
    """Send `customer` a link to `address` that lets them in once, within fifteen minutes."""
    from rapport.portal.visiting import spoken

    language = language or spoken(customer)
    link = SignInLink.objects.create(
        customer=customer,
        address_key=key_of(address),
        language=language,
        on_to=on_to,
        made_at=at,
        expires_at=at + LINK_LASTS,
        by=by,
    )
    with translation.override(language):
        business = Business.objects.current()
        subject = _("Your link to %(business)s") % {"business": business.name}
        text = _words(customer, address, language)
    conversation = _conversation(customer, address, subject, language)
    link.message = send(
        customer,
        text,
        conversation=conversation,
        subject=subject,
        language=language,
        kind=Message.Kind.OURS_AUTOMATIC,
        idempotency_key=f"portal:{link.pk}",
    )
    link.save(update_fields=["message"])
    return link


def _words(customer: Customer, address: str, language: str) -> str:
    business, minutes = Business.objects.current(), int(LINK_LASTS.total_seconds() // 60)
    link = f"{settings.PORTAL_ADDRESS}{reverse('portal:come_in', args=[sealed.DOTS])}".replace("%E2%80%A2", "•")
    if is_number(address):
        words = _("%(link)s opens your pages at %(business)s. It works once, and for %(minutes)s minutes.")
        return words % {"link": link, "business": business.name, "minutes": minutes}
    return "\n\n".join(
        [
            salutation(customer, language, business=business),
            _("Open this link to see your pages at %(business)s:") % {"business": business.name},
            link,
            _("It works once, and for %(minutes)s minutes.") % {"minutes": minutes},
            _("You did not ask for it? Then do nothing: without this mail nobody gets in."),
            business.name,
        ]
    )


def _conversation(customer: Customer, address: str, subject: str, language: str) -> Conversation:
    """All links to one address of theirs stand in one conversation, which asks nobody to do anything."""
    key = key_of(address)
    last = SignInLink.objects.filter(customer=customer, address_key=key, message__isnull=False)
    for link in last.select_related("message__conversation__merged_into").order_by("-made_at")[:1]:
        found = link.message.conversation
        if found.customer_id == customer.pk and found.state != Conversation.State.SPAM:
            return found
    channel = channel_to(address)
    return Conversation.objects.create(
        customer=customer,
        channel=channel,
        peer=addresses.folded(channel.kind, address),
        peer_name=str(customer)[:200],
        subject=subject[:300],
        language=language[:8],
        state=Conversation.State.DONE,
        closed_at=timezone.now(),
        team=channel.team,
        location=channel.location,
    )


@transaction.atomic
def forget_old(at: datetime) -> None:
    Asking.objects.filter(at__lt=at - FORGET_AFTER).delete()
