"""Whom a notice concerns, who lets it go, and how everybody hears it once, in their own words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.care.models import Notice, NoticeRecipient
from rapport.care.notices import actions, sending, settling, whom
from rapport.care.notices.measures import measured
from rapport.care.notices.refusals import AlreadyOut, ChangedMeanwhile, NobodyChosen, NotReady, SecondPerson
from rapport.care.notices.testing import (
    KNOWN,
    TOLD,
    WEDNESDAY,
    a_late_order,
    a_notice,
    arrive,
    go_out,
    rows_of,
    somebody,
)
from rapport.core.refusals import Refusal
from rapport.core.testing.worker import wait_until
from rapport.customers.models import Email
from rapport.customers.testing import a_customer
from rapport.messaging.models import Conversation, Message
from rapport.messaging.outgoing import holds, suppressing
from rapport.messaging.outgoing.actions import send
from rapport.orders import actions as orders
from rapport.orders.actions import Line
from rapport.orders.testing import FRIDAY, a_product, an_order
from rapport.promises.testing import prague
from rapport.segments import actions as segments
from rapport.staff.models import Team
from rapport.staff.remembering import remembering

pytestmark = pytest.mark.django_db
State, Out = NoticeRecipient.State, Notice.State
NEWS = {"en": {"subject": "News", "text": "We found the cause: a cable."}}


@pytest.fixture
def crowd(mailbox):
    return [somebody(f"Person {number:02}") for number in range(20)]


def test_each_is_told_in_their_language_with_their_form_of_address(mailbox, ann):
    people = {
        "en": somebody("John Smith", "en", form_gender="male", family_name="Smith", given_name="John"),
        "cs": somebody("Jan Novák", "cs", form_gender="male", family_name="Novák", given_name="Jan"),
        "ka": somebody("გიორგი ბერიძე", "ka", form_gender="male", given_name="გიორგი", family_name="ბერიძე"),
        "ta": somebody("ரமேஷ்", "ta", form_gender="male", given_name="ரமேஷ்"),
    }
    notice = a_notice(people.values(), by=ann)
    actions.send_out(notice, at=TOLD, by=ann)
    go_out(notice, at=TOLD)

    said = {message.language: message.text for message in Message.objects.all()}
    assert said["en"].startswith("Dear Mr Smith,\n\nOur web shop has not been working")
    assert said["cs"].startswith("Vážený pane Nováku,")
    assert said["ka"].startswith("ბატონო გიორგი,")
    assert "திரு. ரமேஷ்" in said["ta"].splitlines()[0]
    assert "2. prosince 2026" in said["cs"] and "2 December 2026" in said["en"]
    for language, text in said.items():
        assert "{" not in text and "+420 222 111 000" in text, language


def test_whose_language_is_not_spoken_here_reads_the_first_of_the_house(mailbox, ann):
    notice = a_notice([somebody("Jean Dupont", "fr")], by=ann)
    assert [text.language for text in notice.texts.all()] == ["en"]


def test_several_orders_of_one_customer_make_one_message(mailbox, cora, ann):
    for _ in range(2):
        an_order(customer=cora, by=ann, promised_on=FRIDAY)
    notice = actions.draft("delay", at=KNOWN, by=ann, whom=whom.Orders(), cause="weather", new_on=WEDNESDAY)
    assert (notice.recipient_count, notice.recipients.count()) == (1, 2)
    assert notice.promised_at == prague("2026-11-27 18:00")
    actions.send_out(notice, at=TOLD, by=ann)
    go_out(notice, at=TOLD)
    arrive(TOLD)

    message = Message.objects.get()
    first, second = sorted(row.order.number for row in notice.recipients.select_related("order"))
    assert message.subject == f"Your orders {first} and {second} will come later than we promised"
    assert f"We promised you orders {first} and {second} (" in message.text
    assert {row.promise.due_at for row in notice.recipients.select_related("promise")} == {prague("2026-12-02 18:00")}


def test_who_is_affected_by_product_place_or_day(mailbox, cora, ann, django_assert_num_queries):
    chair, today = a_product(), KNOWN
    other = somebody("Milan Veverka")
    mine = an_order(Line(product=chair), customer=cora, by=ann, promised_on=FRIDAY)
    an_order(customer=other, by=ann, promised_on=FRIDAY + timedelta(7))
    notice = a_notice([cora], by=ann)

    def chosen(by):
        whom.put_down(notice, by, ann)
        return {row.customer for row in rows_of(notice)}

    assert chosen(whom.Orders(product=chair)) == {cora}
    assert notice.recipients.get().order == mine
    assert chosen(whom.Orders(promised_from=FRIDAY, promised_until=FRIDAY)) == {cora}
    assert chosen(whom.Orders(promised_from=FRIDAY + timedelta(1))) == {other}
    assert chosen(whom.Orders(location=mailbox.location or ann.location)) == {cora, other}
    orders.track(mine, "https://track.example/LW2198", at=KNOWN, by=ann)
    assert chosen(whom.Orders(shipment="lw2198")) == {cora}
    assert chosen(whom.Orders(shipment="LW2199")) == set()
    assert today < TOLD
    with django_assert_num_queries(8):
        whom.put_down(notice, whom.Orders(product=chair), ann)


def test_a_recall_finds_also_what_came_long_ago(mailbox, cora, ann):
    chair = a_product()
    order = an_order(Line(product=chair), customer=cora, by=ann, promised_on=FRIDAY)
    orders.take_step(order, "delivered", at=KNOWN, by=ann)
    notice = a_notice([somebody("Milan Veverka")], by=ann, kind="recall")
    day = KNOWN.date()
    for since, found in ((None, []), (day, [cora]), (day + timedelta(1), [])):
        assert whom.put_down(notice, whom.Orders(product=chair, came_since=since), ann) == len(found)
        assert [row.customer for row in rows_of(notice)] == found


def test_who_is_affected_by_a_segment_and_by_hand(mailbox, cora, ann):
    milan = somebody("Milan Veverka")
    segment = segments.save(
        "Lindqvists", by=ann, condition={"all": [{"field": "name", "op": "contains", "value": "lindq"}]}
    )
    notice = actions.choose(a_notice([milan], by=ann), whom.Segment(segment), by=ann)
    assert ([row.customer for row in rows_of(notice)], notice.segment) == ([cora], segment)

    notice = actions.choose(notice, whom.Picked([milan.pk, cora.pk]), by=ann)
    assert ([row.customer for row in rows_of(notice)], notice.segment) == ([cora, milan], None)


def test_to_twenty_a_second_person_says_yes(crowd, cast):
    ann, mark, olga = cast["ann"], cast["mark"], cast["olga"]
    notice = a_notice(crowd, by=mark)
    for who in (ann, mark):
        with pytest.raises(SecondPerson):
            actions.send_out(notice, at=TOLD, by=who)
    actions.ask_for_approval(notice, at=TOLD, by=ann)
    notice = actions.approve(notice, at=TOLD, by=olga)

    assert (notice.state, notice.approved_by, notice.asked_by) == (Out.APPROVED, olga, ann)
    assert actions.send_out(notice, at=TOLD, by=ann).state == Out.SENDING


def test_to_fewer_whoever_writes_it_sends_it(crowd, ann):
    notice = actions.send_out(a_notice(crowd[:19], by=ann), at=TOLD, by=ann)
    assert (notice.state, notice.approved_by) == (Out.SENDING, ann)


def test_changed_words_are_asked_for_anew(crowd, cast):
    notice = actions.ask_for_approval(a_notice(crowd, by=cast["ann"]), at=TOLD, by=cast["ann"])
    notice = actions.edit(notice, at=TOLD, by=cast["ann"], changes={"title": "Shop"}, texts={})
    assert (notice.asked_at, notice.title) == (None, "Shop")


def test_what_is_not_complete_does_not_go(mailbox, cora, ann):
    notice = a_notice([cora], by=ann)
    actions.edit(notice, at=TOLD, by=ann, changes={}, texts={"en": {"apology": ""}})
    with pytest.raises(NotReady):
        actions.send_out(notice, at=TOLD, by=ann)
    with pytest.raises(NobodyChosen):
        actions.send_out(a_notice([], by=ann), at=TOLD, by=ann)
    assert not Message.objects.exists()


def test_two_who_write_at_once_do_not_overwrite_each_other(mailbox, cora, ann):
    notice = a_notice([cora], by=ann)
    actions.edit(notice, at=TOLD, by=ann, changes={"title": "First"}, texts={}, seen=None)
    with pytest.raises(ChangedMeanwhile):
        actions.edit(notice, at=TOLD, by=ann, changes={"title": "Second"}, texts={}, seen=None)


def test_sent_twice_it_goes_once(mailbox, cora, ann):
    notice = a_notice([cora], by=ann)
    for _ in range(2):
        actions.send_out(notice, at=TOLD, by=ann)
        go_out(notice, at=TOLD)
    NoticeRecipient.objects.update(message=None, state=State.WAITING)  # as if the mark had been lost
    go_out(notice, at=TOLD)

    assert Message.objects.count() == 1
    with pytest.raises(AlreadyOut):
        actions.drop(notice)


def test_who_cannot_be_reached_stands_there_with_the_reason_and_can_be_called(mailbox, cora, ann):
    silent, grieving = a_customer("Nobody Knows"), somebody("Vera Dunn")
    holds.hold(grieving, because="mourning")
    back = somebody("Bea Back")
    suppressing.suppress("email", back.emails.get().address, "bounced")
    notice = a_notice([cora, silent, grieving, back], by=ann)
    actions.send_out(notice, at=TOLD, by=ann)
    go_out(notice, at=TOLD)
    arrive(TOLD)

    states = {row.customer.name: (row.state, row.reason) for row in rows_of(notice)}
    assert states == {
        "Cora Lindqvist": (State.TOLD, ""),
        "Nobody Knows": (State.HELD, "no_address"),
        "Vera Dunn": (State.HELD, "in_person"),
        "Bea Back": (State.HELD, "bounced"),
    }
    actions.spoke(notice.recipients.get(customer=grieving), at=TOLD, by=ann, words="Told her gently.")
    assert notice.recipients.get(customer=grieving).state == State.SPOKEN


def test_what_came_back_later_is_noticed(mailbox, cora, ann):
    notice = a_notice([cora], by=ann)
    actions.send_out(notice, at=TOLD, by=ann)
    go_out(notice, at=TOLD)
    arrive(TOLD)
    Message.objects.update(state=Message.State.BOUNCED)
    settling.settle(timezone.now())

    assert [(row.state, row.reason) for row in rows_of(notice)] == [(State.HELD, "bounced")]


def test_the_story_tells_that_they_were_told(mailbox, cora, ann):
    notice = a_notice([cora], by=ann)
    actions.send_out(notice, at=TOLD, by=ann)
    go_out(notice, at=TOLD)
    arrive(TOLD)

    entry = cora.entries.get(kind="notice.told")
    assert (entry.at, entry.by, entry.facts["notice_id"], entry.facts["about"]) == (TOLD, ann, str(notice.pk), "notice")
    assert "Ann" in entry.sentence


def test_answers_go_to_whoever_looks_after_the_notice(mailbox, cora, cast):
    notice = a_notice([cora], by=cast["ann"])
    actions.send_out(notice, at=TOLD, by=cast["ann"])
    go_out(notice, at=TOLD)

    talk = Conversation.objects.get()
    assert (talk.assignee, talk.links.get().subject_id) == (cast["ann"], notice.pk)
    actions.give_to(notice, cast["bob"], by=cast["mark"], at=TOLD)
    assert Conversation.objects.get().assignee == cast["bob"]


def test_offers_wait_until_a_week_after_it_is_solved(mailbox, cora, ann):
    now = timezone.now()
    notice = a_notice([cora], by=ann, new_on=(now + timedelta(days=9)).date())
    actions.send_out(notice, at=now, by=ann)
    go_out(notice, at=now)
    arrive(now)
    assert send(cora, "New chairs!", purpose="marketing").reason in ("no_consent", "held")
    held = cora.contact_holds.get()
    assert (set(held.purposes), held.until) == ({"marketing", "survey"}, None)

    actions.resolve(notice, {"en": {"subject": "Solved", "text": "It works again."}}, at=now, by=ann)
    assert cora.contact_holds.get().until == now + timedelta(days=7)


def test_news_and_the_word_that_it_is_solved_go_to_the_same_people(mailbox, cora, ann):
    silent = a_customer("Nobody Knows")
    notice = a_notice([cora, silent], by=ann)
    with pytest.raises(Refusal):
        actions.update(notice, NEWS, at=TOLD, by=ann)
    actions.send_out(notice, at=TOLD, by=ann)
    go_out(notice, at=TOLD)
    arrive(TOLD)
    later = TOLD + timedelta(hours=2)
    actions.update(notice, NEWS, at=later, by=ann, next_news_at=later + timedelta(days=1))
    go_out(notice, "update", 1, at=later)
    arrive(later)
    notice = actions.resolve(notice, {"en": {"subject": "Solved", "text": "It works again."}}, at=later, by=ann)
    go_out(notice, "solved", at=later)
    arrive(later + timedelta(hours=1))

    assert [m.customer for m in Message.objects.exclude(state="refused")] == [cora] * 3
    assert Conversation.objects.filter(customer=cora).count() == 1
    assert (notice.state, notice.next_news_at) == (Out.RESOLVED, None)
    assert [e.facts["about"] for e in cora.entries.filter(kind="notice.told").order_by("at", "id")] == [
        "notice",
        "update",
        "solved",
    ]
    assert actions.review(notice, "We test the cable each spring.", at=later).state == Out.REVIEWED


def test_an_update_without_words_is_refused(mailbox, cora, ann):
    notice = actions.send_out(a_notice([cora], by=ann), at=TOLD, by=ann)
    with pytest.raises(NotReady):
        actions.update(notice, {"en": {"subject": "News", "text": " "}}, at=TOLD, by=ann)


def test_what_a_customer_chooses_is_their_own_word(mailbox, cora, ann):
    a_late_order(cora, by=ann)
    notice = a_notice([cora], by=ann)
    actions.choose_option(rows_of(notice)[0], "other_day", at=TOLD, words="After Christmas, please.")

    entry = cora.entries.get(kind="notice.chosen")
    assert (entry.by_customer, entry.facts["choice"], entry.body) == (True, "other_day", "After Christmas, please.")


def test_how_early_customers_are_told_by_team(mailbox, cora, cast):
    team = Team.objects.create(name="Workshop")
    cast["ann"].teams.add(team)
    for who, told_at in ((cast["ann"], TOLD), (cast["bob"], KNOWN + timedelta(hours=1))):
        Notice.objects.create(
            kind="delay", title="Late", owner=who, known_at=KNOWN, tell_by=KNOWN, told_at=told_at, state="sent",
            promised_at=prague("2026-11-27 18:00"),
        )  # fmt: skip
    house, workshop = measured(at=TOLD + timedelta(days=1))
    assert (house.count, house.delay_hours, house.early_share) == (2, 2.5, 1.0)
    assert (workshop.team, workshop.delay_hours, workshop.lead) == ("Workshop", 4.0, timedelta(days=3, hours=3))


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_leaves_each_told_once(mailbox, cast, worker, monkeypatch):
    people = [somebody(f"Person {number:03}") for number in range(60)]
    notice = a_notice(people, by=cast["ann"], at=timezone.now(), new_on=timezone.localdate() + timedelta(days=9))
    actions.approve(notice, at=timezone.now(), by=cast["olga"])
    actions.send_out(notice, at=timezone.now(), by=cast["ann"])
    monkeypatch.setenv("RAPPORT_SMTP_PORT", "1")  # nothing goes out; it is enough that it is written

    def written():
        return NoticeRecipient.objects.exclude(message=None).count()

    worker.start()
    wait_until(lambda: 0 < written() < 60, "some are told")
    worker.kill()
    assert 0 < written() < 60
    worker.start()
    wait_until(lambda: Notice.objects.get().state == Out.SENT, "all are told")

    assert written() == Message.objects.count() == Conversation.objects.count() == 60
    assert Message.objects.values("customer").distinct().count() == 60
    assert sending.pending(notice, "notice", 0).count() == 0


@pytest.mark.full
def test_five_thousand_are_told_in_a_fixed_number_of_queries_each(mailbox, cast, django_assert_max_num_queries):
    people = [a_customer(f"Person {number}", language="en") for number in range(5_000)]
    Email.objects.bulk_create(
        Email(customer=one, address=f"p{number}@example.com", key=f"p{number}@example.com", is_preferred=True)
        for number, one in enumerate(people)
    )
    with django_assert_max_num_queries(40):
        notice = a_notice(people, by=cast["ann"])
    actions.approve(notice, at=TOLD, by=cast["olga"])
    actions.send_out(notice, at=TOLD, by=cast["ann"])
    with remembering():
        sending.tell_some(notice.pk, "notice", 0, at=TOLD)
        with django_assert_max_num_queries(20 * 25):
            sending.tell_some(notice.pk, "notice", 0, at=TOLD)
        go_out(notice, at=TOLD)
    arrive(TOLD)

    assert NoticeRecipient.objects.filter(state=State.TOLD).count() == Message.objects.count() == 5_000
