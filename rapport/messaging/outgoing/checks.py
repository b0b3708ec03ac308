"""May this be sent? Consent, suppression, holds, budget; asked when it is written, and again before it goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from rapport.messaging.channels import adapters
from rapport.messaging.models import ContactHold, Message, Preference, Purpose, Suppression
from rapport.messaging.outgoing import addresses, budgets, consents, holds, placeholders, suppressing
from rapport.messaging.outgoing.reasons import may_be_overridden


@dataclass(frozen=True)
class HeldBack:
    reason: str  # a name of `reasons`
    detail: str = ""

    def __bool__(self) -> bool:
        return bool(self.reason)


FREE = HeldBack("")


def again(messages: Sequence[Message], at: datetime) -> dict[UUID, HeldBack]:
    """Of those who were queued: whom something stands against by now. The budget was asked when they were written.

    Four queries, however many. What somebody sends all the same, knowing why it was held back, goes.
    """
    known = Known(messages, at)
    found = {message.pk: known.about(message) for message in messages}
    return {key: held for key, held in found.items() if held}


def first(message: Message, wish: Preference | None) -> HeldBack:
    """Of one that is being written."""
    unfilled = placeholders.unfilled(message.subject, message.text, message.html)
    if unfilled:
        return HeldBack("placeholder", ", ".join(unfilled)[:300])
    if not addresses.to_of(message):
        return HeldBack("no_address")
    if against := adapters.stands_against(message):
        return HeldBack(against)
    held = Known([message], message.at, {message.customer_id: wish} if wish else {}).about(message)
    return held or _budget(message)


def _budget(message: Message) -> HeldBack:
    if message.customer_id is None:
        return FREE
    used = budgets.used_up_by_one(message.customer_id, message.purpose, message.at)
    return HeldBack("budget", used.name) if used else FREE


class Known:
    """What stands against messages, asked once for all of them."""

    def __init__(self, messages: Sequence[Message], at: datetime, wishes: dict[Any, Preference] | None = None):
        self.at = at
        customers = {message.customer_id for message in messages if message.customer_id}
        asked = {m.customer_id for m in messages if m.customer_id and m.purpose != Purpose.SERVICE}
        kinds = {message.channel.kind for message in messages}
        self.consents = {kind: consents.standings(asked, kind) for kind in kinds} if asked else {}
        self.suppressed = suppressing.found({(m.channel.kind, addresses.to_of(m)) for m in messages}, at)
        self.holds: dict[Any, list[ContactHold]] = {}
        for placed in holds.standing(at).filter(customer__in=customers).order_by("at"):
            self.holds.setdefault(placed.customer_id, []).append(placed)
        if wishes is None:
            wishes = {wish.customer_id: wish for wish in Preference.objects.filter(customer__in=customers)}
        self.wishes = wishes

    def about(self, message: Message) -> HeldBack:
        """The first thing that stands against it and was not overridden."""
        for held in self._all(message):
            if not (message.overridden_by_id and may_be_overridden(held.reason)):
                return held
        return FREE

    def _all(self, message: Message):
        customer = message.customer if message.customer_id else None
        if customer and customer.is_erased:
            yield HeldBack("erased")
        if customer and customer.is_restricted and message.purpose != Purpose.SERVICE:
            yield HeldBack("restricted")
        if held := self._consent(message):
            yield held
        if held := self._suppression(message):
            yield held
        wish = self.wishes.get(message.customer_id)
        if wish and message.channel.kind in wish.never and not message.conversation.last_in_at:
            yield HeldBack("never_by_channel")
        for placed in self.holds.get(message.customer_id, ()):
            if message.purpose in placed.purposes:
                objected = placed.because == consents.OBJECTED
                yield HeldBack("consent_withdrawn") if objected else HeldBack("held", placed.because)

    def _consent(self, message: Message) -> HeldBack:
        if not self.consents or message.purpose not in consents.NEEDED_FOR:
            return FREE
        standing = self.consents[message.channel.kind].get((message.customer_id, message.purpose))
        if standing is consents.Standing.GIVEN:
            return FREE
        return HeldBack("consent_withdrawn" if standing is consents.Standing.WITHDRAWN else "no_consent")

    def _suppression(self, message: Message) -> HeldBack:
        stands = self.suppressed.get((message.channel.kind, addresses.to_of(message)), {}).get(message.purpose)
        return HeldBack(_name(stands), stands.detail) if stands else FREE


def _name(row: Suppression) -> str:
    """The reasons of suppressions are called as those of messages."""
    return str(row.because)
