"""Notices in the hands of a colleague who leaves."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.care.models import Notice
from rapport.care.notices.actions.drafting import give_to
from rapport.care.notices.queries import OPEN
from rapport.staff.holdings import Holding, holdings
from rapport.staff.models import User


def words(count: int) -> str:
    said = ngettext("%(count)s notice to customers", "%(count)s notices to customers", count)
    return said % {"count": count}


def open_ones(user: User):
    return Notice.objects.filter(owner=user, state__in=OPEN)


def hand_over(former: User, *, to: User, by: User, at: datetime) -> int:
    """Each with the answers to it; they are few."""
    found = list(open_ones(former))
    for notice in found:
        give_to(notice, to, by=by, at=at)
    return len(found)


holdings.add(
    Holding(
        "notices",
        User,
        count=lambda user: open_ones(user).count(),
        words=words,
        icon="speakerphone",
        stays=_("in their hands; they stand under “Open”"),
        hand_over=hand_over,
        order=15,
    )
)
