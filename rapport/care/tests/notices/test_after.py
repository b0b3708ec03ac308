"""What follows a notice: a word to those without an order, a call first, every channel, and one question at the end."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from rapport.care.models import Notice, NoticeRecipient, NoticeRule
from rapport.care.notices import actions, asking, delays, measures, today
from rapport.care.notices.refusals import NotSolvedYet
from rapport.care.notices.testing import KNOWN, TOLD, WEDNESDAY, a_late_order, a_notice, arrive, go_out, somebody
from rapport.core import passes
from rapport.messaging.models import Channel, ContactHold, Message, Preference
from rapport.messaging.outgoing import holds, sealed
from rapport.promises.models import Promise
from rapport.promises.testing import prague

DAY = timedelta(days=1)
State = NoticeRecipient.State
NEWS = {"en": {"subject": "News", "text": "The part came, one day later than we hoped."}}
SOLVED = {"en": {"subject": "Solved", "text": "Our web shop works again as it should."}}


def told(notice, *, by, at=TOLD):
    actions.send_out(notice, at=at, by=by)
    go_out(notice, at=at)
    arrive(at)
    return Notice.objects.get(pk=notice.pk)


def solved(notice, *, by, at):
    actions.resolve(notice, SOLVED, at=at, by=by)
    go_out(notice, "solved", at=at)
    arrive(at)
    return Notice.objects.get(pk=notice.pk)


def test_a_new_date_is_a_promise_also_to_who_has_no_order(mailbox, cora, ann):
    notice = told(a_notice([cora], by=ann), by=ann)
    word = notice.recipients.get().promise
    assert (word.customer, word.due_at, word.owner) == (cora, prague("2026-12-02 18:00"), ann)
    assert word.text == "Our web shop works again as it should"
    assert word.tellings.get().entry == notice.recipients.get().message.entry

    actions.update(notice, NEWS, at=TOLD + DAY, by=ann, new_on=WEDNESDAY + DAY)
    go_out(notice, "update", 1, at=TOLD + DAY)
    arrive(TOLD + DAY)
    moved = notice.recipients.get().promise
    assert (moved.renegotiated_from, moved.due_at) == (word, prague("2026-12-03 18:00"))

    solved(notice, by=ann, at=TOLD + 2 * DAY)
    moved.refresh_from_db()
    assert moved.state == Promise.State.KEPT and Promise.objects.filter(customer=cora).count() == 2


def test_a_change_that_we_decided_promises_nothing(mailbox, cora, ann):
    notice = a_notice([cora], by=ann, kind="change")
    words = {"happened": "Prices rise.", "meaning": "Your next order costs more."}
    actions.edit(notice, at=KNOWN, by=ann, changes={}, texts={"en": words})
    assert told(notice, by=ann).recipients.get().promise is None


def test_less_than_a_day_before_somebody_calls_first_and_then_it_goes_in_writing(mailbox, cora, ann):
    a_late_order(cora, by=ann)
    notice = delays.of_a_delay(cora.entries.get(kind="order.delayed"))
    near = prague("2026-11-27 09:00")
    assert not measures.calls_first(notice, KNOWN) and measures.calls_first(notice, near)
    line = next(item for item in today.to_send(ann, near) if item.key.startswith("promise:"))
    assert "Call first" in line.what and f"/recipients/{notice.recipients.get().pk}/" in line.step.url

    actions.spoke(notice.recipients.get(), at=near, by=ann, words="She says it is fine.", in_writing=True)
    row = notice.recipients.select_related("message", "promise").get()
    assert (row.state, row.promise.due_at) == (State.SPOKEN, prague("2026-12-02 18:00"))
    assert row.order.number in row.message.text and Message.objects.count() == 1
    assert ContactHold.objects.get(customer=cora).because == "incident"


def test_a_draft_near_its_date_gives_time_to_call_before_it_goes_by_itself(mailbox, cora, ann):
    NoticeRule.objects.create(goes_out=True, wait_minutes=10)
    order = a_late_order(cora, by=ann)
    entry = cora.entries.get(kind="order.delayed")
    entry.at = prague("2026-11-27 09:00")
    order.delays.update(known_at=entry.at, tell_by=prague("2026-11-27 17:00"))
    assert delays.of_a_delay(entry).sends_at == prague("2026-11-27 17:00")


def test_a_recall_goes_by_every_channel_and_counts_as_told_by_any(mailbox, cora, ann):
    cora.phones.create(raw="+420 600 111 222", e164="+420600111222")
    Channel.objects.create(kind="sms", name="Texts", address="+420600000000")
    notice = a_notice([cora], by=ann, kind="recall", facts={"product": "Oak chair"})
    actions.edit(notice, at=KNOWN, by=ann, changes={}, texts={"en": {"happened": "A leg can break."}})
    actions.send_out(notice, at=TOLD, by=ann)
    go_out(notice, at=TOLD)
    sent = {message.channel.kind: message for message in Message.objects.all()}
    assert set(sent) == {"email", "sms"}
    assert "stop using Oak chair" in sent["sms"].text and len(sent["sms"].text) < len(sent["email"].text) / 2

    Message.objects.filter(pk=sent["email"].pk).update(state="bounced")
    arrive(TOLD)
    arrive(TOLD + timedelta(minutes=1))
    row = notice.recipients.select_related("message").get()
    assert (row.state, row.message) == (State.TOLD, sent["sms"])


def test_what_is_dangerous_is_said_at_night_and_what_can_wait_waits(mailbox, cora, ann):
    now = timezone.localtime(timezone.now(), ZoneInfo("Europe/Prague"))
    begins, ends = (now - timedelta(hours=1)).time(), (now + timedelta(hours=1)).time()
    Preference.objects.create(customer=cora, quiet_from=begins, quiet_until=ends)
    for kind, waits in (("incident", True), ("recall", False)):
        notice = a_notice([cora], by=ann, kind=kind, facts={"product": "Oak chair", "service": "Our shop"})
        actions.edit(notice, at=KNOWN, by=ann, changes={}, texts={"en": {"happened": "A leg can break."}})
        actions.send_out(notice, at=TOLD, by=ann)
        go_out(notice, at=TOLD)
        message = Message.objects.latest("at")
        assert (message.send_after > now + timedelta(minutes=30)) is waits


@pytest.fixture
def over(mailbox, cora, ann):
    return solved(told(a_notice([cora], by=ann), by=ann), by=ann, at=TOLD + DAY)


def test_three_days_after_it_is_solved_they_are_asked_one_question(over, cora, client):
    asked_on = TOLD + 4 * DAY
    assert asking.ask_all(asked_on - timedelta(minutes=1)) == 0
    assert [asking.ask_all(asked_on) for _twice in range(2)] == [1, 0]
    question = over.recipients.get().question
    assert (question.purpose, question.state) == ("survey", "queued") and "from 1 (badly)" in question.text
    assert ContactHold.objects.get(customer=cora).purposes == ["marketing"]  # offers wait for the week to be over

    with sealed.opened(question):
        link = next(line for line in question.text.splitlines() if passes.PLACE in line)
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    assert "How did we deal with it?" in page.content.decode()
    there = page.redirect_chain[-1][0]
    assert client.post(there, {"choice": "rate"}).status_code == 422
    for _twice in range(2):
        client.post(there, {"choice": "rate", "stars": "2", "words": "Late."})
    row = over.recipients.get()
    assert (row.rating, row.rating_words) == (2, "Late.")
    assert cora.entries.get(kind="notice.rated").facts["stars"] == 2


def test_whoever_complains_or_was_asked_lately_is_not_asked(over, cora):
    holds.hold(cora, because="complaint", source="care.complaint:1", at=TOLD)
    assert asking.ask_all(TOLD + 4 * DAY) == 1
    row = over.recipients.get()
    assert row.asked_at and row.question is None
    assert not Message.objects.filter(purpose="survey").exists()


def test_nobody_rates_what_is_not_solved(mailbox, cora, ann):
    notice = told(a_notice([somebody("Milan Veverka")], by=ann), by=ann)
    with pytest.raises(NotSolvedYet):
        asking.rate(notice.recipients.get(), 5, at=TOLD)
