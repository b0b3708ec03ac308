"""Giving our word, moving it in time, and what must not happen to it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.core.refusals import Refusal
from rapport.customers.testing import a_customer
from rapport.promises import actions
from rapport.promises.models import Promise, Reminder
from rapport.promises.refusals import NotATelling
from rapport.promises.testing import TUESDAY, a_promise, main_calendar, prague, told
from rapport.timeline.actions import record

pytestmark = pytest.mark.usefixtures("business")


def test_promising_tells_the_story(ann, cora):
    promise = actions.promise(cora, "Three walnut samples", by=ann, at=TUESDAY, due_at=TUESDAY + timedelta(days=1))

    assert (promise.state, promise.owner, promise.made_by) == ("open", ann, ann)
    assert promise.first_due_at == promise.due_at == TUESDAY + timedelta(days=1)
    entry = cora.entries.get()
    assert (entry.kind, entry.by, entry.facts["text"]) == ("promise.made", ann, "Three walnut samples")


@pytest.mark.parametrize(
    "kind, due_at, target",
    [
        ("reply", "2026-11-25 18:00", "2026-11-24 18:00"),
        ("document", "2026-11-26 18:00", "2026-11-26 18:00"),
        ("other", "2026-11-25 18:00", "2026-11-25 18:00"),
    ],
)
def test_without_a_date_the_service_level_says_when(ann, cora, kind, due_at, target):
    promise = actions.promise(cora, "An answer", kind=kind, by=ann, at=TUESDAY)

    assert (promise.due_at, promise.target_due_at) == (prague(due_at), prague(target))


@pytest.mark.parametrize(
    "day, due_at", [(date(2026, 11, 27), "2026-11-27 18:00"), (date(2026, 11, 28), "2026-11-28 23:59")]
)
def test_a_day_means_the_end_of_business_or_of_the_day(ann, cora, day, due_at):
    assert actions.promise(cora, "Samples", by=ann, at=TUESDAY, due_on=day).due_at == prague(due_at)


@pytest.mark.parametrize("late_by", [timedelta(0), timedelta(minutes=1)])
def test_nothing_is_promised_for_the_past(ann, cora, late_by):
    with pytest.raises(actions.DueIsPast):
        actions.promise(cora, "Samples", by=ann, at=TUESDAY, due_at=TUESDAY - late_by)
    assert not Promise.objects.exists()


def test_a_location_keeps_its_own_hours(ann, cora, tbilisi):
    """Monday 23 November is St George's day in Georgia."""
    promise = actions.promise(cora, "An answer", kind="reply", by=ann, at=prague("2026-11-22 10:00"), location=tbilisi)

    assert promise.due_at == prague("2026-11-24 15:00")


def test_moving_a_date_in_time_starts_a_new_promise_that_remembers_the_first(ann, cora):
    """The worked example on honest delays: telling delay 4 business hours, notice lead 3 days 3 hours."""
    promise = a_promise(cora, by=ann, at=prague("2026-11-20 10:00"), due_at=prague("2026-11-27 18:00"))
    known, said = prague("2026-11-24 11:00"), prague("2026-11-24 15:00")

    moved = actions.renegotiate(
        promise,
        at=said,
        by=ann,
        told=told(said, words="It comes on Wednesday.", known_at=known),
        reason="The supplier delivers late",
        due_on=date(2026, 12, 2),
    )

    promise.refresh_from_db()
    assert (promise.state, promise.renegotiated_to, promise.reason) == (
        "renegotiated",
        moved,
        "The supplier delivers late",
    )
    assert (moved.state, moved.due_at) == ("open", prague("2026-12-02 18:00"))
    assert (moved.first_due_at, moved.renegotiations) == (promise.due_at, 1)
    telling = promise.tellings.get()
    assert telling.notice_lead == timedelta(days=3, hours=3)
    assert telling.telling_delay(main_calendar()) == 4 * 60
    entry = cora.entries.get(kind="promise.renegotiated")
    assert (entry.body, entry.channel, entry.facts["old_due_at"]) == (
        "It comes on Wednesday.",
        "phone",
        "2026-11-27T17:00:00+00:00",
    )


