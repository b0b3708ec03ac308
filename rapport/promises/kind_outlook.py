"""What a change of a kind of promises, and so of its service level, would mean. Promises already given stay."""

from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.consequences import Consequence
from rapport.promises.business_time import Calendar, due_for
from rapport.promises.calendars import calendar_of
from rapport.promises.models import Kind, Promise
from rapport.promises.reminders import Moments, moments


def open_by_kind(key: str = "") -> dict[str, int]:
    """How many promises of each kind are owed, imported history aside. One query."""
    rows = Promise.objects.open().living().order_by()
    if key:
        rows = rows.filter(kind=key)
    return dict(rows.values_list("kind").annotate(Count("pk")))


def change_in_words(before: Kind | None, after: Kind, open_count: int, at: datetime) -> list[Consequence]:
    """What saving `after` in place of `before` (None: a new kind) would mean for promises given at `at` and later."""
    calendar = calendar_of(None)
    due, reminders = _reckoned(after, at, calendar)
    old_due, old_reminders = _reckoned(before, at, calendar) if before else (None, None)
    lines = []
    if before and before.label != after.label:
        renamed = _("Promises of this kind are called “%(name)s” everywhere at once, old ones too.")
        lines.append(Consequence(renamed % {"name": after.label}, icon="tag"))
    lines.append(Consequence(_due_in_words(old_due, due), icon="clock"))
    if reminders != old_reminders:
        lines.append(Consequence(_("Its owner is reminded: %(when)s.") % {"when": _when(reminders)}, icon="bell"))
    if before and before.is_internal != after.is_internal:
        lines.append(Consequence(_internal_in_words(after), icon="lock" if after.is_internal else "users"))
    if before:
        lines.append(Consequence(kept_in_words(open_count), icon="lock"))
    return lines


def retirement_in_words(open_count: int) -> list[Consequence]:
    gone = _("Nobody can choose it for a new promise. You can offer it again at any time.")
    return [Consequence(gone, icon="archive"), Consequence(kept_in_words(open_count), icon="lock")]


def kept_in_words(count: int) -> str:
    said = ngettext(
        "%(count)s open promise of this kind keeps its time and its reminders.",
        "%(count)s open promises of this kind keep their time and their reminders.",
        count,
    )
    return said % {"count": count}


def _reckoned(kind: Kind, at: datetime, calendar: Calendar) -> tuple[datetime, Moments]:
    due = due_for(kind.level, at, calendar).promise_due_at
    return due, moments(kind, at, due, calendar)


def _due_in_words(before: datetime | None, after: datetime) -> str:
    if before and before != after:
        said = _("Promised now, it will be due %(after)s instead of %(before)s.")
        return said % {"after": formats.moment(after), "before": formats.moment(before)}
    return _("Promised now, it is due %(after)s.") % {"after": formats.moment(after)}


def _when(reminders: Moments) -> str:
    found = (reminders.ask_at, reminders.at_risk_at, reminders.urgent_at)
    return " · ".join(formats.moment(moment) for moment in sorted(filter(None, found))) or _("only once it is late")


def _internal_in_words(kind: Kind) -> str:
    if kind.is_internal:
        return _("New ones stay among us and don’t count in how often you keep your word.")
    return _("New ones are told to customers and count in how often you keep your word.")
