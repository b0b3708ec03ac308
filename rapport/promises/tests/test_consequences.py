"""What settings say they would change, and what they change."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.core import formats
from rapport.promises import actions
from rapport.promises.business_time import Hours, due_for, week
from rapport.promises.calendars import calendar_of, calendars_of_all
from rapport.promises.kinds import kind_of
from rapport.promises.models import HolidayYear, Kind, OpeningWeek, Promise, SpecialDay
from rapport.promises.outlook import due_while_closed, in_words, outlook
from rapport.promises.testing import TUESDAY, a_promise, prague
from rapport.staff import actions as staff_actions
from rapport.staff.models import Location

pytestmark = pytest.mark.usefixtures("business")
PREVIEW = {"preview": "1"}


def mornings(first=0, last=5):
    return {day: [Hours(prague("2026-01-01 09:00").time(), prague("2026-01-01 12:00").time())] for day in range(5)}


def lines(response) -> str:
    return unescape(re.search(r'<div id="consequences".*?</section>', response.text, re.S)[0])


def undo(client, response) -> int:
    """Press the Undo of the toast that the next page shows."""
    page = client.get(response["Location"]).text
    address = unescape(re.search(r'<form method="post" action="([^"]*was=[^"]*)"', page)[1])
    assert client.get(address).status_code == 200
    return client.post(address).status_code


def test_one_look_knows_the_calendars_of_all_locations(tbilisi):
    actions.set_week(tbilisi, TUESDAY.date(), mornings())
    actions.set_day(TUESDAY.date(), location=tbilisi, note="Stock-taking")
    actions.set_day(TUESDAY.date() + timedelta(days=1))
    calendars = calendars_of_all()
    for location in Location.objects.all():
        assert calendars[location.pk] == calendar_of(location)
    assert calendars[None] == calendar_of(None)


def test_hours_begin_on_the_day_that_was_said(tbilisi):
    wednesday = TUESDAY.date() + timedelta(days=1)
    actions.set_week(tbilisi, wednesday, mornings())
    calendar = calendar_of(tbilisi)
    assert [calendar.hours_of(day)[0].closes.hour for day in (TUESDAY.date(), wednesday)] == [18, 12]


def test_a_preview_of_hours_is_what_happens(cora, ann):
    prague_shop = Location.objects.main()
    told = [a_promise(cora, by=ann), a_promise(cora, by=ann, due_at=prague("2026-11-26 11:00"))]
    by_level = actions.promise(cora, "A reply", at=TUESDAY, by=ann, kind="price")

    seen = outlook(lambda: actions.set_week(prague_shop, TUESDAY.date(), mornings()), TUESDAY)
    assert not OpeningWeek.objects.exists()
    assert (seen.kept, seen.closed_count, seen.otherwise) == (3, 2, 2)
    assert seen.closed == [told[0], by_level]

    due = {promise.pk: promise.due_at for promise in Promise.objects.all()}
    actions.set_week(prague_shop, TUESDAY.date(), mornings())
    assert {promise.pk: promise.due_at for promise in Promise.objects.all()} == due
    assert set(due_while_closed(TUESDAY)) == set(seen.closed)
    for example in seen.examples:
        made = actions.promise(cora, "New", at=example.given_at, by=ann, kind=example.kind.key)
        assert made.due_at == example.after


@pytest.mark.parametrize(
    "hours, closed", [(None, 1), (Hours(*(prague(f"2026-01-01 {h}:00").time() for h in ("08", "20"))), 0)]
)
def test_a_preview_of_a_special_day_is_what_happens(cora, ann, hours, closed):
    a_promise(cora, by=ann)
    wednesday = TUESDAY.date() + timedelta(days=1)
    seen = outlook(lambda: actions.set_day(wednesday, hours=hours), TUESDAY)
    assert (seen.closed_count, SpecialDay.objects.count()) == (closed, 0)
    actions.set_day(wednesday, hours=hours)
    assert due_while_closed(TUESDAY).count() == closed
    back = outlook(lambda: actions.clear_day(SpecialDay.objects.get()), TUESDAY)
    assert (back.closed_count, SpecialDay.objects.count()) == (0, 1)


def test_a_holiday_elsewhere_concerns_nobody_here(tbilisi, cora, ann):
    a_promise(cora, by=ann)
    georgia = HolidayYear.objects.get(country="GE", year=2026)
    seen = outlook(lambda: actions.add_holiday(georgia, on=TUESDAY.date() + timedelta(days=1), name="Rest"), TUESDAY)
    assert seen.changes and not seen.kept and not seen.closed_count


def test_an_outlook_takes_the_same_number_of_queries_however_many_promises(cora, ann, tbilisi):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            outlook(lambda: actions.set_day(TUESDAY.date() + timedelta(days=1)), TUESDAY)
        return len(asked)

    a_promise(cora, by=ann)
    few = queries()
    for number in range(12):
        a_promise(cora, by=ann, location=tbilisi if number % 2 else None)
    assert queries() == few


def test_changing_hours_shows_what_changes_and_can_be_undone(client, cast, cora, ann):
    location, now = Location.objects.get(), timezone.now()
    friday = calendar_of(location).close_of(
        calendar_of(location).next_open_day(timezone.localdate() + timedelta(days=3))
    )
    a_promise(cora, by=ann, at=now, due_at=friday)
    client.force_login(cast["mark"])
    url = f"/settings/opening-hours/{location.pk}/"
    form = {"valid_from": timezone.localdate().isoformat(), **{f"day_{day}": "6-7" for day in range(7)}}

    seen = client.post(url, form | PREVIEW)
    assert seen.status_code == 200 and not OpeningWeek.objects.exists()
    assert "1 open promise keeps the time that was promised." in lines(seen)
    assert "1 open promise will fall due while you are closed." in lines(seen)
    assert "Cora Lindqvist" in lines(seen)
    assert client.post(url, form | PREVIEW | {"day_1": "whenever"}).status_code == 422

    saved = client.post(url, form)
    page = client.get("/settings/opening-hours/").text
    assert "1 open promise will fall due while you are closed." in page
    assert "Three walnut samples" in client.get("/promises/while-closed/").text
    saved = client.post(url, form)
    assert undo(client, saved) == 302
    assert OpeningWeek.objects.count() == 1, "the second save changed nothing, so its undo gives back the first"


def test_an_undo_gives_back_no_hours_at_all_and_overrules_nobody(client, cast):
    location = Location.objects.get()
    client.force_login(cast["mark"])
    url = f"/settings/opening-hours/{location.pk}/"
    form = {"valid_from": "2027-01-04", "day_0": "9-12"}

    assert undo(client, client.post(url, form)) == 302
    assert not OpeningWeek.objects.exists()

    saved = client.post(url, form)
    actions.set_week(location, OpeningWeek.objects.get().valid_from, mornings())
    assert undo(client, saved) == 409
    assert OpeningWeek.objects.get().days == week(mornings())


def test_special_days_and_holidays_come_back(client, cast):
    client.force_login(cast["mark"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    url = "/settings/opening-hours/special-days/"
    seen = client.post(url, {"on": tomorrow, "hours": "3-4"} | PREVIEW)
    assert seen.status_code == 200 and not SpecialDay.objects.exists()
    client.post(url, {"on": tomorrow, "hours": "3-4", "note": "Fair"})
    client.get("/settings/opening-hours/")
    day = SpecialDay.objects.get()
    assert undo(client, client.post(f"{url}{day.pk}/removal/")) == 302
    assert SpecialDay.objects.get().note == "Fair"

    actions.seed_holidays(timezone.now())
    in_year = HolidayYear.objects.order_by("year").last()
    holiday = in_year.holidays.last()
    client.get("/settings/holidays/")
    assert undo(client, client.post(f"/settings/holidays/days/{holiday.pk}/removal/")) == 302
    back = in_year.holidays.get(on=holiday.on)
    assert (back.name, back.local_names) == (holiday.name, holiday.local_names)


def test_a_preview_of_a_kind_is_what_happens_and_can_be_undone(client, cast, cora, ann):
    actions.promise(cora, "A table", at=timezone.now(), by=ann, kind="delivery")
    kept = Promise.objects.get()
    client.force_login(cast["mark"])
    url = "/settings/promise-kinds/delivery/"
    form = {"name": "Bring", "rule": "days", "amount": 3, "cutoff_minutes": 60, "at_risk_minutes": "4"}

    said = lines(client.post(url, form | PREVIEW))
    assert not Kind.objects.exists()
    assert "1 open promise of this kind keeps its time and its reminders." in said
    assert "are called “Bring” everywhere" in said
    now = timezone.now()
    with timezone.override("Europe/Prague"):
        before = formats.moment(due_for(kind_of("delivery").level, now, calendar_of(None)).promise_due_at)
    saved = client.post(url, form)
    made = actions.promise(cora, "A chair", at=now, by=ann, kind="delivery")
    with timezone.override("Europe/Prague"):
        after = formats.moment(made.due_at)
    assert f"it will be due {after} instead of {before}" in said
    assert Promise.objects.get(pk=kept.pk).due_at == kept.due_at
    assert undo(client, saved) == 302
    assert not Kind.objects.exists()


def test_pages_about_a_house_without_a_location(client, cast):
    Location.objects.all().delete()
    client.force_login(cast["olga"])
    page = client.get("/settings/opening-hours/")
    assert "/settings/locations/new/" in page.text
    assert client.get("/settings/holidays/").status_code == 200
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert client.post("/settings/opening-hours/special-days/", {"on": tomorrow} | PREVIEW).status_code == 200


def test_letting_somebody_go_hands_over_what_the_page_said_and_undo_gives_it_back(client, cast, cora, ann):
    now = timezone.now()
    cora.account_manager = ann
    cora.save()
    for number in range(3):
        a_promise(cora, f"Chair {number}", by=ann, at=now, due_at=now + timedelta(days=3))
    client.force_login(cast["mark"])
    url = f"/people/{ann.pk}/activity/"
    page = client.get(url).text
    assert "3 open promises: to whoever you choose" in page and "1 customer: to whoever you choose" in page

    page = client.post(url, {"off": "1", "to": str(cast["bob"].pk)}, follow=True).text
    assert "Handed over to Bob: 3 open promises, 1 customer." in unescape(page)
    assert Promise.objects.filter(owner=cast["bob"]).count() == 3
    assert type(cora).objects.get(pk=cora.pk).account_manager == cast["bob"]
    told = cora.entries.filter(kind="promise.handed_over", by=cast["mark"])
    assert (told.count(), told.first().facts["former_owner"]) == (3, "Ann")

    address = unescape(re.search(r'action="(/people/return/[^"]*)"', page)[1])
    assert client.post(address).status_code == 302
    ann.refresh_from_db()
    assert ann.is_active and Promise.objects.filter(owner=ann).count() == 3
    assert type(cora).objects.get(pk=cora.pk).account_manager == ann


def test_handing_over_takes_the_same_number_of_statements_however_many(cast, cora, ann):
    def statements(count: int) -> int:
        for number in range(count):
            a_promise(cora, f"Chair {number}", by=ann, at=TUESDAY)
        staff_actions.reactivate(ann, by=cast["mark"])
        with CaptureQueriesContext(connection) as asked:
            staff_actions.deactivate(ann, by=cast["mark"], to=cast["bob"], at=TUESDAY)
        return len(asked)

    statements(1)
    assert statements(2) == statements(9)


def test_a_house_with_too_many_promises_is_told_how_many_were_worked_out(cora, ann, monkeypatch):
    monkeypatch.setattr("rapport.promises.outlook.RECKONED", 1)
    for _number in range(3):
        actions.promise(cora, "A reply", at=TUESDAY, by=ann, kind="price")
    seen = outlook(lambda: actions.set_week(Location.objects.main(), TUESDAY.date(), mornings()), TUESDAY)
    told = [detail for line in in_words(seen) for detail in line.details]
    assert (seen.kept, seen.otherwise) == (3, 1)
    assert "Only the next 1 were worked out." in told
