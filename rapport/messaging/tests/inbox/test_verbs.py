"""What a person does with a conversation, and how it is undone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core.undo import ChangedSince
from rapport.messaging.inbox import actions, drafting, handing, joining, noting
from rapport.messaging.inbox.changing import PartOfAnother, turn_back
from rapport.messaging.models import Conversation, Follow, Message
from rapport.messaging.outgoing.actions import send
from rapport.messaging.tests.inbox.conftest import fresh, out_of
from rapport.promises.models import Promise
from rapport.staff import actions as staff
from rapport.timeline.models import Entry

State = Conversation.State


def now():
    return timezone.now()


def test_whoever_takes_it_owes_the_answer_too(asked, ann):
    event = actions.take(asked, by=ann, at=now())

    assert event.kind == "taken"
    assert fresh(asked).assignee == ann
    assert Promise.objects.get(pk=asked.promise_id).owner == ann
    assert actions.take(asked, by=ann, at=now()) is None, "taking twice is no news"


def test_taking_is_undone_unless_somebody_gave_it_on(asked, cast):
    ann, bob = cast["ann"], cast["bob"]
    taken = actions.take(asked, by=ann, at=now())
    assert turn_back(taken, by=ann, at=now()).assignee is None

    again = actions.take(asked, by=ann, at=now())
    actions.assign(asked, bob, by=ann, at=now())
    with pytest.raises(ChangedSince):
        turn_back(again, by=ann, at=now())
    assert fresh(asked).assignee == bob


def test_closing_says_that_no_answer_is_needed_and_opening_asks_for_it_again(asked, ann):
    due = asked.due_at
    closed = actions.close(asked, by=ann, at=now())
    assert (fresh(asked).state, fresh(asked).due_at) == (State.DONE, None)
    assert not Promise.objects.open().filter(customer=asked.customer).exists()

    turn_back(closed, by=ann, at=now())
    assert (fresh(asked).state, fresh(asked).due_at) == (State.OPEN, due)


def test_what_is_no_spam_after_all_is_owed_from_when_they_wrote(asked, ann):
    since, due = asked.waiting_since, asked.due_at
    actions.mark_spam(asked, by=ann, at=now())
    assert fresh(asked).due_at is None

    actions.not_spam(fresh(asked), by=ann, at=now())
    row = fresh(asked)
    assert (row.state, row.waiting_since, row.due_at) == (State.OPEN, since, due)


def test_what_is_put_off_comes_back_at_its_time(asked, ann):
    at = now()
    actions.snooze(asked, at + timedelta(hours=2), by=ann, at=at)
    with pytest.raises(actions.MomentHasPassed):
        actions.snooze(asked, at - timedelta(hours=2), by=ann, at=at)

    assert actions.wake_due(at) == 0
    assert actions.wake_due(at + timedelta(hours=3)) == 1
    assert fresh(asked).snoozed_until is None
    assert asked.due_at == fresh(asked).due_at, "what is owed stays owed"


def test_handing_over_keeps_the_clock_and_tells_the_customer_who_has_it(asked, ann, cast):
    team = staff.add_team("Workshop", people=[cast["bob"]])
    due = asked.due_at
    handing.hand_over(asked, by=ann, at=now(), team=team, reason="They know the wood")

    row = fresh(asked)
    assert (row.team, row.due_at, row.state) == (team, due, State.OPEN)
    told = Message.objects.get(conversation=asked, direction="out")
    assert "Workshop" in told.text
    assert "Lindqvist" in told.text
    assert Entry.objects.filter(kind="conversation.handed_over", customer=asked.customer).exists()
    out_of(told)
    assert fresh(asked).due_at == due, "saying who has it is no answer"


def test_two_conversations_become_one_and_two_again(asked, written, ann, cora):
    other = fresh(written("And the chairs?", subject="Chairs", minutes=30).conversation)
    assert other != asked
    due = asked.due_at
    event = joining.merge(other, asked, by=ann, at=now())

    kept = fresh(asked)
    assert (kept.message_count, kept.due_at) == (2, due), "the earlier answer stays owed"
    with pytest.raises(PartOfAnother):
        actions.take(other, by=ann, at=now())

    joining.unmerge(event, by=ann, at=now())
    assert (fresh(asked).message_count, fresh(other).message_count) == (1, 1)
    assert fresh(other).merged_into is None
    assert fresh(other).due_at is not None
    assert fresh(asked).due_at == due


def test_what_stands_beside_a_conversation_comes_along_and_goes_back(asked, written, ann, cast):
    at, bob = now(), cast["bob"]
    other = fresh(written("And the chairs?", subject="Chairs", minutes=30).conversation)
    actions.tag(asked, ["oak"], by=ann, at=at)
    actions.tag(other, ["oak", "chairs"], by=ann, at=at)
    actions.follow(other, user=bob, at=at)
    joining.link(other, "promises.promise", asked.promise_id, "The table", by=ann, at=at)
    drafting.save_draft(bob, conversation=other, text="Four of them", at=at)

    event = joining.merge(other, asked, by=ann, at=at)
    kept = fresh(asked)
    assert kept.tags == ["oak", "chairs"]
    assert (kept.follows.get().user, kept.links.get().label, kept.drafts.get().text) == (
        bob,
        "The table",
        "Four of them",
    )

    joining.unmerge(event, by=ann, at=at)
    kept = fresh(asked)
    assert (kept.tags, kept.follows.count(), kept.links.count(), kept.drafts.count()) == (["oak"], 0, 0, 0)
    assert fresh(other).drafts.get().text == "Four of them"


def test_conversations_of_two_customers_are_not_joined(asked, written, ann):
    strange = written("Hello", sender="nils@example.com", sender_name="Nils", subject="Stools").conversation
    with pytest.raises(joining.NotOne):
        joining.merge(strange, asked, by=ann, at=now())


def test_from_one_message_on_it_is_another_conversation(asked, written, ann, cora):
    second = written("Something else: do you mend stools?", minutes=5, conversation=asked)
    part = joining.split(asked, second, by=ann, at=now())

    assert fresh(part).message_count == fresh(asked).message_count == 1
    assert fresh(part).due_at is not None
    assert fresh(asked).due_at is not None
    first = Message.objects.get(conversation=asked)
    with pytest.raises(joining.NothingLeft):
        joining.split(asked, first, by=ann, at=now())


def test_who_is_named_in_an_inside_note_follows_the_conversation(asked, cast):
    ann, bob = cast["ann"], cast["bob"]
    note = noting.note(asked, "@Bob do we have oak?", by=ann, at=now())

    assert (note.direction, note.state) == ("note", "noted")
    assert Follow.objects.filter(conversation=asked, user=bob).exists()
    assert fresh(asked).last_line == asked.last_line, "a note is no word to the customer"
    assert fresh(asked).due_at == asked.due_at


def test_their_yes_to_how_we_understood_them_is_written_down(asked, ann, cora):
    with pytest.raises(noting.NothingRestated):
        noting.confirm_restated(asked, by=ann, at=now())
    message = send(cora, "You want it 4 cm lower. Is that right?", by=ann, conversation=asked)
    noting.restated(fresh(asked), message, by=ann, at=now())

    noting.confirm_restated(asked, by=ann, at=now())
    entry = Entry.objects.get(kind="conversation.restated")
    assert (entry.by_customer, entry.body) == (True, "You want it 4 cm lower. Is that right?")
    assert noting.waits_for_yes(asked) is None


def test_a_colleague_who_does_not_see_the_customer_is_given_nothing(asked, cast):
    from rapport.staff.actions.house import see_by_team

    north, south = staff.add_team("North", people=[cast["ann"]]), staff.add_team("South", people=[cast["bob"]])
    assert south
    type(asked.customer).objects.filter(pk=asked.customer_id).update(team=north)
    see_by_team(True, by=cast["olga"])
    with pytest.raises(actions.NotTheirs):
        actions.assign(asked, cast["bob"], by=cast["ann"], at=now())


def test_who_leaves_hands_all_conversations_to_a_colleague(asked, cast):
    from rapport.messaging.holdings import hand_over
    from rapport.staff.holdings import held_by

    ann, bob = cast["ann"], cast["bob"]
    actions.take(asked, by=ann, at=now())
    assert "1 open conversation" in [held.words for held in held_by(ann)]

    assert hand_over(ann, to=bob, by=cast["olga"], at=now()) == 1
    assert fresh(asked).assignee == bob
    assert asked.events.latest("at", "id").facts["to"] == "Bob"
    assert not [held for held in held_by(ann) if held.holding.name == "conversations"]
