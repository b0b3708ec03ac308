"""The morning page: what is due comes in order, can be put off but never past its deadline, and stays true."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from rapport.customers import actions as customers
from rapport.customers.testing import a_customer
from rapport.promises import actions as promises
from rapport.promises.calendars import calendar_of
from rapport.today import actions, queries
from rapport.today.models import Tick

PRAGUE = ZoneInfo("Europe/Prague")
TUESDAY = datetime(2026, 6, 9, 10, 18, tzinfo=PRAGUE)


def owed(customer, by, due_at, text="Walnut samples", **more):
    return promises.promise(customer, text, at=TUESDAY - timedelta(days=1), by=by, due_at=due_at, **more)


@pytest.mark.django_db
def test_promises_stand_in_the_order_in_which_they_fall_due(business, ann, cora):
    late = owed(cora, ann, TUESDAY - timedelta(minutes=5), "Drawing")
    evening = owed(cora, ann, TUESDAY.replace(hour=17, minute=0), "Quote")
    noon = owed(cora, ann, TUESDAY.replace(hour=11, minute=0), "Samples")

    morning = queries.morning(ann, at=TUESDAY)

    assert [(g.name, [i.key for i in g.items]) for g in morning.groups] == [
        ("late", [f"promise:{late.pk}"]),
        ("noon", [f"promise:{noon.pk}"]),
        ("today", [f"promise:{evening.pk}"]),
    ]
    assert (morning.late, morning.due_today) == (1, 2)
    assert [round(mark.at) for mark in morning.day_line.marks] == [22, 89]


@pytest.mark.django_db
def test_a_line_can_be_put_off_but_never_past_its_deadline(business, ann, cora):
    due = TUESDAY + timedelta(minutes=40)

    tick = actions.snooze("promise:1", by=ann, until=TUESDAY + timedelta(days=7), due_at=due)

    assert tick.until == due
    actions.wake("promise:1", by=ann)
    assert not Tick.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day, back",
    [
        (TUESDAY.date() + timedelta(days=2), TUESDAY.replace(day=11, hour=9, minute=0)),
        (TUESDAY.date() + timedelta(days=4), TUESDAY.replace(day=13, hour=0, minute=0)),  # a Saturday
        (TUESDAY.date(), TUESDAY.replace(hour=18, minute=0)),
        (TUESDAY.date() - timedelta(days=1), None),
    ],
)
def test_what_is_about_a_day_is_back_as_that_day_begins(business, ann, day, back):
    assert queries.back_by(day, at=TUESDAY, calendar=calendar_of(None)) == back


@pytest.mark.django_db
def test_a_birthday_can_be_put_off_until_its_morning(client, business, ann, cora):
    day = timezone.localdate() + timedelta(days=3)
    customers.replace_rows(cora, "dates", by=ann, rows=[{"kind": "birthday", "month": day.month, "day": day.day}])
    client.force_login(ann)
    (line,) = queries.morning(ann, at=timezone.now()).dates
    assert "Put off" in client.get("/").content.decode()

    client.post("/today/ticks/", {"key": line.key, "until": "week", "due_on": line.due_on.isoformat()})

    assert not queries.morning(ann, at=timezone.now()).dates
    assert Tick.objects.get().until.astimezone(PRAGUE).date() == line.due_on
    assert queries.morning(ann, at=Tick.objects.get().until + timedelta(minutes=1)).dates


@pytest.mark.django_db
def test_the_page_asks_a_fixed_number_of_questions(client, business, ann, django_assert_max_num_queries):
    client.force_login(ann)
    counts = []
    for _ in range(2):
        for n in range(4):
            customer = a_customer(f"Buyer {n}")
            promises.promise(
                customer,
                "A call",
                at=timezone.now(),
                by=ann,
                kind="callback",
                due_at=timezone.now() + timedelta(hours=n + 1),
            )
        client.get("/")
        with django_assert_max_num_queries(45) as asked:
            assert client.get("/").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_putting_off_by_the_page(client, business, ann, cora):
    promise = owed(cora, ann, timezone.now() + timedelta(hours=3))
    client.force_login(ann)
    key = f"promise:{promise.pk}"
    assert "Walnut samples" in client.get("/").content.decode()

    client.post("/today/ticks/", {"key": key, "until": "hour", "due_at": promise.due_at.isoformat()})

    assert "Walnut samples" not in client.get("/").content.decode()
    client.post(f"/today/ticks/undo/?key={key}")
    assert "Walnut samples" in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who, sent, kept",
    [("ann", {"key": "a:1", "until": "never"}, 0), ("rita", {"key": "a:1"}, 0), ("ann", {"key": "a:1"}, 1)],
)
def test_who_can_tick_and_what(client, cast, business, who, sent, kept):
    client.force_login(cast[who])
    client.post("/today/ticks/", sent)
    assert Tick.objects.count() == kept


@pytest.mark.django_db
def test_an_empty_day_says_so(client, business, ann):
    client.force_login(ann)
    page = client.get("/").content.decode()
    assert "Nothing is owed today" in page and "Nothing is late." in page


@pytest.mark.django_db
def test_an_empty_day_looks_ahead(client, business, ann, cora):
    promise = owed(cora, ann, timezone.now() + timedelta(days=40), "The big table")
    client.force_login(ann)
    page = client.get("/").content.decode()
    assert "Nothing is owed today" in page and "The big table" in page and promise.get_absolute_url() in page


@pytest.mark.django_db
def test_what_was_put_away_is_found_again(client, business, ann, cora):
    promise = owed(cora, ann, timezone.now() + timedelta(hours=3))
    client.force_login(ann)
    client.post("/today/ticks/", {"key": f"promise:{promise.pk}", "until": "hour"})

    assert "Walnut samples" in client.get("/today/ticks/").content.decode()
    client.post("/today/ticks/undo/", {"key": f"promise:{promise.pk}", "next": "/today/ticks/"})

    assert "Nothing is put away" in client.get("/today/ticks/").content.decode()


@pytest.mark.django_db
def test_a_long_group_is_a_screenful_until_it_is_asked_for_whole(business, ann, cora):
    for n in range(12):
        owed(cora, ann, TUESDAY - timedelta(minutes=n + 1), f"Sample {n}")

    (late,) = queries.morning(ann, at=TUESDAY).groups
    assert (len(late.shown), late.hidden) == (queries.SCREENFUL, 12 - queries.SCREENFUL)
    (late,) = queries.morning(ann, at=TUESDAY, whole="late").groups
    assert (len(late.shown), late.hidden) == (12, 0)


@pytest.mark.django_db
def test_how_we_keep_our_word_comes_when_it_is_looked_at(business, ann, client):
    at = timezone.now()
    for n in range(5):
        promise = promises.promise(
            a_customer(f"Customer {n}"), "Samples", at=at - timedelta(days=9), by=ann, due_at=at - timedelta(days=1)
        )
        promises.keep(promise, at=at, by=ann, evidence="Sent", done_at=at - timedelta(days=2))
    client.force_login(ann)

    assert "/today/panels/our_word/" in client.get("/").content.decode()
    told = client.get("/today/panels/our_word/").content.decode()
    assert "5 of 5" in told.replace('<span class="tnum">5</span>', "5")
    assert client.get("/today/panels/next_promise/").status_code == 404  # is on another page, and not lazy
