"""What complaints teach: reports, the chart and the table for a regulator."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from rapport.care.causes import doing
from rapport.care.causes.testing import DAY, MONDAY, a_complaint, the_cause
from rapport.care.complaints.changing import reached
from rapport.care.models import Case, ComplaintStep, Remedy
from rapport.care.reports import queries
from rapport.care.reports.pareto import pareto
from rapport.orders.testing import a_product
from rapport.promises.testing import a_promise
from rapport.staff.models import Location

START, END = MONDAY - 30 * DAY, MONDAY + 30 * DAY
HOUR = timedelta(hours=1)
FRIDAY_AT_FIVE = datetime(2026, 6, 12, 15, tzinfo=UTC)  # in Prague


def given(case, amount: str, currency: str = "EUR", state: str = "given") -> Remedy:
    return Remedy.objects.create(
        case=case, customer=case.customer, kind="refund", amount=Decimal(amount), currency=currency,
        state=state, evidence="Bank", account="648",
    )  # fmt: skip


def test_of_a_few_causes_comes_most_of_the_trouble():
    chart = pareto([("a", 5), ("b", 60), ("c", 0), ("d", 25), ("e", 10)])

    assert [bar.label for bar in chart.bars] == ["b", "d", "e", "a"]
    assert [round(bar.upto, 2) for bar in chart.bars] == [0.6, 0.85, 0.95, 1.0]
    assert ([bar.label for bar in chart.vital], round(chart.vital_share, 2)) == (["b", "d"], 0.85)
    assert chart.line.split() == ["0.00,100.00", "25.00,40.00", "50.00,15.00", "75.00,5.00", "100.00,0.00"]


def test_what_is_beyond_ten_stands_last_as_one():
    chart = pareto([(str(n), 20 - n) for n in range(12)], rest=4, rest_label="All others")

    assert [(bar.label, bar.count) for bar in chart.bars][-1] == ("All others", 10 + 9 + 4)
    assert chart.bars[-1].upto == 1.0
    assert pareto([]).bars == []


def test_complaints_are_counted_by_cause_with_what_they_cost(business, ann, cora):
    late = [
        a_complaint(cora, cause="delivery.late", resolved_at=MONDAY + HOUR, at_first_contact=True) for _n in range(2)
    ]
    a_complaint(cora, cause="delivery.late", resolved_at=MONDAY + HOUR, reopenings=1)
    a_complaint(cora)
    a_complaint(cora, kind="question", cause="delivery.late")
    a_complaint(cora, cause="delivery.late", at=START - DAY)
    given(late[0], "30")
    given(late[1], "12.50")
    given(late[1], "900", "CZK")
    given(late[1], "99", state="proposed")

    total, (first, second) = queries.lines(queries.complaints(ann, START, END), queries.VIEWS["cause"])

    assert (total.count, total.settled, total.at_first_contact, total.reopened) == (4, 3, 2, 1)
    assert total.first_contact_share == pytest.approx(2 / 3)
    assert (first.label, first.count, second.label, second.count) == ("Delivery › Came late", 3, "Not named yet", 1)
    assert first.cost == {"EUR": Decimal("42.50"), "CZK": Decimal(900)}


def test_what_nobody_has_named_yet_stands_apart_from_what_is_compared(business, ann, cora):
    for cause in ("", "", "", "delivery.late", "delivery.late", "price.invoice"):
        a_complaint(cora, **({"cause": cause} if cause else {}))

    _total, lines = queries.lines(queries.complaints(ann, START, END), queries.VIEWS["cause"])

    assert [(line.count, line.place, line.is_nobodys) for line in lines] == [(2, 1, False), (1, 2, False), (3, 0, True)]
    assert (lines[1].upto, lines[2].upto) == (1.0, None)
    assert [bar.count for bar in queries.chart(lines).bars] == [2, 1]


@pytest.mark.parametrize("view", ["product", "location", "department"])
def test_complaints_are_counted_by_what_they_are_about_and_who_has_them(business, ann, cora, view):
    south = Location.objects.create(name="South", country="CZ", time_zone="Europe/Prague")
    from rapport.staff.actions import add_team

    named = {"product": a_product("Table"), "location": south, "department": add_team("Care")}[view]
    column = {"department": "team"}.get(view, view)
    a_complaint(cora, **{column: named})
    a_complaint(cora, **{column: named})
    a_complaint(cora)

    _total, lines = queries.lines(queries.complaints(ann, START, END), queries.VIEWS[view])

    assert [(line.label, line.count) for line in lines][0] == (str(named), 2)
    assert len(lines) == 2


def test_what_comes_back_after_something_was_done_counts_as_that(business, ann, cora):
    a_complaint(cora, cause="delivery.late", at=MONDAY - 3 * DAY)
    action = doing.plan(
        kind="corrective", text="Pack by noon", cause=the_cause("delivery.late"), owner=ann, due_on=MONDAY.date(),
        by=ann, at=MONDAY,
    )  # fmt: skip
    doing.finish(action, evidence="Sign at the door", by=ann, at=MONDAY)
    a_complaint(cora, cause="delivery.late", at=MONDAY + DAY)
    a_complaint(cora, cause="delivery.lost", at=MONDAY + DAY)

    total, _lines = queries.lines(queries.complaints(ann, START, END), queries.VIEWS["cause"])

    assert (total.recurred, total.count) == (1, 3)
    assert queries.action_outcomes(ann, START, END) == {"reopened": 1}


def test_what_is_beyond_thirty_stands_in_one_line(business, ann, cora):
    for n in range(33):
        a_complaint(cora, product=a_product(f"Product {n}"))
    given(Case.objects.first(), "5")

    _total, lines = queries.lines(queries.complaints(ann, START, END), queries.VIEWS["product"])

    assert (len(lines), lines[-1].label, lines[-1].count) == (31, "All others", 3)
    assert sum(line.cost.get("EUR", 0) for line in lines) == 5


def test_steps_are_timed_by_the_hours_of_the_place(business, ann, cora):
    """Monday 11:00 in Prague, open from 9 to 18 on working days."""
    for complaint, hours in ((a_complaint(cora), 2), (a_complaint(cora, at=FRIDAY_AT_FIVE), 65)):
        complaint = complaint.complaint
        promised = a_promise(cora, at=complaint.case.opened_at, due_at=complaint.case.opened_at + 10 * HOUR)
        ComplaintStep.objects.create(complaint=complaint, stage="acknowledged", promise=promised)
        at = complaint.case.opened_at + hours * HOUR
        reached(complaint, "acknowledged", "acknowledged", at=at, by=ann, opens=False)

    (time,) = queries.step_times(queries.complaints(ann, START, END))

    assert (time.label, time.count, time.middle) == ("Acknowledged", 2, 120)
    assert (time.promised, time.in_time) == (2, 1)


def test_something_else_as_a_cause_is_noticed_when_it_is_more_than_fifteen_per_cent(business, ann, cora):
    for _n in range(5):
        a_complaint(cora, cause="delivery.late")
    assert not queries.unfitting(ann, END).is_too_many

    a_complaint(cora, cause="other")

    found = queries.unfitting(ann, END)
    assert (found.other, found.named, found.is_too_many) == (1, 6, True)


def test_confidential_complaints_count_for_those_who_may_see_them(business, cast, cora):
    case = a_complaint(cora, is_confidential=True)
    case.trusted.add(cast["bob"], cast["mark"])

    counted = {
        name: queries.lines(queries.complaints(cast[name], START, END), queries.VIEWS["cause"])[0].count
        for name in ("ann", "bob", "mark")
    }
    assert counted == {"ann": 0, "bob": 1, "mark": 1}
