"""A container that is held at customs: everybody whose order is in it was told yesterday, each in their language.

One of them has no e-mail address and is still to be called; one answered, two chose. The messages have their day: none
goes out now.
"""

from datetime import datetime
from typing import Any

from rapport.care.models import Notice, NoticeKind
from rapport.care.notices import actions, settling
from rapport.care.notices.composing import Composer, page_of, recipients
from rapport.care.notices.facts import theirs
from rapport.care.notices.sending import Batch, key_of
from rapport.care.notices.whom import Orders
from rapport.messaging.demo import begun_on_its_day
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.models import Channel, Message

CONTAINER = "LWC-0417"
TITLE = "Container LWC-0417 is held at customs"
THANKS = (
    "Dobrý den, děkuji, že jste se ozvali hned. Židle potřebujeme až na oslavu 20., takže to zvládneme. "
    "Dejte mi prosím vědět, až kontejner proclí."
)
AHEAD = "თუ შეიძლება, ის ორი სკამი, რომელიც ფოიესთვისაა, საჰაერო გზით გამოგზავნეთ."


def fill(stage: Any) -> None:
    maya, known, told = stage.people["maya"], stage.at(-1, 9, 40), stage.at(-1, 11, 30)
    notice = actions.draft(
        NoticeKind.DELAY, at=known, by=maya, whom=Orders(shipment=CONTAINER), title=TITLE, cause="customs",
        new_on=stage.at(14).date(), next_news_at=stage.at(3, 17), tell_by=stage.at(-1, 18),
    )  # fmt: skip
    if not notice.recipient_count:
        return
    actions.approve(notice, at=told, by=maya)
    notice = _tell(notice, told)
    _answer(stage, notice, "ondrej", THANKS, at=stage.at(-1, 14, 5))
    for who, choice, words in (("giorgi", "part", AHEAD), ("ruth", "wait", "")):
        row = notice.recipients.filter(customer=stage.customers[who]).first()
        actions.choose_option(row, choice, words=words, at=stage.at(-1, 16))


def _tell(notice: Notice, at: datetime) -> Notice:
    """As the worker does, but for the wire."""
    composer, together = Composer(notice), {}
    for row in recipients(notice):
        together.setdefault(row.customer_id, []).append(row)
    own = theirs(row for rows in together.values() for row in rows)
    channels = {channel.language: channel for channel in Channel.objects.filter(kind="email").order_by("-position")}
    for rows in together.values():
        text = composer.write(rows[0].customer, own[rows[0].customer_id], page=page_of(rows[0]))
        channel = channels.get(text.language) or next(iter(channels.values()))
        key = key_of(notice, rows[0].customer_id, "notice", 0)
        message = begun_on_its_day(rows[0].customer, channel, text, by=notice.owner, at=at, key=key)
        for row in rows:
            row.message = message
            row.state, row.reason = (row.state, "") if message else ("held", "no_address")
            row.save(update_fields=["message", "state", "reason"])
    Batch(notice, "notice", 0, list(together), at).follow_up(list(Message.objects.filter(at=at, by=notice.owner)))
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.SENT)
    settling.settle(at)
    return Notice.objects.get(pk=notice.pk)


def _answer(stage: Any, notice: Notice, who: str, words: str, *, at: datetime) -> None:
    customer = stage.customers[who]
    message = notice.recipients.filter(customer=customer).first().message
    address = message.recipients[0]["address"]
    receive(
        Arrived(
            channel=message.channel, sender=address, sender_name=str(customer), text=words, at=at,
            subject=f"Re: {message.subject}", external_id=f"<{message.pk.hex}.answer@{address.partition('@')[2]}>",
            recipients=({"way": "to", "address": message.channel.address, "name": message.channel.name},),
            language=customer.language, conversation=message.conversation, customer=customer,
        )
    )  # fmt: skip
