"""What Linden Workshop and its customers wrote to each other in the last two weeks, in four languages."""

import tomllib
from datetime import datetime, timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from django.utils.translation import ngettext_lazy

from rapport.core.registry import DemoPart, demo_parts
from rapport.messaging.demo import beside_mail
from rapport.messaging.inbox import actions, noting
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.models import CannedReply, Channel, ChannelKind, Conversation, Message, Signature
from rapport.messaging.outgoing import rendering, settling

MAILBOXES = {  # place: address, language
    "bath": ("hello@linden.example", "en"),
    "tbilisi": ("tbilisi@linden.example", "ka"),
    "prague": ("praha@linden.example", "cs"),
    "chennai": ("chennai@linden.example", "ta"),
}
PLACES = {"praha": "prague"}
READY = [  # name, short word, in each language
    ("Care of oiled wood", "care", {
        "en": "Twice a year, wipe a thin coat of oil on with a soft cloth and dry it off after half an hour.",
        "ka": "წელიწადში ორჯერ გადაუსვით თხელი ფენა ზეთი რბილი ნაჭრით და ნახევარ საათში გაამშრალეთ.",
        "cs": "Dvakrát ročně naneste měkkým hadříkem tenkou vrstvu oleje a po půl hodině ji setřete dosucha.",
        "ta": "வருடத்துக்கு இரண்டு முறை மென்மையான துணியால் மெல்லிய எண்ணெய்ப் பூச்சு இட்டு, அரை மணி நேரத்துக்குப் பின் துடைக்கவும்.",
    }),
    ("Come and see us", "visit", {
        "en": "You are welcome in the workshop. Tell me a day that suits you, and I will have the wood ready to touch.",
        "cs": "Budete v dílně vítáni. Napište mi den, který se vám hodí, a připravím dřevo na ohmatání.",
    }),
]  # fmt: skip
SIGNATURES = {"maya": "Maya Fenwick\nLinden Workshop, Bath", "petra": "Petra, Linden Workshop, Praha"}


def fill(stage: Any) -> None:
    channels = _mailboxes(stage)
    _ready_answers(stage)
    told = tomllib.loads((Path(__file__).parent / "conversations.toml").read_text(encoding="utf-8"))
    for each in told["conversation"]:
        if each.get("unknown") or each["customer"] in stage.customers:
            _conversation(stage, channels[PLACES.get(each["channel"], each["channel"])], each)
    beside_mail.fill(stage)
    Channel.objects.filter(pk__in=[channel.pk for channel in channels.values()]).update(tells_when_closed=True)


def _mailboxes(stage: Any) -> dict[str, Channel]:
    """Nothing is said by itself while the past is written down."""
    has_default = Channel.objects.filter(kind=ChannelKind.EMAIL, is_default=True).exists()
    return {
        place: Channel.objects.create(
            kind=ChannelKind.EMAIL,
            name=stage.locations[place].name,
            address=address,
            language=language,
            location=stage.locations[place],
            is_default=place == "bath" and not has_default,
            tells_when_closed=False,
            position=position,
            created_at=stage.at(-400),
        )
        for position, (place, (address, language)) in enumerate(MAILBOXES.items())
    }


def _ready_answers(stage: Any) -> None:
    for name, shortcut, texts in READY:
        for language, text in texts.items():
            CannedReply.objects.create(
                name=name, shortcut=shortcut, language=language, text=text, updated_at=stage.at(-60)
            )
    for person, text in SIGNATURES.items():
        if person in stage.people:
            Signature.objects.create(user=stage.people[person], text=text)


def _conversation(stage: Any, channel: Channel, told: dict) -> None:
    customer, conversation = stage.customers.get(told.get("customer", "")), None
    for number, line in enumerate(told["lines"]):
        at = _moment(stage, line)
        if "by" not in line:
            message = receive(_arrived(channel, customer, conversation, told, line, at, number))
            conversation = message.conversation
        elif line.get("note"):
            noting.note(conversation, line["text"], by=stage.people[line["by"]], at=at)
        else:
            _answer(conversation, line["text"], by=stage.people[line["by"]], at=at)
        conversation = Conversation.objects.select_related("channel", "customer").get(pk=conversation.pk)
        if number == 0 and told.get("assignee"):
            actions.assign(conversation, stage.people[told["assignee"]], by=stage.people[told["assignee"]], at=at)
    if told.get("tags"):
        actions.tag(conversation, told["tags"], by=stage.people["maya"], at=at)
    if told.get("spam"):
        actions.mark_spam(conversation, by=stage.people["maya"], at=at + timedelta(hours=3))
    if told.get("done"):
        actions.close(conversation, by=stage.people[told["assignee"]], at=at + timedelta(minutes=5))


def _arrived(channel, customer, conversation, told: dict, line: dict, at: datetime, number: int) -> Arrived:
    name, address = (
        parseaddr(told["unknown"]) if "unknown" in told else (str(customer), customer.emails.first().address)
    )
    return Arrived(
        channel=channel,
        sender=address,
        sender_name=name,
        text=line["text"],
        at=at,
        subject=told["subject"],
        external_id=f"<{channel.pk.hex}.{at:%Y%m%d%H%M}.{number}@{address.partition('@')[2]}>",
        recipients=({"way": "to", "address": channel.address, "name": channel.name},),
        language=told.get("language") or customer and customer.language or "",
        conversation=conversation,
        customer=customer,
        is_by_machine=told.get("machine", False),
    )


def begun_on_its_day(customer, channel: Channel, text, *, by, at: datetime, key: str) -> Message | None:
    """A conversation that we began, by what was sent on its day; None for whom no address is known."""
    address = customer.emails.first()
    if address is None:
        return None
    conversation = Conversation.objects.create(
        customer=customer, channel=channel, peer=address.key, peer_name=str(customer), subject=text.subject,
        language=text.language, state=Conversation.State.WAITING, assignee=by, location=channel.location,
        begun_at=at, last_message_at=at,
    )  # fmt: skip
    _answer(conversation, text.text, by=by, at=at, key=key)
    return conversation.messages.get()


def _answer(conversation: Conversation, text: str, *, by, at: datetime, key: str | None = None) -> None:
    """What was sent on its day: no mail goes out for it now."""
    message = Message(
        conversation=conversation,
        customer=conversation.customer,
        channel=conversation.channel,
        direction=Message.Direction.OUT,
        state=Message.State.SENDING,
        subject=conversation.subject,
        text=text,
        language=conversation.language,
        at=at,
        by=by,
        sender=conversation.channel.address,
        sender_name=str(by),
        idempotency_key=key,
        recipients=[{"way": "to", "address": conversation.peer, "name": conversation.peer_name}],
    )
    message.message_id = rendering.new_message_id(message.pk, conversation.channel)
    message.save(force_insert=True)
    noting.index([message])
    Conversation.objects.filter(pk=conversation.pk).update(message_count=conversation.message_count + 1)
    settling.settle([message.pk], at=at)


def _moment(stage: Any, line: dict) -> datetime:
    if "minutes" in line:
        return stage.now - timedelta(minutes=line["minutes"])
    return stage.at(-line["ago"], line["hour"], line.get("minute", 0))


demo_parts.add(
    DemoPart(
        "messaging",
        fill,
        order=60,
        counted={
            "messaging.Conversation": ngettext_lazy("%(count)s conversation", "%(count)s conversations", "count"),
            "messaging.Call": ngettext_lazy("%(count)s call", "%(count)s calls", "count"),
            "messaging.Message": ngettext_lazy("%(count)s message", "%(count)s messages", "count"),
        },
    )
)
