"""What a colleague who leaves has in hand of requests."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

import rapport.care.notices.leaving  # noqa: F401 – each part keeps its own
from rapport.care.models import Action, Case, CaseStep
from rapport.staff.holdings import Holding, holdings
from rapport.staff.models import Location, Team, User


def words(count: int) -> str:
    return ngettext("%(count)s open request", "%(count)s open requests", count) % {"count": count}


def action_words(count: int) -> str:
    said = ngettext("%(count)s thing to do against a cause", "%(count)s things to do against causes", count)
    return said % {"count": count}


@transaction.atomic
def hand_over(former: User, *, to: User, by: User, at: datetime) -> int:
    """All of them at once, and each says so. Their promises are handed over as promises."""
    rows = list(Case.objects.open().filter(owner=former).order_by("pk").select_for_update(of=("self",)))
    CaseStep.objects.bulk_create(
        CaseStep(case=case, verb="assigned", state=case.state, at=at, by=by, facts={"to": str(to)}) for case in rows
    )
    Case.objects.filter(pk__in=[case.pk for case in rows]).update(owner=to, version=F("version") + 1)
    return len(rows)


def hand_actions_over(former: User, *, to: User, by: User, at: datetime) -> int:
    return Action.objects.filter(owner=former, state__in=("planned", "reopened")).update(owner=to)


holdings.add(
    Holding(
        "cases",
        User,
        count=lambda user: Case.objects.open().filter(owner=user).count(),
        words=words,
        icon="message-report",
        stays=_("in their hands; they stand under “All open”"),
        hand_over=hand_over,
        order=13,
    )
)
holdings.add(
    Holding(
        "care_actions",
        User,
        count=lambda user: Action.objects.filter(owner=user, state__in=("planned", "reopened")).count(),
        words=action_words,
        icon="checks",
        stays=_("in their hands"),
        hand_over=hand_actions_over,
        order=14,
    )
)
for _kind, _name in ((Team, "team"), (Location, "location")):
    holdings.add(
        Holding(
            f"cases_of_{_name}",
            _kind,
            count=lambda it, name=_name: Case.objects.open().filter(**{name: it}).count(),
            words=words,
            icon="message-report",
            stays=_("in nobody’s department") if _name == "team" else _("left as they are"),
            order=45,
        )
    )
