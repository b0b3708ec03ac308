"""An order will be late: its customer hears it early, once, and what was promised moves with what they were told."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rapport.care.models import Notice, NoticeRule
from rapport.care.notices import actions, delays, settling
from rapport.care.notices.measures import telling_delay_of
from rapport.care.notices.testing import KNOWN, TOLD, WEDNESDAY, a_late_order, arrive, go_out, rows_of, somebody, words
from rapport.messaging.models import Message
from rapport.messaging.outgoing import holds
from rapport.orders import actions as orders
from rapport.orders.models import Delay
from rapport.orders.testing import FRIDAY, an_order
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.promises.testing import prague, told

pytestmark = pytest.mark.django_db
State = Notice.State


@pytest.fixture
def order(mailbox, cora, ann):
    return a_late_order(cora, by=ann)


@pytest.fixture
def draft(order) -> Notice:
    return delays.of_a_delay(order.customer.entries.get(kind="order.delayed"))


@pytest.fixture
def by_itself(db) -> NoticeRule:
    return NoticeRule.objects.create(goes_out=True, wait_minutes=30)


def test_the_worked_example_of_an_honest_delay(order, draft, ann, cora):
    """Promised Friday at six, known Tuesday at eleven, told at three: 4.0 business hours, 3 days and 3 hours ahead."""
    actions.send_out(draft, at=TOLD, by=ann)
    go_out(draft, at=TOLD)
    arrive(TOLD)

    notice, order, old = Notice.objects.get(), type(order).objects.get(), draft.slip
    assert (notice.known_at, notice.told_at, notice.promised_at) == (KNOWN, TOLD, prague("2026-11-27 18:00"))
    assert notice.notice_lead == timedelta(days=3, hours=3)
    assert telling_delay_of(notice) == 4.0 * 60
    old.refresh_from_db()
    assert (old.state, old.renegotiated_to) == (Promise.State.RENEGOTIATED, order.promise)
    assert (order.promise.state, order.promise.due_at) == (Promise.State.OPEN, prague("2026-12-02 18:00"))
    telling = old.tellings.get()
    message = Message.objects.get()
    assert (telling.entry, telling.at, telling.known_at) == (message.entry, TOLD, KNOWN)
    assert (telling.notice_lead, message.entry.kind) == (timedelta(days=3, hours=3), "message.sent")
    assert Delay.objects.get().told_at == TOLD
    assert rows_of(notice)[0].promise == order.promise


def test_a_noted_delay_waits_as_a_draft_in_the_words_of_its_customer(draft, order, ann, cora):
    assert (draft.state, draft.slip, draft.owner, draft.new_on) == (State.DRAFT, order.promise, ann, WEDNESDAY)
    assert draft.tell_by == Delay.objects.get().tell_by
    assert "our supplier delivers later than agreed with us" in words(draft).happened
    assert actions.approving.findings(draft, at=KNOWN) == []
    assert not Message.objects.exists()


def test_noted_again_a_draft_that_nobody_touched_follows_the_facts(draft, order, ann, cora):
    orders.note_delay(order, at=KNOWN + timedelta(hours=1), by=ann, cause="carrier", expected_on=FRIDAY + timedelta(9))
    delays.of_a_delay(cora.entries.filter(kind="order.delayed").latest("at"))

    notice = Notice.objects.get()
    assert (notice.new_on, "the carrier did not bring" in words(notice).happened) == (FRIDAY + timedelta(9), True)


def test_what_somebody_wrote_in_a_draft_stays(draft, order, ann, cora):
    actions.edit(draft, at=KNOWN, by=ann, changes={}, texts={"en": {"happened": "We mixed up two orders."}})
    orders.note_delay(order, at=KNOWN + timedelta(hours=1), by=ann, cause="carrier")
    delays.of_a_delay(cora.entries.filter(kind="order.delayed").latest("at"))

    assert words(Notice.objects.get()).happened == "We mixed up two orders."


def test_a_day_that_passed_unsaid_asks_for_an_honest_draft(mailbox, cora, ann):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    late = prague("2026-11-27 18:05")
    promises.mark_overdue(late)
    notice = delays.of_a_day_that_passed(cora.entries.get(kind="promise.overdue"))

    assert (notice.slip, notice.certainty, notice.new_on) == (order.promise, "unknown", None)
    assert notice.next_news_at == prague("2026-11-30 18:00")
    assert "We do not know the cause yet" in words(notice).happened
    assert "did not keep that date" in words(notice).happened

    actions.send_out(notice, at=late, by=ann)
    go_out(notice, at=late)
    arrive(late)
    order.promise.refresh_from_db()
    assert (order.promise.state, order.promise.tellings.get(about="late").at) == ("overdue", late)


def test_told_after_it_was_late_a_new_promise_begins_and_the_old_stays_late(mailbox, cora, ann):
    order, late = an_order(customer=cora, by=ann, promised_on=FRIDAY), prague("2026-11-30 10:00")
    promises.mark_overdue(late)
    notice = delays.of_a_day_that_passed(cora.entries.get(kind="promise.overdue"))
    written = {"happened": "We mixed up two orders. Forgive us."}
    changes = {"new_on": WEDNESDAY, "next_news_at": None, "certainty": "confirmed"}
    notice = actions.edit(notice, at=late, by=ann, changes=changes, texts={"en": written})
    actions.send_out(notice, at=late, by=ann)
    go_out(notice, at=late)
    arrive(late)

    old, order = order.promise, type(order).objects.get()
    old.refresh_from_db()
    assert (old.state, order.promise.due_at, order.promise.renegotiated_from) == (
        "overdue",
        prague("2026-12-02 18:00"),
        None,
    )
    assert notice.notice_lead is None and Notice.objects.get().notice_lead < timedelta(0)


def test_one_slip_is_told_once(draft, order, cora, ann):
    again = delays.of_a_delay(cora.entries.get(kind="order.delayed"))
    assert again == draft

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(kind="delay", title="Again", slip=draft.slip, known_at=KNOWN, tell_by=KNOWN)
    actions.send_out(draft, at=TOLD, by=ann)
    assert delays.of_a_day_that_passed(_overdue(order)) in (None, draft)
    assert Notice.objects.count() == 1


def _overdue(order):
    promises.mark_overdue(prague("2026-11-30 10:00"))
    return order.customer.entries.get(kind="promise.overdue")


@pytest.mark.parametrize("how", ["on the order", "on the promise", "it came"])
def test_who_was_told_otherwise_needs_no_notice_any_more(draft, order, ann, cora, how):
    at = TOLD
    if how == "on the order":
        orders.tell_delay(order, at=at, by=ann, told=told(at), cause="Late", due_on=WEDNESDAY)
        delays.drop_what_is_told(cora.entries.get(kind="promise.renegotiated").facts["old_promise_id"])
    elif how == "on the promise":
        promises.renegotiate(order.promise, at=at, by=ann, told=told(at), reason="Late", due_on=WEDNESDAY)
        delays.drop_what_is_told(cora.entries.get(kind="promise.renegotiated").facts["old_promise_id"])
    else:
        orders.take_step(order, "delivered", at=at, by=ann)
        delays.drop_of_order(cora.entries.get(kind="order.delivered").facts["order_id"])

    draft.refresh_from_db()
    assert draft.state == State.DROPPED


def test_by_rule_it_goes_out_by_itself_after_a_while_and_once(by_itself, order, draft, cora):
    assert draft.sends_at == KNOWN + timedelta(minutes=30)
    assert delays.send_what_is_due(KNOWN + timedelta(minutes=29)) == 0

    assert delays.send_what_is_due(draft.sends_at) == 1
    assert delays.send_what_is_due(draft.sends_at) == 0
    go_out(draft, at=draft.sends_at)
    arrive(draft.sends_at)
    notice, message = Notice.objects.get(), Message.objects.get()
    assert (notice.is_automatic, notice.approved_by, message.kind) == (True, None, "automatic")
    assert type(order).objects.get().promise.due_at == prague("2026-12-02 18:00")


@pytest.mark.parametrize("why", ["no rule", "mourning", "cause in another language", "no cause", "edited", "delivered"])
def test_what_a_person_has_to_look_at_does_not_go_by_itself(mailbox, cora, ann, why):
    NoticeRule.objects.create(goes_out=why != "no rule")
    if why == "mourning":
        holds.hold(cora, because="mourning")
    cause = {"cause in another language": "დაზგა გაფუჭდა", "no cause": "soon"}.get(why, "supplier")
    order = a_late_order(cora, by=ann, cause=cause)
    notice = delays.of_a_delay(cora.entries.get(kind="order.delayed"))
    if why == "edited":
        actions.edit(notice, at=KNOWN, by=ann, changes={}, texts={"en": {"doing": "We cut it again."}})
    if why == "delivered":
        orders.take_step(order, "delivered", at=TOLD, by=ann)

    assert delays.send_what_is_due(TOLD) == 0
    assert not Message.objects.exists()
    assert Notice.objects.get().state == State.DRAFT


def test_an_update_with_a_new_date_moves_the_promise_once_they_know_it(order, draft, cora, ann):
    actions.send_out(draft, at=TOLD, by=ann)
    go_out(draft, at=TOLD)
    arrive(TOLD)
    later = TOLD + timedelta(days=1)
    news = {"en": {"subject": "News about your order", "text": "The oak came, and one board was split."}}
    notice = actions.update(draft, news, at=later, by=ann, new_on=FRIDAY + timedelta(14))
    go_out(notice, "update", 1, at=later)
    assert type(order).objects.get().promise.due_at == prague("2026-12-02 18:00")

    arrive(later)
    moved = type(order).objects.get().promise
    assert (moved.due_at, moved.renegotiations) == (prague("2026-12-11 18:00"), 2)
    assert settling.settle(later) == 0
    assert [m.conversation_id for m in Message.objects.all()] == [Message.objects.first().conversation_id] * 2


def test_told_by_phone_first_the_recorded_call_moves_the_date(order, draft, cora, ann):
    entry = actions.spoke(rows_of(draft)[0], at=TOLD, by=ann, words="Told her. She does not mind.")

    notice = Notice.objects.get()
    assert (entry.kind, notice.state, notice.told_at, rows_of(notice)[0].state) == ("call.made", "sent", TOLD, "spoken")
    assert draft.slip.tellings.get().entry == entry
    assert type(order).objects.get().promise.due_at == prague("2026-12-02 18:00")
    assert not Message.objects.exists()


def test_what_nobody_can_reach_in_their_words_waits_for_somebody(mailbox, ann):
    """The cause was typed in English; the letter is Czech: somebody has to say it there."""
    jan = somebody("Jan Novák", "cs", form_gender="male", given_name="Jan", family_name="Novák")
    a_late_order(jan, by=ann, cause="The oak was still too damp to cut.")
    notice = delays.of_a_delay(jan.entries.get(kind="order.delayed"))

    assert [(f.part, f.found) for f in actions.approving.findings(notice, at=KNOWN)] == [("happened", "{cause}")]
