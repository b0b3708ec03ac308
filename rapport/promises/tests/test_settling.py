"""How promises end, and what the clock does to them."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from rapport.promises import actions
from rapport.promises.models import Promise
from rapport.promises.testing import TUESDAY, a_promise, prague, told

DUE = prague("2026-11-25 18:00")
A_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    "done_at, state",
    [(DUE - timedelta(days=1), "kept"), (DUE, "kept"), (DUE + A_MINUTE, "kept_late")],
)
def test_the_clock_decides_whether_a_promise_was_kept_in_time(ann, cora, done_at, state):
    promise = a_promise(cora, by=ann)

    actions.keep(promise, at=done_at, by=ann, evidence="Parcel CZ 4711")

    promise.refresh_from_db()
    assert (promise.state, promise.done_at, promise.closed_by) == (state, done_at, ann)
    entry = cora.entries.get(kind=f"promise.{state}")
    assert (entry.at, entry.facts["evidence"]) == (done_at, "Parcel CZ 4711")


def test_what_was_done_in_time_is_kept_although_it_is_written_down_later(ann, cora):
    promise = a_promise(cora, by=ann)
    actions.mark_overdue(DUE + A_MINUTE)

    actions.keep(promise, at=DUE + timedelta(hours=15), done_at=DUE, by=ann, evidence="Signed at the door")

    promise.refresh_from_db()
    assert (promise.state, promise.closed_at) == ("kept", DUE + timedelta(hours=15))


@pytest.mark.parametrize("proof", [{"evidence": "Photo"}, {"confirmed_by_customer": True}])
def test_the_owner_alone_does_not_close_a_promise(ann, cora, proof):
    promise = a_promise(cora, by=ann)

    with pytest.raises(actions.NeedsEvidence):
        actions.keep(promise, at=TUESDAY, by=ann)
    assert actions.keep(promise, at=TUESDAY, by=ann, **proof).state == "kept"


def test_an_entry_on_the_timeline_is_evidence(ann, cora):
    promise = a_promise(cora, by=ann)
    entry = cora.entries.get(kind="promise.made")

    assert actions.keep(promise, at=TUESDAY, evidence_entry=entry).evidence_entry == entry


def test_a_follow_up_among_us_needs_no_evidence(ann, cora):
    promise = a_promise(cora, "Ask how the chairs sit", kind="follow_up", by=ann)

    assert actions.keep(promise, at=TUESDAY, by=ann).state == "kept"


def test_nothing_is_kept_in_the_future(ann, cora):
    with pytest.raises(actions.NotYetDone):
        actions.keep(a_promise(cora, by=ann), at=TUESDAY, done_at=TUESDAY + A_MINUTE, by=ann, evidence="x")


def test_settling_twice_settles_once(ann, cora):
    promise = a_promise(cora, by=ann)
    first = actions.keep(promise, at=TUESDAY, by=ann, evidence="Photo")

    second = actions.keep(promise, at=TUESDAY + A_MINUTE, by=ann, evidence="Another photo")

    assert (second.closed_at, second.evidence) == (first.closed_at, "Photo")
    assert cora.entries.filter(kind="promise.kept").count() == 1


def test_what_has_ended_stays_as_it_ended(cast, cora):
    ann = cast["ann"]
    promise = a_promise(cora, by=ann)
    actions.keep(promise, at=TUESDAY, by=ann, evidence="Photo")
    endings = [
        lambda: actions.break_(promise, at=TUESDAY, by=ann, reason="No wood", told=told(TUESDAY)),
        lambda: actions.withdraw(promise, at=TUESDAY, by=ann, told=told(TUESDAY)),
        lambda: actions.void(promise, at=TUESDAY, by=cast["bob"], reason="Typo"),
        lambda: actions.renegotiate(promise, at=TUESDAY, by=ann, told=told(TUESDAY), reason="Rain"),
        lambda: actions.hand_over(promise, at=TUESDAY, by=ann, to=cast["bob"]),
        lambda: actions.answer(promise, at=TUESDAY, by=ann, on_track=True),
        lambda: actions.tell(promise, at=TUESDAY, by=ann, told=told(TUESDAY)),
    ]

    for ending in endings:
        with pytest.raises(actions.AlreadySettled):
            ending()


def test_breaking_a_promise_takes_a_reason_and_a_word_to_the_customer(ann, cora):
    promise = a_promise(cora, by=ann)

    actions.break_(promise, at=DUE + A_MINUTE, by=ann, reason="The kiln burst", told=told(DUE, "I am sorry."))

    promise.refresh_from_db()
    assert (promise.state, promise.reason, promise.tellings.get().about) == ("broken", "The kiln burst", "broken")
    assert cora.entries.get(kind="promise.broken").body == "I am sorry."


def test_a_customer_may_no_longer_want_it(ann, cora):
    promise = a_promise(cora, by=ann)

    actions.withdraw(promise, at=DUE + timedelta(days=1), by=ann, told=told(DUE, "We took oak."))

    promise.refresh_from_db()
    assert promise.state == "withdrawn"
    assert promise.tellings.get().by_customer


def test_a_mistake_is_void_within_the_hour_by_a_second_person(cast, cora):
    promise = a_promise(cora, by=cast["ann"])

    actions.void(promise, at=TUESDAY + timedelta(hours=1), by=cast["bob"], reason="Wrong customer")

    promise.refresh_from_db()
    assert (promise.state, promise.closed_by) == ("void", cast["bob"])


@pytest.mark.parametrize(
    "who, after, is_told, refusal",
    [
        ("ann", timedelta(minutes=5), False, actions.NeedsSecondPerson),
        ("bob", timedelta(minutes=61), False, actions.TooOldToVoid),
        ("bob", timedelta(minutes=5), True, actions.WasTold),
    ],
)
def test_what_is_no_mistake_any_more(cast, cora, who, after, is_told, refusal):
    promise = a_promise(cora, by=cast["ann"], told=told(TUESDAY) if is_told else None)

    with pytest.raises(refusal):
        actions.void(promise, at=TUESDAY + after, by=cast[who], reason="Typo")


# The clock.


def test_what_is_due_now_is_not_late_yet(ann, cora):
    promise = a_promise(cora, by=ann)

    assert actions.mark_overdue(DUE) == 0
    assert actions.mark_overdue(DUE + A_MINUTE) == 1
    assert actions.mark_overdue(DUE + A_MINUTE) == 0
    promise.refresh_from_db()
    assert promise.state == "overdue"
    assert cora.entries.get(kind="promise.overdue").subject_id == promise.pk


def test_marking_many_takes_few_queries(ann, cora, django_assert_max_num_queries):
    for number in range(20):
        a_promise(cora, f"Sample {number}", by=ann)

    with django_assert_max_num_queries(8):
        assert actions.mark_overdue(DUE + A_MINUTE) == 20


@pytest.mark.parametrize(
    "days, spoke_after, imported, state",
    [
        (30, None, False, "overdue"),
        (31, None, False, "broken"),
        (31, 20, False, "overdue"),
        (31, None, True, "overdue"),
    ],
)
def test_a_month_of_silence_breaks_a_promise(ann, cora, days, spoke_after, imported, state):
    promise = a_promise(cora, by=ann)
    Promise.objects.update(imported=imported)
    actions.mark_overdue(DUE + A_MINUTE)
    if spoke_after:
        said = DUE + timedelta(days=spoke_after)
        actions.tell(promise, at=said, by=ann, told=told(said))

    actions.mark_broken(DUE + timedelta(days=days))

    promise.refresh_from_db()
    assert promise.state == state
    assert promise.reason == ("no_outcome" if state == "broken" else "")


@pytest.fixture
def many(transactional_db, ann, cora):
    return [a_promise(cora, f"Sample {number}", by=ann) for number in range(30)]


def test_two_workers_miss_none_and_mark_none_twice(many, cora, monkeypatch):
    monkeypatch.setattr("rapport.promises.actions.by_the_clock.BATCH", 4)
    counted, start = [], threading.Barrier(2)

    def work():
        start.wait()
        counted.append(actions.mark_overdue(DUE + A_MINUTE))
        connection.close()

    workers = [threading.Thread(target=work) for _worker in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    counted.append(actions.mark_overdue(DUE + A_MINUTE))

    assert sum(counted) == len(many)
    assert Promise.objects.overdue().count() == len(many)
    told_of = cora.entries.filter(kind="promise.overdue").values_list("subject_id", flat=True)
    assert sorted(told_of) == sorted(promise.pk for promise in many)


def test_a_promise_that_someone_is_keeping_is_left_to_the_next_run(many, ann):
    held, go_on = threading.Event(), threading.Event()

    def keep():
        with transaction.atomic():
            actions.keep(many[0], at=DUE, by=ann, evidence="Photo")
            held.set()
            go_on.wait(10)
        connection.close()

    keeper = threading.Thread(target=keep)
    keeper.start()
    held.wait(10)
    marked = actions.mark_overdue(DUE + A_MINUTE)
    go_on.set()
    keeper.join()

    assert marked == len(many) - 1
    assert actions.mark_overdue(DUE + A_MINUTE) == 0
    many[0].refresh_from_db()
    assert many[0].state == "kept"


def test_two_people_settle_a_promise_only_once(many, ann, cora):
    start, outcomes = threading.Barrier(2), []

    def settle(verb, **details):
        start.wait()
        try:
            outcomes.append(verb(many[0], at=TUESDAY, by=ann, **details).state)
        except actions.AlreadySettled:
            outcomes.append("refused")
        connection.close()

    people = [
        threading.Thread(target=settle, args=(actions.keep,), kwargs={"evidence": "Photo"}),
        threading.Thread(target=settle, args=(actions.withdraw,), kwargs={"told": told(TUESDAY)}),
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert len([outcome for outcome in outcomes if outcome != "refused"]) == 1
    assert cora.entries.filter(kind__in=["promise.kept", "promise.withdrawn"]).count() == 1
