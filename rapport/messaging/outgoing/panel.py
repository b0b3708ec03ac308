"""How a customer may be written to, for the side of their page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.prepared import prepared
from rapport.customers.models import Customer
from rapport.messaging.models import ChannelKind, Consent, ContactHold, Purpose
from rapport.messaging.outgoing import consents
from rapport.messaging.outgoing.consents import Standing
from rapport.messaging.outgoing.forms import WHY

KINDS = dict(ChannelKind.choices)


@dataclass(frozen=True)
class About:
    """What stands for one purpose."""

    name: str
    label: str
    words: str
    tone: str
    consent: Consent | None
    may_be_withdrawn: bool


def reach(request, customer: Any) -> dict:
    """Two small queries, fetched when the panel is scrolled to."""
    found = _wish_and_holds(customer.pk)
    wish = getattr(found[0], "channel_preference", None)
    given = list(Consent.objects.filter(customer=customer).order_by("-given_at", "-id"))
    placed = [row.placed for row in found if hasattr(row, "placed")]
    placed = [one for one in placed if one.until is None or one.until > timezone.now()]
    objected = {purpose for one in placed if one.because == consents.OBJECTED for purpose in one.purposes}
    return {
        "reach": {
            "wish": wish,
            "liked": [KINDS[kind] for kind in wish.kinds] if wish else [],
            "never": [KINDS[kind] for kind in wish.never] if wish else [],
            "purposes": [_about(p, given, p in objected) for p in Purpose if p != Purpose.SERVICE],
            "holds": [_told(one) for one in placed if one.because != consents.OBJECTED],
        }
    }


@prepared
def _wish_and_holds(customer: UUID) -> QuerySet[Customer]:
    """The customer with their wish, once for each hold that stands; once, where none does."""
    standing = FilteredRelation("contact_holds", condition=Q(contact_holds__lifted_at=None))
    rows = Customer.every.filter(pk=customer).annotate(placed=standing).order_by("placed__at")
    return rows.select_related("placed", "channel_preference")


def _about(purpose: Purpose, given: Sequence[Consent], has_objected: bool) -> About:
    theirs = [one for one in given if one.purpose == purpose]
    standing = Standing.WITHDRAWN if has_objected else consents.standing_of(theirs)
    if standing is Standing.GIVEN:
        words, tone = _("agreed"), "kept"
    elif standing is Standing.WITHDRAWN:
        words, tone = _("taken back"), "risk"
    else:
        needs = purpose in consents.NEEDED_FOR
        words, tone = (_("not asked"), "plain") if needs else (_("may be"), "plain")
    may = standing is not Standing.WITHDRAWN and (standing is Standing.GIVEN or purpose not in consents.NEEDED_FOR)
    return About(purpose.value, str(purpose.label), words, tone, theirs[0] if theirs else None, may)


def _told(hold: ContactHold) -> ContactHold:
    hold.why = WHY.get(hold.because, hold.because)
    hold.what = [str(Purpose(one).label) for one in hold.purposes]
    return hold