def test_moving_twice_by_mistake_moves_once(ann, cora):
    promise = a_promise(cora, by=ann)
    move = {"at": TUESDAY, "by": ann, "told": told(TUESDAY), "reason": "Rain", "due_on": date(2026, 12, 2)}

    assert actions.renegotiate(promise, **move) == actions.renegotiate(promise, **move)
    assert Promise.objects.count() == 2


@pytest.mark.parametrize(
    "at, told_at, refusal",
    [
        ("2026-11-25 18:00", "2026-11-25 10:00", actions.AlreadyLate),
        ("2026-11-26 09:00", "2026-11-25 10:00", actions.AlreadyLate),
        ("2026-11-25 10:00", "2026-11-25 10:01", actions.NotToldYet),
    ],
)
def test_a_date_moves_only_before_it_passes_and_after_telling(ann, cora, at, told_at, refusal):
    promise = a_promise(cora, by=ann, due_at=prague("2026-11-25 18:00"))

    with pytest.raises(refusal):
        actions.renegotiate(
            promise, at=prague(at), by=ann, told=told(prague(told_at)), reason="Rain", due_on=date(2026, 12, 2)
        )
    promise.refresh_from_db()
    assert promise.state == "open"
    assert not promise.tellings.exists()


def test_a_moved_promise_can_be_found_from_the_first(ann, cora):
    first = a_promise(cora, by=ann)
    moved = actions.renegotiate(first, at=TUESDAY, by=ann, told=told(TUESDAY), reason="Rain", due_on=date(2026, 12, 2))

    assert first.latest() == moved == moved.latest()


def test_handing_over_changes_the_owner_and_nothing_else(cast, cora):
    promise = a_promise(cora, by=cast["ann"])

    actions.hand_over(promise, at=TUESDAY, by=cast["mark"], to=cast["bob"], note="You know her best.")

    promise.refresh_from_db()
    assert (promise.owner, promise.made_by) == (cast["bob"], cast["ann"])
    entry = cora.entries.get(kind="promise.handed_over")
    assert (entry.facts["to"], entry.facts["former_owner"]) == ("Bob", "Ann")


def test_nothing_is_handed_to_someone_who_left(cast, cora):
    promise = a_promise(cora, by=cast["ann"])
    cast["bob"].is_active = False
    cast["bob"].save()

    with pytest.raises(Refusal, match="no longer works here"):
        actions.hand_over(promise, at=TUESDAY, by=cast["mark"], to=cast["bob"])


def test_telling_of_a_late_promise_leaves_it_late(ann, cora):
    promise = a_promise(cora, by=ann)

    actions.tell(promise, at=promise.due_at + timedelta(hours=1), by=ann, told=told(promise.due_at))

    assert cora.entries.filter(kind="promise.told_late").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"state": "kept"},
        {"state": "kept", "done_at": TUESDAY + timedelta(days=9), "closed_at": TUESDAY, "evidence": "x"},
        {"state": "kept_late", "done_at": TUESDAY, "closed_at": TUESDAY, "evidence": "x"},
        {"state": "kept", "done_at": TUESDAY, "closed_at": TUESDAY},
        {"state": "broken", "closed_at": TUESDAY},
        {"state": "renegotiated", "closed_at": TUESDAY + timedelta(days=9)},
        {"state": "open", "closed_at": TUESDAY},
        {"text": ""},
        {"due_at": TUESDAY - timedelta(days=9)},
    ],
)
def test_the_database_refuses_impossible_promises(ann, cora, change):
    promise = a_promise(cora, by=ann)

    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(**change)


def test_an_owner_is_reminded_once_of_the_nearest_level(cast, cora):
    promise = a_promise(cora, by=cast["ann"], due_at=prague("2026-12-04 18:00"))
    moments = [promise.ask_at, promise.at_risk_at, promise.urgent_at, promise.due_at + timedelta(minutes=1)]

    assert actions.remind(TUESDAY) == 0
    for moment in moments:
        assert actions.remind(moment) == 1
        assert actions.remind(moment) == 0
    actions.hand_over(promise, at=moments[-1], by=cast["mark"], to=cast["bob"])
    assert actions.remind(moments[-1]) == 1
    assert list(Reminder.objects.values_list("level", "owner__name")) == [
        ("halfway", "Ann"),
        ("at_risk", "Ann"),
        ("urgent", "Ann"),
        ("overdue", "Ann"),
        ("overdue", "Bob"),
    ]


