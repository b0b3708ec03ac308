"""How early customers are told: the notice lead and the telling delay (DOMAIN 8), by team."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from rapport.care.models import Notice
from rapport.promises.calendars import calendar_of, calendars_of_all
from rapport.staff.models import Team

MOST = 5_000  # notices of a window that are measured, the newest first
WINDOW = timedelta(days=90)
NEAR = timedelta(hours=24)


@dataclass(frozen=True)
class Measured:
    """How early one team tells. Medians, since a single late notice should not hide the many early ones."""

    team: str
    count: int
    lead: timedelta | None  # before the promised date; negative when after
    delay_minutes: float  # business time in which we knew and they did not
    early: int  # told before the date that was promised
    dated: int  # of those that had one

    @property
    def delay_hours(self) -> float:
        return round(self.delay_minutes / 60, 1)

    @property
    def lead_hours(self) -> float | None:
        return None if self.lead is None else round(self.lead / timedelta(hours=1), 1)

    @property
    def early_share(self) -> float | None:
        return self.early / self.dated if self.dated else None


def calls_first(notice: Notice, at: datetime) -> bool:
    """The promised moment is so near that a letter may come too late: phone first, then written (DOMAIN 8)."""
    return notice.promised_at is not None and at < notice.promised_at < at + NEAR


def telling_delay_of(notice: Notice) -> float | None:
    """Business minutes between knowing and telling; None before anybody was told."""
    if notice.told_at is None:
        return None
    calendar = calendar_of(notice.owner.location if notice.owner else None)
    return calendar.business_minutes(notice.known_at, max(notice.told_at, notice.known_at))


def measured(*, at: datetime, since: datetime | None = None) -> list[Measured]:
    """By team of whoever looks after the notices, and of the whole house first. A fixed number of queries."""
    rows = Notice.objects.filter(told_at__gte=since or at - WINDOW, told_at__lte=at)
    found = list(rows.select_related("owner").order_by("-told_at")[:MOST])
    calendars = calendars_of_all()
    teams = _teams({notice.owner_id for notice in found})
    by_team: dict[str, list[tuple[Notice, float]]] = defaultdict(list)
    for notice in found:
        calendar = calendars.get(notice.owner.location_id if notice.owner else None, calendars[None])
        delay = calendar.business_minutes(notice.known_at, max(notice.told_at, notice.known_at))
        for team in ("", *teams.get(notice.owner_id, ())):
            by_team[team].append((notice, delay))
    return [_one(team, rows) for team, rows in sorted(by_team.items())]


def _teams(owners: set) -> dict:
    found = defaultdict(list)
    for owner, name in Team.objects.filter(people__in=owners).values_list("people", "name"):
        found[owner].append(name)
    return found


def _one(team: str, rows: list[tuple[Notice, float]]) -> Measured:
    leads = [notice.notice_lead for notice, _delay in rows if notice.notice_lead is not None]
    return Measured(
        team=team,
        count=len(rows),
        lead=median(leads) if leads else None,
        delay_minutes=median(delay for _notice, delay in rows),
        early=sum(lead > timedelta(0) for lead in leads),
        dated=len(leads),
    )
