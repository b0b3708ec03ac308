"""Linden Workshop's promises: every state, opening hours of four places, and a quarter of history."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import ngettext_lazy

from rapport.core.registry import DemoPart, demo_parts
from rapport.promises import actions
from rapport.promises.actions import Told
from rapport.promises.business_time import Hours
from rapport.promises.calendars import calendar_of
from rapport.promises.models import HolidayYear
from rapport.staff.models import Location

HOURS = {  # place: weekdays, then Saturday
    "bath": ([Hours(time(9), time(18))], [Hours(time(10), time(14))]),
    "tbilisi": ([Hours(time(10), time(19))], []),
    "prague": ([Hours(time(9), time(12)), Hours(time(12, 30), time(17, 30))], []),
    "chennai": ([Hours(time(10), time(19))], [Hours(time(10), time(17))]),
}
OWED = [  # customer, owner, what, kind, made days ago, due in days, hour, about
    ("tamar", "maya", "Three oiled walnut samples, with the courier", "delivery", 3, 0, 11, "walnut sideboard"),
    ("eleanor", "maya", "A quote for the library shelves", "price", 2, 0, 12, ""),
    ("harriet", "maya", "Two dates for a site visit", "other", 1, 1, 17, "The Thornbury Inn"),
    ("giorgi", "davit", "A drawing of the dining table with eight seats", "document", 2, 1, 18, ""),
    ("jiri", "petra", "Call back about the mattress size", "callback", 1, 0, 15, "bed frame"),
    ("lakshmi", "arjun", "The swing’s new height, confirmed by the workshop", "document", 2, 1, 13, ""),
    ("zdenka", "petra", "The drawer of the chest runs smoothly again", "fix", 4, 5, 16, ""),
    ("kavitha", "arjun", "A price for two more chairs", "price", 1, 2, 16, ""),
]
FOLLOW_UPS = [
    ("ondrej", "maya", "Ask how the twelve chairs sit", 0, 13),
    ("nana", "davit", "Ask if the oil for her table has arrived", 2, 12),
]
WHAT = [
    ("reply", "An answer about the care of an oiled table"),
    ("price", "A price for a bookcase in oak"),
    ("document", "The drawing with the changed legs"),
    ("delivery", "The samples with the courier"),
    ("callback", "A call about the delivery day"),
    ("fix", "The loose armrest glued again"),
]


def fill(stage) -> None:
    _open_the_doors(stage)
    _history(stage)
    _endings(stage)
    for customer, owner, what, kind, made, due, hour, about in OWED:
        _owe(stage, customer, owner, what, kind, made, due, hour, about)
    for customer, owner, what, due, hour in FOLLOW_UPS:
        _owe(stage, customer, owner, what, "follow_up", 2, due, hour, "")
    actions.mark_overdue(stage.now)
    actions.remind(stage.now)


def _open_the_doors(stage) -> None:
    for place, (weekdays, saturday) in HOURS.items():
        week = dict.fromkeys(range(5), weekdays) | {5: saturday}
        actions.set_week(stage.locations[place], date(2019, 1, 1), week)
    known = set(HolidayYear.objects.values_list("pk", flat=True))  # of whose house this is
    actions.seed_holidays(stage.now)
    for in_year in HolidayYear.objects.filter(year=stage.today.year).exclude(pk__in=known):
        actions.confirm_holidays(in_year, at=stage.at(-90), by=stage.people["davit"])
    christmas_eve = date(stage.today.year, 12, 24)
    actions.set_day(
        christmas_eve, location=stage.locations["bath"], hours=Hours(time(9), time(13)), note="Christmas Eve"
    )


def _owe(stage, customer, owner, what, kind, made_days_ago, due_in_days, hour, about):
    """Something that is still open, due at an hour that is still to come while the owner's place is open."""
    if customer not in stage.customers:
        return None
    owner = stage.people[owner]
    made_at = stage.at(-made_days_ago, 10, 20)
    told = None if kind == "follow_up" else Told("phone", made_at)
    return actions.promise(
        stage.customers[customer],
        what,
        at=made_at,
        kind=kind,
        by=owner,
        about=about,
        told=told,
        due_at=_still_to_come(stage, owner, due_in_days, hour),
    )


