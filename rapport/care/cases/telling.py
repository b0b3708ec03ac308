"""What a customer is told about their case: by a message of ours, or in a way that we only write down."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from rapport.care.models import Case
from rapport.core.refusals import Refusal
from rapport.messaging.models import Message
from rapport.messaging.outgoing.actions import send
from rapport.messaging.outgoing.reasons import sentence_of
from rapport.timeline.models import Channel

KEY = "case:"  # how the idempotency keys of our own messages begin: the reaction to `message.sent` leaves them alone
SPOKEN = (Channel.PHONE, Channel.IN_PERSON, Channel.LETTER)


class CouldNotBeTold(Refusal):
    code = "customer_not_reached"
    message = _("This cannot be sent to them now. Call them, and write down here that you did.")


@dataclass(frozen=True)
class Said:
    """What they were told, and by which channel."""

    channel: str
    text: str
    message: Message | None = None

    @property
    def body(self) -> str:
        """What the entry about it repeats: words of a message are told by its own."""
        return "" if self.message else self.text


def tell(case: Case, text: str, *, by, how: str = "", key: str, automatic: bool = False) -> Said:
    """Tell the customer `text` in the conversation of the locked `case`, which begins with it if there is none.

    `how` is a spoken channel where a person of ours told them already: it is only written down then. Raises
    `CouldNotBeTold` with the reason when nothing may or can be sent.
    """
    if how in SPOKEN:
        return Said(how, text)
    message = send(
        case.customer,
        text,
        by=by,
        conversation=case.conversation,
        subject="" if case.conversation else case.subject,
        kind=Message.Kind.OURS_AUTOMATIC if automatic else Message.Kind.PLAIN,
        idempotency_key=f"{KEY}{case.pk}:{key}",
        language=case.language,
    )
    if message.state == Message.State.REFUSED:
        raise CouldNotBeTold(f"{sentence_of(message.reason)} {CouldNotBeTold.message}")
    if case.conversation_id is None:
        case.conversation = message.conversation
    return Said(Channel.MESSAGE, text, message)
