"""What open promises have to do with our opening hours, and what a change of hours would mean for them.

A promise keeps the time that was promised (moving it takes an entry by which the customer was told), so a change of
hours only shows which of them fall due while nobody is here, and how promises from now on will be due.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.consequences import Consequence, tried
from rapport.promises.business_time import Calendar, NoOpenHours, due_for
from rapport.promises.calendars import calendars_of_all
from rapport.promises.kinds import all_kinds
from rapport.promises.models import Kind, Promise

SHOWN = 5
RECKONED = 1000  # open promises whose due time is worked out anew; more would make the page wait
AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Example:
    """When a promise of a kind, given at one moment, is due before and after a change."""

    kind: Kind
    given_at: datetime
    before: datetime
    after: datetime


@dataclass(frozen=True)
class Outlook:
    """What a change of opening hours would mean."""

    changes: bool
    kept: int  # open promises that keep their time
    otherwise: int  # of the next RECKONED: would be due at another time, had they been given under the new hours
    closed: list[Promise]  # of them: due while we would be closed, and are not today; the first few
    closed_count: int
    examples: list[Example]


def to_come(at: datetime) -> QuerySet[Promise]:
    """What customers were told and what is not yet due at `at`; imported history aside."""
    return Promise.objects.open().living().filter(due_at__gt=at, is_internal=False)


def due_while_closed(at: datetime) -> QuerySet[Promise]:
    """Promises still to come that fall due while nobody is here. Seven queries to ask, one to read."""
    calendars, dues = calendars_of_all(), defaultdict(list)
    for location_id, due_at in to_come(at).order_by().values_list("location_id", "due_at").distinct():
        if not calendars[location_id].covers(due_at):
            dues[location_id].append(due_at)
    wanted = Q(pk__in=[])
    for location_id, moments in dues.items():
        wanted |= Q(location=location_id, due_at__in=moments)
    return to_come(at).filter(wanted)


def outlook(act: Callable[[], object], at: datetime) -> Outlook:
    """What `act`, a change of opening hours, special days or holidays, would mean. A fixed number of queries."""
    before = calendars_of_all()
    after = tried(act, calendars_of_all)
    affected = [pk for pk, calendar in after.items() if calendar != before.get(pk)]
    if not affected:
        return Outlook(False, 0, 0, [], 0, [])
    kinds = all_kinds()
    rows = list(
        to_come(at)
        .filter(_at_one_of(affected))
        .order_by("due_at", "id")
        .values_list("pk", "kind", "location_id", "made_at", "due_at")
    )
    closed = [pk for pk, _k, place, _m, due in rows if before[place].covers(due) and not after[place].covers(due)]
    named = Promise.objects.filter(pk__among=closed[:SHOWN]).select_related("customer").order_by("due_at", "id")
    place = None if None in affected else affected[0]
    return Outlook(
        changes=True,
        kept=len(rows),
        otherwise=sum(_is_otherwise(row, kinds, before, after) for row in rows[:RECKONED]),
        closed=list(named),
        closed_count=len(closed),
        examples=_examples(kinds, before[place], after[place], at),
    )


def in_words(seen: Outlook) -> list[Consequence]:
    """The outlook as lines for the page."""
    if not seen.changes:
        return [Consequence(_("Nothing changes: that is how it is already."), icon="check")]
    lines = [Consequence(_("New promises follow at once."), icon="clock")] if not seen.examples else []
    lines += [Consequence(_in_words(example), icon="clock") for example in seen.examples]
    kept = ngettext(
        "%(count)s open promise keeps the time that was promised.",
        "%(count)s open promises keep the time that was promised.",
        seen.kept,
    )
    lines.append(Consequence(kept % {"count": seen.kept}, icon="lock"))
    if seen.otherwise:
        said = ngettext(
            "%(count)s of them would be due at another time if it were given under these hours. It stays as told.",
            "%(count)s of them would be due at another time if they were given under these hours. They stay as told.",
            seen.otherwise,
        )
        lines.append(Consequence(said % {"count": seen.otherwise}, "info-circle", details=_reckoned(seen)))
    if seen.closed_count:
        lines.append(Consequence(closed_in_words(seen.closed_count), "alert-triangle", "risk", _named(seen)))
    return lines


def _reckoned(seen: Outlook) -> list[str]:
    """That not all were looked at, where there are too many."""
    if seen.kept <= RECKONED:
        return []
    return [_("Only the next %(count)s were worked out.") % {"count": RECKONED}]


def closed_in_words(count: int) -> str:
    said = ngettext(
        "%(count)s open promise will fall due while you are closed. Tell this customer early.",
        "%(count)s open promises will fall due while you are closed. Tell these customers early.",
        count,
    )
    return said % {"count": count}


def _in_words(example: Example) -> str:
    return _("%(kind)s: promised %(given)s, it will be due %(after)s instead of %(before)s.") % {
        "kind": example.kind.label,
        "given": formats.moment(example.given_at),
        "after": formats.moment(example.after),
        "before": formats.moment(example.before),
    }


def _named(seen: Outlook) -> list[str]:
    lines = [f"{p.customer} · {p.text} · {formats.moment(p.due_at)}" for p in seen.closed]
    more = seen.closed_count - len(lines)
    if more:
        lines.append(ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more})
    return lines


def _at_one_of(places: list[UUID | None]) -> Q:
    where = Q(location__in=[pk for pk in places if pk])
    return where | Q(location=None) if None in places else where


def _is_otherwise(row, kinds: dict[str, Kind], before: dict, after: dict) -> bool:
    _pk, key, place, made_at, due_at = row
    if key not in kinds or _due(kinds[key], made_at, before[place]) != due_at:
        return False  # somebody named that time
    return _due(kinds[key], made_at, after[place]) != due_at


def _examples(kinds: dict[str, Kind], before: Calendar, after: Calendar, at: datetime) -> list[Example]:
    """The first few kinds that would be due otherwise, given on the first day that goes otherwise."""
    today = before.local_date(at)
    days = (today + timedelta(days=number) for number in range(AHEAD.days))
    first = next((day for day in days if before.hours_of(day) != after.hours_of(day)), None)
    if first is None:
        return []
    given_at = max(at, after.opening_of(first) or before.opening_of(first) or at)
    found = []
    for kind in kinds.values():
        if kind.retired_at is None and not kind.is_internal:
            was, will_be = _due(kind, given_at, before), _due(kind, given_at, after)
            if was and will_be and was != will_be:
                found.append(Example(kind, given_at, was, will_be))
    return found[:3]


def _due(kind: Kind, given_at: datetime, calendar: Calendar) -> datetime | None:
    try:
        return due_for(kind.level, given_at, calendar).promise_due_at
    except NoOpenHours:
        return None
