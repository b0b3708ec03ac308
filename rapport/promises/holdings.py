"""What colleagues, locations and a house divided by team have to do with promises."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core.consequences import Consequence
from rapport.customers.sight_outlook import LeftBehind, left_behind
from rapport.promises import actions, queries
from rapport.promises.models import Promise
from rapport.promises.refusals import HandedOnSince
from rapport.staff.holdings import Holding, holdings
from rapport.staff.models import Location, User


def words(count: int) -> str:
    return ngettext("%(count)s open promise", "%(count)s open promises", count) % {"count": count}


def hand_back(*, transaction: int, by: User, at: datetime) -> int:
    try:
        return actions.hand_back(queries.handovers(by, transaction), at=at, by=by)
    except HandedOnSince:
        return 0


def out_of_sight() -> list[Consequence]:
    """Open promises whose owners would not see the customer any more."""
    count = Promise.objects.unseen().count()
    if not count:
        return []
    said = ngettext(
        "%(count)s open promise is in the hands of somebody who no longer sees the customer. Managers see it on Today.",
        "%(count)s open promises are in the hands of people who no longer see the customer. "
        "Managers see them on Today.",
        count,
    )
    return [
        Consequence(said % {"count": count}, "heart-handshake", "risk", url=reverse("promises:list") + "?whose=unseen")
    ]


left_behind.add(LeftBehind("promises", out_of_sight))
holdings.add(
    Holding(
        "promises",
        User,
        count=lambda user: Promise.objects.open().living().filter(owner=user).count(),
        words=words,
        icon="heart-handshake",
        stays=_("to nobody; managers see them on Today"),
        hand_over=actions.hand_over_all,
        hand_back=hand_back,
        order=10,
    )
)
holdings.add(
    Holding(
        "promises_of_location",
        Location,
        count=lambda location: Promise.objects.open().living().filter(location=location).count(),
        words=words,
        icon="heart-handshake",
        stays=_("their time and whoever has them in hand stay"),
        order=30,
    )
)
