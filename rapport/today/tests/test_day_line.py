"""The day line: marks that would touch become one, on a wide line as on a narrow one."""

from datetime import time, timedelta

import pytest

from rapport.promises import actions as promises
from rapport.promises.business_time import Hours
from rapport.promises.testing import TUESDAY
from rapport.staff.models import Location
from rapport.today import queries
from rapport.today.day_line import APART


@pytest.fixture
def crowded(business, ann, cora):
    for minutes in (20, 25, 30, 70, 240, 245):
        due = TUESDAY + timedelta(minutes=minutes)
        promises.promise(cora, f"In {minutes}", at=TUESDAY - timedelta(days=1), by=ann, due_at=due)
    return queries.morning(ann, at=TUESDAY).day_line


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_marks_keep_their_distance_and_nothing_is_lost(crowded, width):
    marks = getattr(crowded, width)
    places = [mark.at for mark in marks]
    assert all(b - a >= APART[width] for a, b in zip(places, places[1:], strict=False))
    assert sum(len(mark.lines) for mark in marks) == 6


def test_what_stands_close_is_one_mark(crowded):
    assert [len(mark.lines) for mark in crowded.wide] == [3, 1, 2]
    assert crowded.wide[0].more == 2


def test_the_browser_can_go_on_telling_the_time(crowded):
    assert '"09:{m}"' in crowded.clock and '"00:{m}"' in crowded.clock


def test_what_falls_due_after_closing_stands_on_the_line_and_in_its_own_group(business, ann, cora):
    location = Location.objects.get(is_main=True)
    for hour in (11, 13, 20):
        due = TUESDAY.replace(hour=hour, minute=0)
        promises.promise(cora, f"At {hour}", at=TUESDAY - timedelta(days=1), by=ann, due_at=due)
    promises.set_week(location, TUESDAY.date(), {day: [Hours(time(9), time(12, 30))] for day in range(5)})

    morning = queries.morning(ann, at=TUESDAY)

    assert [(group.name, len(group.items)) for group in morning.groups] == [("noon", 1), ("after", 2)]
    assert sum(len(mark.lines) for mark in morning.day_line.wide) == morning.due_today == 3
    line = morning.day_line
    assert (line.closes, line.ends) == (TUESDAY.replace(hour=12, minute=30), TUESDAY.replace(hour=20, minute=0))
    evening = queries.morning(ann, at=TUESDAY.replace(hour=19, minute=30)).day_line
    assert evening.now < evening.wide[0].at == 100


def test_a_closed_day_says_when_we_open_again(business, ann):
    sunday = TUESDAY + timedelta(days=5)
    morning = queries.morning(ann, at=sunday)
    assert morning.day_line is None
    assert morning.opens_next.date() == (sunday + timedelta(days=1)).date()
