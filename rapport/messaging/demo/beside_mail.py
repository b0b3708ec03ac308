"""What reached Linden Workshop beside mail in the last days: telephone calls, and a chat on its web page."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from rapport.messaging.calls import settling
from rapport.messaging.calls.following import state_of
from rapport.messaging.chat import saying, visitors
from rapport.messaging.inbox import actions
from rapport.messaging.models import Call, Channel, ChannelKind, Conversation, Message
from rapport.messaging.outgoing import settling as gone_out

CALLS = [  # who, where, days ago (0: an hour before now), hour, minute, seconds it rang (0: missed), minutes, by
    ("james", "bath", 6, 10, 12, 8, 4, "maya"),
    ("jiri", "prague", 5, 14, 40, 14, 7, "petra"),
    ("nana", "tbilisi", 4, 12, 5, 21, 3, "davit"),
    ("lakshmi", "chennai", 3, 16, 20, 11, 6, "arjun"),
    ("ruth", "bath", 0, 0, 0, 0, 0, ""),
]
CHAT = [  # minutes ago, by whom, words
    (26, "", "Hello! Do you also make dining tables for narrow rooms? Ours is 2.10 m wide."),
    (24, "maya", "Hello! We do: 75 cm wide and as long as you like, so that chairs still move. Is it for six?"),
    (22, "", "Six every day, eight at Christmas. Could I see one before I decide?"),
]
LINES = {"bath": "+441225960111", "prague": "+420777960111", "tbilisi": "+995322960111", "chennai": "+914424960111"}


def fill(stage: Any) -> None:
    _calls(stage)
    _chat(stage)


def _calls(stage: Any) -> None:
    lines = {place: _line(stage, place, address) for place, address in LINES.items() if place in stage.locations}
    for number, (who, place, ago, hour, minute, waited, spoken, by) in enumerate(CALLS):
        customer = stage.customers.get(who)
        phone = customer and customer.phones.exclude(e164="").first()
        if phone is None or place not in lines:
            continue
        rang = stage.at(-ago, hour, minute) if ago else stage.now - timedelta(hours=1)
        call = Call(
            channel=lines[place],
            customer=customer,
            peer=phone.e164,
            provider_id=f"demo-{number}",
            ringing_at=rang,
            answered_at=rang + timedelta(seconds=waited) if waited else None,
            ended_at=rang + (timedelta(seconds=waited, minutes=spoken) if waited else timedelta(seconds=35)),
            by=stage.people.get(by),
        )
        call.state = state_of(call)
        call.save()
        settling.settle(call)


def _line(stage: Any, place: str, address: str) -> Channel:
    where = stage.locations[place]
    return Channel.objects.create(
        kind=ChannelKind.PHONE, name=where.name, address=address, location=where, promise_kind="callback",
        settings={"provider": "pbx"},
        position=20, created_at=stage.at(-400),
    )  # fmt: skip


def _chat(stage: Any) -> None:
    """Somebody new on our web page, who waits for the next answer."""
    channel = Channel.objects.create(
        kind=ChannelKind.WEBCHAT, name="linden.example", location=stage.locations.get("bath"), language="en",
        tells_when_closed=False, position=30, created_at=stage.at(-400),
        settings={"sites": ["https://www.linden.example"]},
    )  # fmt: skip
    maya = stage.people["maya"]
    at = stage.now - timedelta(minutes=CHAT[0][0])
    visitor, _secret = visitors.make(channel, language="en", zone="Europe/London", at=at)
    for minutes, by, words in CHAT:
        at = stage.now - timedelta(minutes=minutes)
        if by:
            _answer(visitor.conversation, words, by=maya, at=at)
            continue
        message = saying.say(visitor, words, [], key=uuid4(), at=at)
        visitor.refresh_from_db()
        if visitor.conversation.assignee_id is None:
            actions.assign(Conversation.objects.get(pk=message.conversation_id), maya, by=maya, at=at)
    Channel.objects.filter(pk=channel.pk).update(tells_when_closed=True)


def _answer(conversation: Conversation, text: str, *, by, at) -> None:
    """What was on their screen at that minute: nothing goes out for it now."""
    message = Message.objects.create(
        conversation=conversation,
        customer=conversation.customer,
        channel=conversation.channel,
        direction=Message.Direction.OUT,
        state=Message.State.SENDING,
        text=text,
        language="en",
        at=at,
        by=by,
        sender_name=str(by),
        recipients=[{"way": "to", "address": conversation.peer, "name": conversation.peer_name}],
    )
    Conversation.objects.filter(pk=conversation.pk).update(message_count=conversation.message_count + 1)
    gone_out.settle([message.pk], at=at)
