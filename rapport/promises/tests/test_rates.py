"""How often we keep our word: the worked example, and what counts."""

from datetime import timedelta

import pytest

from rapport.promises import actions
from rapport.promises.models import Promise
from rapport.promises.queries import chain, customer_promises, promise_book, story_of
from rapport.promises.rates import Rate, Share, rate, rates_by, wilson
from rapport.promises.testing import TUESDAY, a_promise, prague, told

DUE = prague("2026-11-25 18:00")
LATER = DUE + timedelta(days=2)
WINDOW = {"start": TUESDAY - timedelta(days=1), "end": prague("2026-12-01 00:00"), "at": prague("2026-11-30 12:00")}


@pytest.mark.parametrize(
    "successes, trials, low, high",
    [
        (42, 50, 0.7149, 0.9166),
        (10, 10, 0.7225, 1),
        (0, 5, 0, 0.4345),
        (3, 7, 0.1582, 0.7495),
        (10, 12, 0.552, 0.953),
    ],
)
def test_the_interval_of_a_share(successes, trials, low, high):
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-4)


def test_fewer_than_five_say_nothing():
    assert Share(4, 4).ratio is None
    assert (Share(5, 4).ratio, Share(5, 4).is_few, Share(30, 15).is_few) == (0.8, True, False)
    assert Share(0, 0).interval == (0, 1)


def move(promise, by):
    return actions.renegotiate(promise, at=TUESDAY, by=by, told=told(TUESDAY), reason="Rain", due_at=LATER)


@pytest.fixture
def twenty(business, ann, cora):
    """14 kept, 3 of them after a timely renegotiation; 2 late; 1 broken; 2 withdrawn; 1 not due."""
    promises = [a_promise(cora, f"Promise {number}", by=ann) for number in range(19)]
    for promise in promises[:11]:
        actions.keep(promise, at=DUE, by=ann, evidence="Photo")
    for promise in promises[11:14]:
        actions.keep(move(promise, ann), at=LATER, by=ann, evidence="Photo")
    for promise in promises[14:16]:
        actions.keep(promise, at=LATER, by=ann, evidence="Photo")
    actions.break_(promises[16], at=LATER, by=ann, reason="No wood", told=told(LATER))
    for promise in promises[17:19]:
        actions.withdraw(promise, at=TUESDAY, by=ann, told=told(TUESDAY))
    a_promise(cora, "Not due", by=ann, due_at=WINDOW["at"] + timedelta(hours=1))


def test_the_worked_example(twenty, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = rate(Promise.objects.all(), **WINDOW)

    assert (found.kept, found.counted, found.kept_by_first_date) == (14, 17, 11)
    assert (found.keeping.ratio, found.first_date.ratio) == pytest.approx((0.824, 0.647), abs=5e-4)
    assert found.keeping.interval == pytest.approx((0.590, 0.938), abs=5e-4)
    assert found.first_date.interval == pytest.approx((0.413, 0.827), abs=5e-4)


def test_rates_by_kind_person_and_location(twenty, cast, cora, django_assert_num_queries):
    bobs = a_promise(cora, by=cast["bob"], kind="price")
    actions.keep(bobs, at=DUE, by=cast["bob"], evidence="Mail")

    with django_assert_num_queries(3):
        by_owner = dict(rates_by(Promise.objects.all(), "owner", **WINDOW))
        by_kind = dict(rates_by(Promise.objects.all(), "kind", **WINDOW))
        by_location = dict(rates_by(Promise.objects.all(), "location", **WINDOW))

    assert {owner: found.counted for owner, found in by_owner.items()} == {cast["ann"].pk: 17, cast["bob"].pk: 1}
    assert by_kind["price"] == Rate(counted=1, kept=1, kept_by_first_date=1)
    assert by_location[None].counted == 18


def test_what_is_late_counts_at_once_and_what_is_among_us_never(business, ann, cora):
    a_promise(cora, by=ann)
    a_promise(cora, by=ann, kind="follow_up")

    assert rate(Promise.objects.all(), **WINDOW) == Rate(counted=1, late=1)
    assert rate(Promise.objects.all(), **WINDOW | {"at": DUE}) == Rate()


def test_the_book_of_a_person(business, cast, cora, django_assert_num_queries):
    late, upcoming = a_promise(cora, by=cast["ann"]), a_promise(cora, by=cast["ann"], due_at=LATER)
    a_promise(cora, by=cast["bob"])
    actions.keep(a_promise(cora, by=cast["ann"]), at=TUESDAY, by=cast["ann"], evidence="Photo")

    with django_assert_num_queries(2):  # one asks the house, which a request knows, whether it is divided by team
        book = promise_book(cast["ann"], at=DUE + timedelta(minutes=1))

    assert (book.late, book.upcoming) == ([late], [upcoming])


def test_what_a_customer_is_owed(business, ann, cora, django_assert_num_queries):
    old = a_promise(cora, "From the old system", by=ann)
    Promise.objects.update(imported=True)
    first, second = a_promise(cora, by=ann), a_promise(cora, by=ann, due_at=LATER)

    with django_assert_num_queries(1):
        owed = customer_promises(cora, at=DUE + timedelta(minutes=1))

    assert (owed.next, owed.open, owed.late_count) == (first, [first, second, old], 2)


def test_the_whole_chain_from_any_link(business, ann, cora, django_assert_num_queries):
    first = a_promise(cora, by=ann)
    second = move(first, ann)
    third = move(second, ann)

    with django_assert_num_queries(1):
        links = chain(second)

    assert links == chain(third) == [first, second, third]
    with django_assert_num_queries(5):
        story = story_of(first)
    assert [entry.kind for entry in story.entries] == [
        "promise.made",
        "promise.renegotiated",
        "promise.renegotiated",
    ]
    assert len(story.tellings) == 2