@pytest.mark.parametrize(
    "due_at, ask_at, at_risk_at, urgent_at",
    [
        ("2026-12-04 18:00", "2026-11-30 14:00", "2026-12-02 12:00", "2026-12-04 16:00"),
        ("2026-11-25 18:00", "2026-11-25 09:30", "2026-11-25 13:45", "2026-11-25 16:00"),
        ("2026-11-24 11:00", "2026-11-24 10:30", "2026-11-24 10:45", None),
    ],
)
def test_when_an_owner_is_reminded(ann, cora, due_at, ask_at, at_risk_at, urgent_at):
    promise = a_promise(cora, by=ann, at=prague("2026-11-24 10:00"), due_at=prague(due_at))

    assert promise.ask_at == prague(ask_at)
    assert promise.at_risk_at == prague(at_risk_at)
    assert promise.urgent_at == (urgent_at and prague(urgent_at))


def test_what_is_due_by_tomorrow_warns_when_a_quarter_is_left(ann, cora):
    promise = a_promise(cora, kind="reply", by=ann, at=TUESDAY, due_at=prague("2026-11-25 18:00"))

    assert (promise.ask_at, promise.at_risk_at) == (None, prague("2026-11-25 13:45"))
    assert promise.urgent_at == prague("2026-11-25 17:30")


def _record(customer, kind, at, **more):
    with transaction.atomic():
        return record(customer, kind, at=at, **more)


@pytest.mark.parametrize(
    "kind, more, from_them",
    [
        ("message.sent", {"channel": "email", "body": "It comes on Wednesday."}, False),
        ("call.made", {"channel": "phone", "body": "Spoke to her.", "outcome": "reached", "direction": "out"}, False),
        ("message.received", {"channel": "email", "body": "Wednesday suits me better."}, True),
        ("customer.agreed", {"by_customer": True, "body": "Take your time."}, True),  # on their own pages
    ],
)
def test_a_date_is_moved_by_the_entry_that_shows_they_know(ann, cora, kind, more, from_them):
    promise = a_promise(cora, by=ann)
    entry = _record(cora, kind, TUESDAY, **more)

    moved = actions.renegotiate(promise, at=TUESDAY, by=ann, told=entry, reason="Rain", due_on=date(2026, 12, 2))

    telling = promise.tellings.get()
    assert (telling.entry, telling.at, telling.words, telling.by_customer) == (entry, TUESDAY, entry.body, from_them)
    story = cora.entries.get(kind="promise.renegotiated")
    assert (story.facts["told_by"], story.body, moved.state) == (str(entry.pk), "", "open")


def test_what_is_written_down_by_hand_is_its_own_record(ann, cora):
    promise = a_promise(cora, by=ann)

    actions.renegotiate(promise, at=TUESDAY, by=ann, told=told(TUESDAY), reason="Rain", due_on=date(2026, 12, 2))

    assert promise.tellings.get().entry == cora.entries.get(kind="promise.renegotiated")


@pytest.mark.parametrize(
    "kind, more",
    [
        ("note.written", {"body": "We should tell them."}),
        ("call.made", {"outcome": "no_answer", "direction": "out"}),
        ("gift.given", {}),
    ],
)
def test_an_entry_that_told_them_nothing_moves_no_date(ann, cora, kind, more):
    promise, entry = a_promise(cora, by=ann), _record(cora, kind, TUESDAY, **more)

    with pytest.raises(NotATelling):
        actions.renegotiate(promise, at=TUESDAY, by=ann, told=entry, reason="Rain", due_on=date(2026, 12, 2))


def test_nobody_knows_by_what_another_was_told(ann, cora):
    promise, entry = a_promise(cora, by=ann), _record(a_customer("Milan Veverka"), "message.sent", TUESDAY)

    with pytest.raises(NotATelling):
        actions.renegotiate(promise, at=TUESDAY, by=ann, told=entry, reason="Rain", due_on=date(2026, 12, 2))
