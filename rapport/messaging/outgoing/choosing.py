"""By which channel somebody is written to."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.messaging.models import Channel, ChannelKind, Conversation, Preference, Purpose
from rapport.messaging.outgoing import addresses, consents, suppressing

WRITTEN = (ChannelKind.EMAIL, ChannelKind.SMS, ChannelKind.WHATSAPP)  # when nobody said what they like


class NoChannel(Refusal):
    code = "no_channel"
    message = _("There is no channel yet by which something could be sent. Set one up under Settings.")


def channel_for(
    customer: Any,
    conversation: Conversation | None,
    channel: Channel | None,
    wish: Preference | None,
    purpose: str = Purpose.SERVICE,
) -> Channel:
    """The one that was asked for, that of the conversation, or the first on which they like to be reached and can be.

    Where nothing may go for `purpose`, because mails came back or they agreed to another way only, the next one is
    taken. Somebody who cannot be reached at all gets the first: the message is then held back and says why.
    """
    if channel or conversation:
        return channel or conversation.channel
    channels = list(Channel.objects.in_use().order_by("-is_default", "position", "name"))
    kinds = dict.fromkeys([*(wish.kinds if wish else ()), *WRITTEN, *(one.kind for one in channels)])
    wanted = [kind for kind in kinds if not wish or kind not in wish.never]
    reached = None
    for kind in wanted:
        found = next((one for one in channels if one.kind == kind), None)
        address = addresses.of(customer, kind) if found and kind in _SENDING else ""
        if address and _may_go(customer, kind, address, purpose):
            return found
        reached = reached or (found if address else None)
    if reached:
        return reached
    first = next((one for kind in (*wanted, *kinds) for one in channels if one.kind == kind), None)
    if first is None:
        raise NoChannel
    return first


def _may_go(customer: Any, kind: str, address: str, purpose: str) -> bool:
    """Whether the address is open for it. One query, two where consent is needed."""
    if suppressing.is_suppressed(kind, address, purpose):
        return False
    return purpose not in consents.NEEDED_FOR or consents.standing(customer, purpose, kind) is consents.Standing.GIVEN


def others_for(customer: Any, taken: Channel, wish: Preference | None) -> list[Channel]:
    """Beside `taken` one channel of each further kind on which `customer` can be written to: for what must be heard."""
    found = {}
    for one in Channel.objects.in_use().order_by("-is_default", "position", "name"):
        is_new = one.kind != taken.kind and one.kind in _REACHING and one.kind not in found
        if is_new and not (wish and one.kind in wish.never) and addresses.of(customer, one.kind):
            found[one.kind] = one
    return list(found.values())


_SENDING = set(ChannelKind) - {ChannelKind.PHONE, ChannelKind.IN_PERSON, ChannelKind.LETTER}
_REACHING = _SENDING - {ChannelKind.PORTAL, ChannelKind.WEBCHAT}  # they come to these by themselves
