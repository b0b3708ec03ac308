"""Mails of which no message became: why, what to do, and their bytes as they came."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.core import audit
from rapport.core.names import clean
from rapport.messaging.incoming import mails
from rapport.messaging.models import RawMail
from rapport.promises.business_time import NoOpenHours, due_for
from rapport.promises.calendars import calendar_of
from rapport.promises.kinds import kind_of
from rapport.staff.remembering import remembered
from rapport.staff.sight import teams_in_sight

State = RawMail.State
NOT_FILED = (State.QUARANTINED, State.SKIPPED)
BY_HAND, LAPSED = "by_hand", "lapsed"
RULES = {  # by the name that stands in the row
    "unreadable": _("These bytes are no mail."),
    "failed": _("Rapport made a mistake while reading it. Reading it again after an update may help."),
    "killed_its_reader": _("Whatever read it died, three times. It is not read by itself any more."),
    "too_large": _("It is larger than what Rapport takes. It lies in its mailbox."),
    "not_given": _("The mailbox listed it, but did not give it out."),
    "unreadable_call": _("A mail provider called with something that is no mail."),
    LAPSED: _("It was kept as long as such mails are; its bytes are gone."),
    BY_HAND: _("Somebody here looked at it and settled it."),
}


def not_filed(user) -> QuerySet[RawMail]:
    """Mails without a message, of the accounts in sight: in a house divided by team, of theirs and of nobody's."""
    return not_filed_of(teams_in_sight(user))


def not_filed_of(teams: tuple[UUID, ...] | None) -> QuerySet[RawMail]:
    """None: of all teams."""
    rows = RawMail.objects.filter(state__in=NOT_FILED)
    return rows if teams is None else rows.filter(Q(channel__team=None) | Q(channel__team__in=teams))


def words_for(raw: RawMail) -> str:
    return RULES.get(raw.rule, raw.reason or raw.rule)


def answer_due_at(raw: RawMail) -> datetime | None:
    """Until when whoever wrote it should be answered: that nobody could read it stops no clock."""
    channel = raw.channel
    try:
        kind = channel.promise_kind
        level = remembered(f"messaging.level of {kind}", lambda: kind_of(kind).level)
        return due_for(level, raw.received_at, calendar_of(channel.location)).promise_due_at
    except NoOpenHours:
        return None


@transaction.atomic
def read_again(raw: RawMail, *, by) -> RawMail:
    """Try once more, as if it had just come. One that is filed by now stays as it is."""
    raw = RawMail.objects.select_for_update().defer("content").get(pk=raw.pk)
    if raw.state in NOT_FILED and raw.rule != LAPSED:
        RawMail.objects.filter(pk=raw.pk).update(**AS_NEW)
        audit.record("mail.read_again", by=by, about=[raw.pk])
        mails.have_it_read()
    return raw


@transaction.atomic
def read_all_again(user) -> int:
    """The same for all that failed, say after an update; answers how many."""
    found = list(not_filed(user).filter(state=State.QUARANTINED).select_for_update(of=("self",)).values_list("pk"))
    keys = [key for (key,) in found]
    RawMail.objects.filter(pk__in=keys).update(**AS_NEW)
    if keys:
        audit.record("mail.read_again", by=user, about=keys[:50])
        mails.have_it_read()
    return len(keys)


@transaction.atomic
def settle(raw: RawMail, *, by, at: datetime, reason: str) -> RawMail:
    """Somebody looked at it, and nothing more is to be done. Its bytes stay. Twice keeps the first reason."""
    raw = RawMail.objects.select_for_update().defer("content").get(pk=raw.pk)
    if raw.state == State.QUARANTINED:
        raw.state, raw.rule, raw.reason, raw.settled_at = State.SKIPPED, BY_HAND, clean(reason)[:300], at
        raw.save(update_fields=["state", "rule", "reason", "settled_at"])
        audit.record("mail.settled", by=by, about=[raw.pk])
    return raw


AS_NEW = {"state": State.WAITING, "attempts": 0, "begun_at": None, "rule": "", "reason": "", "settled_at": None}
