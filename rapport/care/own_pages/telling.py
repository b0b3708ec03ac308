"""A word by mail that an answer waits on their own pages, with a link to it. The words themselves stay there."""

from contextlib import suppress

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.care.models import Case
from rapport.core import passes
from rapport.core.ids import is_id
from rapport.core.refusals import Refusal
from rapport.customers.models import Customer
from rapport.customers.naming import language_of, salutation
from rapport.messaging.models import Channel, ChannelKind, Message
from rapport.messaging.outgoing import sealed
from rapport.messaging.outgoing.actions import send
from rapport.messaging.own_pages.writing import SIGNED_IN
from rapport.staff.models import Business
from rapport.timeline.reactions import on

KEY = "own-pages:"


def is_on_their_pages(entry) -> bool:
    return entry.facts.get("channel_kind") == ChannelKind.PORTAL


@on("message.sent", wants=is_on_their_pages)
def tell(entry) -> None:
    """Whoever wrote on their own pages and was answered there learns of it by mail. Running twice tells once."""
    if not is_on_their_pages(entry):
        return
    message = Message.objects.select_related("conversation", "customer").get(pk=entry.facts["message_id"])
    channel = Channel.objects.in_use().of(ChannelKind.EMAIL).order_by("-is_default", "position", "name").first()
    who = _writer(message)
    if channel is None or who is None or not who.emails.exists():
        return
    language, house = language_of(who), Business.objects.current()
    with translation.override(language):
        subject = _("An answer from %(business)s") % {"business": house.name}
        lines = [
            salutation(who, language, business=house),
            _("There is an answer for you: %(subject)s. Read it on your pages, and write back there:")
            % {"subject": message.conversation.subject or message.subject or _("your message")},
            _page_of(message),
            house.name,
        ]
    with suppress(Refusal):
        send(
            who,
            "\n\n".join(lines),
            channel=channel,
            subject=subject,
            kind=Message.Kind.OURS_AUTOMATIC,
            idempotency_key=f"{KEY}{message.pk}",
            language=language,
        )


def _writer(message: Message) -> Customer | None:
    """The person who wrote last in that conversation on their own pages; without one, the customer."""
    said = message.conversation.messages.filter(direction=Message.Direction.IN, channel__kind=ChannelKind.PORTAL)
    latest = said.order_by("-at", "-id").first()
    key = latest.authentication.get(SIGNED_IN, "") if latest else ""
    person = Customer.objects.filter(pk=key).first() if is_id(key) else None
    return person or message.customer


def _page_of(message: Message) -> str:
    """A link that opens the case without signing in; of what is no case, the page, which asks for that first.

    Only the mail has the words that open it: not everybody who reads our inbox may see every case.
    """
    if _case_of(message):
        return f"{settings.PORTAL_ADDRESS}{passes.PLACE}{sealed.DOTS}/"
    try:
        return settings.PORTAL_ADDRESS + reverse("care_portal:conversation", args=[message.conversation_id])
    except NoReverseMatch:  # a house without the portal
        return settings.PORTAL_ADDRESS


def _case_of(message: Message) -> Case | None:
    case = Case.objects.filter(conversation=message.conversation_id).order_by("-opened_at").first()
    return case if case and case.customer_id == message.customer_id else None


def _opens(message_id: str) -> str:
    case = _case_of(Message.objects.get(pk=message_id))
    return passes.token("case", case.pk, case.customer_id, at=timezone.now()) if case else ""


sealed.sources[KEY] = _opens
