"""Somebody presses the button in a mail: nothing of that kind is sent to them any more, from this moment on."""

from django.db import transaction

from rapport.messaging.models import ChannelKind, Consent, Message, Purpose
from rapport.messaging.outgoing import addresses, consents, suppressing


@transaction.atomic
def unsubscribe(message: Message) -> None:
    """The address gets no marketing any more, and the consent behind it is withdrawn. Twice is harmless."""
    address = addresses.to_of(message)
    if address:
        suppressing.suppress(message.channel.kind, address, suppressing.Because.UNSUBSCRIBED)
    customer = message.customer
    if customer is None or customer.is_erased:
        return
    purposes = {Purpose.MARKETING, message.purpose} - {Purpose.SERVICE}
    how = Consent.How.EMAIL if message.channel.kind == ChannelKind.EMAIL else Consent.How.FORM
    for purpose in sorted(purposes):
        consents.withdraw(customer, purpose, how=how, note="one-click", by_customer=True)
