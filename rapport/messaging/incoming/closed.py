"""What somebody is told who writes while we are closed: when a person will answer, counted from the calendar.

Never more than once in a conversation, once a day to one address, and to no machine (RFC 3834, DOMAIN 13.2).
"""

from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.ids import is_id
from rapport.core.refusals import Refusal
from rapport.customers.naming import salutation, zone_of
from rapport.messaging.clocks import place_of
from rapport.messaging.models import ChannelKind, ChatVisitor, Conversation, Message
from rapport.messaging.outgoing.actions import send
from rapport.promises.business_time import Calendar, NoOpenHours
from rapport.promises.calendars import calendar_of
from rapport.staff.models import Business

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


def tell(conversation: Conversation, message: Message) -> None:
    """Say when somebody will answer, if that is not today's business any more."""
    calendar = calendar_of(place_of(conversation))
    if not _may_be_told(conversation, message) or calendar.is_open(message.at):
        return
    with suppress(Refusal), transaction.atomic():
        language = _language(conversation)
        with translation.override(language):
            text = words(conversation, calendar, message.at)
            subject = _("We have received your message")
        send(
            conversation.customer,
            text,
            conversation=conversation,
            subject="" if conversation.subject else subject,
            kind=Message.Kind.OURS_AUTOMATIC,
            in_reply_to=message,
            idempotency_key=f"closed:{conversation.pk}",
            language=language,
        )
        Conversation.objects.filter(pk=conversation.pk).update(was_told_closed_at=message.at)


def words(conversation: Conversation, calendar: Calendar, at: datetime) -> str:
    """In the language that is active: when we open, and by when they have an answer; in their own time."""
    customer, business = conversation.customer, Business.objects.current()
    zone = _zone_of(conversation) or calendar.zone
    facts = {
        "opens": formats.moment(next_opening(calendar, at), zone),  # with its date: who knows when they read it
        "due": formats.moment(conversation.due_at, zone),
        "business": business.name,
    }
    lines = [salutation(customer, translation.get_language())] if customer else []
    if zone.key == calendar.zone_name:
        lines.append(
            _(
                "Thank you for your message. We are closed now and open again on %(opens)s. Somebody will read it then "
                "and answer you by %(due)s at the latest."
            )
            % facts
        )
    else:
        lines.append(
            _(
                "Thank you for your message. We are closed now and open again on %(opens)s, your time. Somebody will "
                "read it then and answer you by %(due)s, your time, at the latest."
            )
            % facts
        )
    return "\n\n".join([*lines, business.name])


def _zone_of(conversation: Conversation) -> ZoneInfo | None:
    """Theirs, as far as we know it; in a chat their browser says."""
    if conversation.channel.kind == ChannelKind.WEBCHAT and is_id(conversation.peer):
        said = ChatVisitor.objects.filter(pk=conversation.peer).values_list("zone", flat=True).first()
        if said:
            return ZoneInfo(said)
    return zone_of(conversation.customer) if conversation.customer else None


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """The first moment after `at` at which a person is there. Raises `NoOpenHours`."""
    today = calendar.local_date(at)
    for opens, _closes in calendar.spans(today):
        if opens > at:
            return opens
    opening = calendar.opening_of(calendar.next_open_day(today))
    if opening is None:
        raise NoOpenHours
    return opening


def _may_be_told(conversation: Conversation, message: Message) -> bool:
    if not conversation.channel.tells_when_closed or conversation.was_told_closed_at or conversation.frozen_at:
        return False
    if message.automatic or not conversation.due_at or not conversation.peer:
        return False
    now = timezone.now()
    if now - message.at > AN_HOUR:  # it lay somewhere, and somebody may be there by now
        return False
    said = Message.objects.filter(direction=Message.Direction.OUT, kind=Message.Kind.OURS_AUTOMATIC)
    same = Conversation.objects.filter(channel=conversation.channel, peer=conversation.peer)
    return not said.filter(conversation__in=same, at__gt=now - A_DAY).exists()


def _language(conversation: Conversation) -> str:
    """Theirs, as far as we write it."""
    spoken = [conversation.customer and conversation.customer.language, conversation.language]
    ours = dict(settings.LANGUAGES)
    found = (tag.partition("-")[0] for tag in spoken if tag)
    return next((tag for tag in found if tag in ours), Business.objects.current().language)
