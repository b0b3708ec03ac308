"""What colleagues, locations and teams have to do with customers."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.customers.actions.handing_over import hand_back_all, hand_over_all
from rapport.customers.models import Customer
from rapport.staff.holdings import Holding, holdings
from rapport.staff.models import Location, Team, User


def words(count: int) -> str:
    return ngettext("%(count)s customer", "%(count)s customers", count) % {"count": count}


holdings.add(
    Holding(
        "customers",
        User,
        count=lambda user: Customer.objects.filter(account_manager=user).count(),
        words=words,
        icon="users",
        stays=_("the name of who looked after them is kept"),
        hand_over=partial(hand_over_all, "account_manager"),
        hand_back=partial(hand_back_all, "account_manager"),
        order=20,
    )
)
holdings.add(
    Holding(
        "customers_of_location",
        Location,
        count=lambda location: Customer.objects.filter(location=location).count(),
        words=words,
        icon="users",
        stays=_("left with this location"),
        hand_over=partial(hand_over_all, "location"),
        hand_back=partial(hand_back_all, "location"),
        order=20,
    )
)
holdings.add(
    Holding(
        "customers_of_team",
        Team,
        count=lambda team: Customer.objects.filter(team=team).count(),
        words=words,
        icon="users",
        stays=_("without a team from then on"),
        hand_over=partial(hand_over_all, "team"),
        hand_back=partial(hand_back_all, "team"),
        order=20,
    )
)
