"""What promises show and do on other slices' pages, by the clock and in the demo business."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from rapport.core.ids import uuid7
from rapport.core.registry import panels
from rapport.core.registry import today as today_sources
from rapport.customers import actions as customers
from rapport.customers.testing import a_customer
from rapport.demo.stage import Stage
from rapport.promises import actions, demo, tasks, today
from rapport.promises.models import Holiday, HolidayYear, Promise
from rapport.promises.rates import Rate, rate
from rapport.promises.testing import TUESDAY, a_promise, prague, told
from rapport.staff import demo as staff_demo
from rapport.staff.actions import add_team
from rapport.staff.actions.house import see_by_team
from rapport.staff.models import Business, Location
from rapport.timeline import actions as timeline

pytestmark = pytest.mark.usefixtures("business")

DUE = prague("2026-11-25 18:00")


# Today.


def test_today_shows_what_is_late_at_risk_or_due_soon(cast, cora, django_assert_max_num_queries):
    ann = cast["ann"]
    late = a_promise(cora, "Late", by=ann, due_at=TUESDAY + timedelta(hours=1))
    soon = a_promise(cora, "Soon", by=ann)
    a_promise(cora, "Later", by=ann, due_at=prague("2026-12-04 18:00"))
    a_promise(cora, "Bob’s", by=cast["bob"])

    with django_assert_max_num_queries(8):
        items = list(today.promises(ann, TUESDAY + timedelta(hours=2)))

    assert [(item.key, item.tone) for item in items] == [(f"promise:{late.pk}", "late"), (f"promise:{soon.pk}", "")]
    assert items[0].step.url == f"/promises/{late.pk}/keeping/?next=/"
    assert [step.label for step in items[0].more][0] == "Say that it is late"
    assert [step.label for step in items[1].more][0] == "Say it will be late"


def test_old_imported_promises_are_one_line(ann, cora):
    for number in range(3):
        a_promise(cora, f"Order {number}", by=ann)
    Promise.objects.update(imported=True, state="overdue")

    (item,) = today.promises(ann, DUE + timedelta(days=9))

    assert (item.what, item.customer) == ("3 promises from before Rapport are still open", None)


def test_who_leads_sees_what_is_in_nobodys_hands_or_moved_often(cast, cora):
    promise = a_promise(cora, by=cast["bob"])
    for number in range(3):
        promise = actions.renegotiate(
            promise,
            at=TUESDAY,
            by=cast["bob"],
            told=told(TUESDAY),
            reason="Rain",
            due_at=DUE + timedelta(days=number + 1),
        )
    cast["bob"].is_active = False
    cast["bob"].save()

    keys = [item.key for item in today.alerts(cast["mark"], TUESDAY)]

    assert keys == ["promises:orphans", "promises:moved"]
    assert "promise_alerts" not in [source.name for source in today_sources.for_user(cast["ann"])]
    assert "promise_alerts" in [source.name for source in today_sources.for_user(cast["mark"])]


def test_from_december_on_next_years_holidays_want_confirming(cast):
    actions.seed_holidays(TUESDAY)
    december = prague("2026-12-01 09:00")

    assert list(today.alerts(cast["mark"], prague("2026-11-30 09:00"))) == []
    (item,) = today.alerts(cast["mark"], december)
    assert item.what == "Nobody has confirmed the public holidays of 2027"
    actions.confirm_holidays(HolidayYear.objects.get(year=2027), at=december, by=cast["mark"])
    assert list(today.alerts(cast["mark"], december)) == []


def test_today_can_be_opened(client, ann, cora):
    at = timezone.now()
    a_promise(cora, "Walnut samples", by=ann, at=at, due_at=at + timedelta(minutes=50))
    client.force_login(ann)

    assert b"Walnut samples" in client.get("/").content


# The customer's page.


def test_the_customers_page_begins_with_the_next_promise(client, ann, cora, django_assert_num_queries):
    at = timezone.now()
    a_promise(cora, "Walnut samples", by=ann, at=at, due_at=at + timedelta(days=1))
    a_promise(cora, "A drawing", by=ann, at=at, due_at=at + timedelta(days=2))
    request = RequestFactory().get("/")
    request.user = ann

    with django_assert_num_queries(1):
        answer = panels["next_promise"].query(request, cora)
    assert answer["owed"].next.text == "Walnut samples"
    client.force_login(ann)
    page = client.get(cora.get_absolute_url()).content.decode()
    assert page.index("Next promise") < page.index("Walnut samples") < page.index("A drawing")


def test_a_reader_sees_promises_but_no_buttons(client, cast, cora):
    at = timezone.now()
    promise = a_promise(cora, by=cast["ann"], at=at, due_at=at + timedelta(days=1))
    client.force_login(cast["rita"])

    for url in (promise.get_absolute_url(), "/promises/?whose=everyone", cora.get_absolute_url()):
        page = client.get(url).content.decode()
        assert promise.text in page
        assert "Mark kept" not in page


def test_promises_to_customers_one_may_not_see_do_not_exist(client, cast, cora):
    at = timezone.now()
    promise = a_promise(cora, by=cast["ann"], at=at, due_at=at + timedelta(days=1))
    customers.edit(cora, by=None, version=cora.version, changes={"team": add_team("North", people=[cast["ann"]])})
    see_by_team(True, by=cast["olga"])
    pages = [f"/promises/{promise.pk}/", f"/promises/{promise.pk}/keeping/", f"/customers/{cora.pk}/promises/new/"]

    for who, status in (("ann", 200), ("bob", 404)):
        client.force_login(cast[who])
        assert [client.get(page).status_code for page in pages] == [status] * 3
    assert promise.text.encode() not in client.get("/promises/?whose=everyone").content
    assert client.post(f"/promises/{promise.pk}/keeping/", {"evidence": "Photo"}).status_code == 404


# Following up.


def test_what_was_written_down_to_come_back_to_is_planned_once(run_jobs, business, ann, cora):
    day = timezone.localdate() + timedelta(days=7)
    entry = timeline.note(cora, "Ask how the chairs sit\nand about the bench.", by=ann, follow_up_on=day)

    run_jobs()

    planned = Promise.objects.get()
    assert (planned.text, planned.kind, planned.owner, planned.source) == (
        "Ask how the chairs sit",
        "follow_up",
        ann,
        entry,
    )
    assert timezone.localdate(planned.due_at) == day
    assert actions.follow_up(entry, day) == planned


def test_a_day_that_has_passed_becomes_the_next_that_will_do(ann, cora):
    entry = timeline.note(cora, "Ask again", by=ann)

    planned = actions.follow_up(entry, date(2020, 1, 1))

    assert planned.due_at > entry.recorded_at


# Someone is away.


def test_everything_of_someone_goes_to_somebody_else(client, cast, cora):
    at = timezone.now()
    for number in range(3):
        a_promise(cora, f"Sample {number}", by=cast["bob"], at=at, due_at=at + timedelta(days=1))
    kept = a_promise(cora, "Kept", by=cast["bob"], at=at, due_at=at + timedelta(days=1))
    actions.keep(kept, at=at, by=cast["bob"], evidence="Photo")

    client.force_login(cast["ann"])
    assert client.get("/promises/handover/").status_code == 403
    client.force_login(cast["mark"])
    bob, ann = str(cast["bob"].pk), str(cast["ann"].pk)
    assert b"Bob, 3 promises" in client.get("/promises/handover/").content
    assert client.post("/promises/handover/", {"former": bob, "to": bob}).status_code == 422
    assert client.post("/promises/handover/", {"former": bob, "to": ann}).status_code == 302
    assert Promise.objects.open().owned_by(cast["ann"]).count() == 3
    kept.refresh_from_db()
    assert kept.owner == cast["bob"]


# Imported history, the clock and the demo.


def test_history_comes_in_by_sql_and_sets_nothing_off(ann, cora):
    """With the columns that `models/promise.py` asks importers to fill."""
    ordered, promised = TUESDAY - timedelta(days=900), TUESDAY - timedelta(days=870)
    rows = [
        ("kept", promised, promised),
        ("kept_late", promised + timedelta(days=2), promised + timedelta(days=2)),
        ("overdue", None, None),
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO promises_promise (
                id, customer_id, kind, text, about, made_at, due_at, first_due_at, imported, is_internal,
                renegotiations, confirmed_by_customer, reason, evidence, state, done_at, closed_at
            ) VALUES (%s, %s, 'delivery', 'Order 1', 'order 1', %s, %s, %s, true, false, 0, false, '', %s, %s, %s, %s)
            """,
            [
                (uuid7(), cora.pk, ordered, promised, promised, "Shipped" if done else "", state, done, closed)
                for state, done, closed in rows
            ],
        )

    assert actions.mark_overdue(TUESDAY) == actions.mark_broken(TUESDAY) == actions.remind(TUESDAY) == 0
    window = {"start": ordered, "end": TUESDAY, "at": TUESDAY}
    assert rate(Promise.objects.all(), **window) == Rate(counted=3, kept=1, kept_late=1, late=1, kept_by_first_date=1)