def _still_to_come(stage, owner, days: int, hour: int) -> datetime:
    calendar = calendar_of(owner.location)
    day = calendar.local_date(stage.now) + timedelta(days=days)
    moment = datetime.combine(day, time(hour), tzinfo=calendar.zone)
    while not calendar.is_open_day(day) or moment <= stage.now + timedelta(minutes=10):
        day = calendar.next_open_day(day)
        moment = datetime.combine(day, time(hour), tzinfo=calendar.zone)
    return moment


def _history(stage) -> None:
    """About two promises in three days for a quarter; most kept, some late, as it is."""
    owners = [stage.people[name] for name in ("maya", "davit", "petra", "arjun")]
    customers = sorted(stage.customers.values(), key=lambda customer: customer.pk)
    if not customers:
        return
    for number in range(60):
        days_ago = 92 - int(number * 1.4)
        owner, customer = owners[number % 4], customers[stage.random.randrange(len(customers))]
        kind, what = WHAT[number % len(WHAT)]
        made_at = stage.at(-days_ago, 9 + number % 7, 15)
        due_at = made_at + timedelta(days=2 + number % 3)
        promise = actions.promise(customer, what, at=made_at, kind=kind, by=owner, due_at=due_at)
        late_by = timedelta(hours=5) if number % 17 == 11 else -timedelta(hours=3 + number % 20)
        actions.keep(promise, at=due_at + late_by, by=owner, evidence="Noted in the workshop book")


def _endings(stage) -> None:
    """One promise of every other ending."""
    maya, petra, davit = stage.people["maya"], stage.people["petra"], stage.people["davit"]
    late = _made(stage, "james", maya, "The oak desk delivered and set up", "delivery", days_ago=8, due_days_ago=1)
    if late:
        actions.tell(
            late, at=stage.at(-1, 17), by=maya, told=Told("phone", stage.at(-1, 16), "The van broke down. I am sorry.")
        )
    moved = _made(stage, "murugan", davit, "Forty stools, varnished", "delivery", days_ago=20, due_days_ago=-4)
    if moved:
        told = Told("email", stage.at(-2, 15), "The varnish comes two days late.", known_at=stage.at(-2, 11))
        actions.renegotiate(
            moved, at=stage.at(-2, 15), by=davit, told=told, reason="The varnish comes late", due_at=stage.at(6, 16)
        )
    broken = _made(stage, "ruth", maya, "The scratched table top exchanged", "fix", days_ago=40, due_days_ago=30)
    if broken:
        told = Told("in_person", stage.at(-29, 12), "That veneer is no longer made. We pay the table back.")
        actions.break_(broken, at=stage.at(-29, 12), by=maya, reason="The veneer is no longer made", told=told)
    unwanted = _made(stage, "marketa", petra, "A second bench like the first", "price", days_ago=15, due_days_ago=9)
    if unwanted:
        told = Told("phone", stage.at(-11), "Her sister gives her one.")
        actions.withdraw(unwanted, at=stage.at(-11), by=petra, told=told)
    mistake = _made(stage, "jiri", petra, "Twelve bed frames", "delivery", days_ago=6, due_days_ago=-20)
    if mistake:
        actions.void(mistake, at=stage.at(-6, 10, 50), by=davit, reason="One frame, not twelve")


def _made(stage, customer, owner, what, kind, *, days_ago: int, due_days_ago: int):
    if customer not in stage.customers:
        return None
    return actions.promise(
        stage.customers[customer],
        what,
        at=stage.at(-days_ago, 10, 30),
        kind=kind,
        by=owner,
        due_at=stage.at(-due_days_ago, 16),
    )


def forget(ids: set[str], at: datetime) -> None:
    """The holidays of real locations may have been written down with those of the demo's."""
    if Location.objects.exists():
        actions.seed_holidays(at)


demo_parts.add(
    DemoPart(
        "promises",
        fill,
        order=40,
        counted={"promises.Promise": ngettext_lazy("%(count)s promise", "%(count)s promises", "count")},
        forget=forget,
    )
)
