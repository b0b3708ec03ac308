"""The channel of customers' own pages: what goes out by it is there to be read, from that moment on."""

from django.utils import translation
from django.utils.translation import gettext as _

from rapport.messaging.channels.adapters import Receipt, adapters
from rapport.messaging.models import Channel, ChannelKind, Message
from rapport.staff.models import Business

ADDRESS = "portal"


class OwnPages:
    name = ChannelKind.PORTAL
    window = None
    can_write_first = True

    def send(self, message: Message, channel: Channel, to: str) -> Receipt:
        return Receipt()


def own_pages() -> Channel:
    """The channel by which customers write on their own pages. A house has it from the first time it is asked for."""
    if found := Channel.objects.in_use().of(ChannelKind.PORTAL).order_by("created_at").first():
        return found
    with translation.override(Business.objects.current().language):
        name = _("Customer's own pages")
    found, _is_new = Channel.objects.get_or_create(
        kind=ChannelKind.PORTAL, address=ADDRESS, defaults={"name": name, "tells_when_closed": False}
    )
    return found


adapters.add(OwnPages())