def test_the_clock_marks_reminds_and_seeds(run_jobs, business, ann, cora):
    at = timezone.now()
    promise = a_promise(cora, by=ann, at=at - timedelta(days=2), due_at=at - timedelta(minutes=1))
    for task in (tasks.mark_overdue, tasks.mark_broken, tasks.seed_holidays):
        task.defer(timestamp=0)

    run_jobs()

    promise.refresh_from_db()
    assert promise.state == "overdue"
    assert promise.reminders.get().level == "overdue"
    assert Holiday.objects.filter(in_year__country="CZ").exists()


def test_holidays_are_seeded_once_and_named_in_our_languages(tbilisi, cast):
    assert actions.seed_holidays(TUESDAY) == 0
    actions.remove_holiday(Holiday.objects.get(in_year__country="GE", on=date(2026, 3, 3)))
    actions.seed_holidays(TUESDAY)

    assert not Holiday.objects.filter(in_year__country="GE", on=date(2026, 3, 3)).exists()
    saint_george = Holiday.objects.get(in_year__country="GE", on=date(2026, 11, 23))
    assert (saint_george.name, "ka" in saint_george.local_names) == ("Saint George's Day", True)


def test_the_demo_business_shows_every_state(db):
    stage = Stage(now=timezone.now(), password="a long secret")
    Location.objects.all().delete()
    Business.objects.all().delete()
    staff_demo.fill(stage)
    names = {row[0] for row in [*demo.OWED, *demo.FOLLOW_UPS]} | {"james", "murugan", "ruth", "marketa"}
    stage.customers = {name: a_customer(name.capitalize()) for name in sorted(names)}

    demo.fill(stage)

    assert set(Promise.objects.values_list("state", flat=True)) == set(Promise.State.values)
    assert not Promise.objects.orphaned().exists()
