"""The working day as a line, with what falls due in it. What stands too close to be touched becomes one mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from json import dumps
from math import ceil

from django.utils import timezone

from rapport.core import formats
from rapport.core.registry import TodayItem
from rapport.promises.business_time import Calendar

APART = {"wide": 6.5, "narrow": 16.0}  # percent of the line that a mark needs, to be 44 px wide on a screen of its kind
MOST = 24
TONES = ("late", "risk")


@dataclass(frozen=True)
class Mark:
    """What falls due at one place of the line, `at` percent of the working day."""

    name: str
    at: float
    lines: list[tuple[TodayItem, datetime]]

    @property
    def first(self) -> TodayItem:
        return self.lines[0][0]

    @property
    def due(self) -> datetime:
        return self.lines[0][1]

    @property
    def more(self) -> int:
        return len(self.lines) - 1

    @property
    def tone(self) -> str:
        tones = {item.tone for item, _due in self.lines}
        return next((tone for tone in TONES if tone in tones), self.first.tone)


@dataclass(frozen=True)
class DayLine:
    """The working day, and beyond its closing to the last that falls due on it; `now` in percent, 0-100."""

    opens: datetime
    closes: datetime
    ends: datetime  # of the line
    now: float
    hours: list[datetime]
    wide: list[Mark]
    narrow: list[Mark]

    @property
    def marks(self) -> list[Mark]:
        return self.wide

    @property
    def midnight(self) -> datetime:
        return timezone.localtime(self.opens).replace(hour=0, minute=0, second=0, microsecond=0)

    @property
    def clock(self) -> str:
        """How the reader's language writes each hour, so that the browser can go on telling the time."""
        day = timezone.localtime(self.opens)
        return dumps([formats.clock(day.replace(hour=h, minute=47)).replace("47", "{m}") for h in range(24)])


def day_line(lines: Iterable[tuple[TodayItem, datetime]], *, at: datetime, calendar: Calendar) -> DayLine | None:
    """None on a day on which the business is closed. `lines` are what is still to come, with their due moments."""
    here = calendar.local_date(at)
    opens, closes = calendar.opening_of(here), calendar.close_of(here)
    if not opens or not closes:
        return None
    due_here = [(item, due) for item, due in lines if item.customer and due >= at and calendar.local_date(due) == here]
    ends = _end(opens, closes, [at, *(due for _item, due in due_here)] if due_here else [])
    length = (ends - opens).total_seconds()

    def percent(moment: datetime) -> float:
        return round(min(100.0, max(0.0, (moment - opens).total_seconds() / length * 100)), 1)

    placed = sorted(
        ((percent(due), item, due) for item, due in due_here),
        key=lambda mark: (mark[0], mark[1].key),
    )[:MOST]
    hours = [opens + timedelta(hours=n) for n in range(int(length // 3600) + 1)]
    marks = {width: _marks(width, placed, apart) for width, apart in APART.items()}
    return DayLine(opens, closes, ends, percent(at), hours, **marks)


def _end(opens: datetime, closes: datetime, moments: Iterable[datetime]) -> datetime:
    """Closing time, or the full hour after the last of `moments`, when that is later."""
    last = max([closes, *moments])
    return closes if last == closes else opens + timedelta(hours=ceil((last - opens) / timedelta(hours=1)))


def _marks(width: str, placed: list[tuple[float, TodayItem, datetime]], apart: float) -> list[Mark]:
    marks: list[Mark] = []
    for place, item, due in placed:
        if marks and place - marks[-1].at < apart:
            marks[-1].lines.append((item, due))
        else:
            marks.append(Mark(f"{width}-{len(marks)}", place, [(item, due)]))
    return marks
