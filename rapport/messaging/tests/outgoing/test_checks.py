"""What may be sent to whom, in which order it is asked, and who may send it all the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core.refusals import Refusal
from rapport.customers import merges
from rapport.customers.testing import a_customer
from rapport.messaging.models import Budget, Channel, Message, Preference, Suppression
from rapport.messaging.outgoing import consents, holds, placeholders, suppressing
from rapport.messaging.outgoing.actions import override, send
from rapport.messaging.outgoing.consents import Standing
from rapport.messaging.outgoing.delivering import deliver

pytestmark = pytest.mark.django_db
State = Message.State
WORDS = {"wording": "I want your news.", "version": "2026-1", "language": "en", "how": "form", "proof": "/news/"}


def state_of(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.reason


def test_marketing_needs_consent_and_service_does_not(mailbox, cora):
    assert state_of(send(cora, "News!", purpose="marketing")) == (State.REFUSED, "no_consent")
    assert state_of(send(cora, "Your chair is ready.")) == (State.QUEUED, "")
    assert cora.entries.get(kind="message.refused").facts["reason"] == "no_consent"

    consents.give(cora, "marketing", **WORDS)
    assert state_of(send(cora, "News!", purpose="marketing")) == (State.QUEUED, "")

    consents.withdraw(cora, "marketing", how="phone")
    assert state_of(send(cora, "News!", purpose="marketing")) == (State.REFUSED, "consent_withdrawn")


def test_a_consent_for_one_channel_is_none_for_another(cora):
    consents.give(cora, "marketing", channel_kind="sms", **WORDS)

    assert consents.standing(cora, "marketing", "sms") is Standing.GIVEN
    assert consents.standing(cora, "marketing", "email") is Standing.NONE


def test_who_objected_to_questions_gets_none(mailbox, cora):
    consents.withdraw(cora, "survey", how="email")
    assert state_of(send(cora, "How was it?", purpose="survey")) == (State.REFUSED, "consent_withdrawn")

    consents.give(cora, "survey", **WORDS)
    assert state_of(send(cora, "How was it?", purpose="survey"))[0] == State.QUEUED


@pytest.mark.parametrize("who_withdrew", ["survivor", "absorbed"])
def test_of_two_wishes_the_stricter_wins_when_records_become_one(mailbox, cora, ann, who_withdrew):
    other, now = a_customer("Cora L."), timezone.now()
    one, two = (cora, other) if who_withdrew == "survivor" else (other, cora)
    consents.give(one, "marketing", at=now - timedelta(days=9), **WORDS)
    consents.withdraw(one, "marketing", how="phone", at=now - timedelta(days=5))
    consents.give(two, "marketing", at=now - timedelta(days=2), **WORDS)

    merge = merges.merge(cora, other, by=ann)
    assert consents.standing(cora, "marketing") is Standing.WITHDRAWN

    merges.undo_merge(merge, by=ann)
    assert consents.standing(two, "marketing") is Standing.GIVEN


def test_an_address_that_is_suppressed_is_not_written_to(mailbox, cora):
    suppressing.suppress("email", "CORA@Example.com", "bounced", detail="5.1.1")
    assert state_of(send(cora, "Hello?")) == (State.REFUSED, "bounced")
    assert not Suppression.objects.filter(key__contains="cora").exists()


def test_a_report_of_spam_stops_all_but_service(mailbox, cora):
    suppressing.suppress("email", "cora@example.com", "spam_report")
    assert state_of(send(cora, "Happy birthday!", purpose="personal")) == (State.REFUSED, "spam_report")
    assert state_of(send(cora, "Your chair is ready."))[0] == State.QUEUED


def test_suppressions_outlive_a_new_secret_and_stay_with_the_house(settings, db):
    suppressing.suppress("email", "cora@example.com", "by_hand")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 9, [settings.SECRET_KEY]
    assert suppressing.is_suppressed("email", "cora@example.com")

    settings.SECRET_KEY_FALLBACKS = []
    assert not suppressing.is_suppressed("email", "cora@example.com")


def test_what_comes_back_for_a_while_suppresses_for_a_while(db):
    now = timezone.now()
    for days in (20, 9, 5):  # the first is too long ago to count
        suppressing.soft_bounce("email", "cora@example.com", at=now - timedelta(days=days))
    assert not suppressing.is_suppressed("email", "cora@example.com", at=now)

    suppressing.soft_bounce("email", "cora@example.com", at=now)
    assert suppressing.is_suppressed("email", "cora@example.com", at=now)
    assert not suppressing.is_suppressed("email", "cora@example.com", at=now + timedelta(days=31))

    suppressing.delivered("email", "cora@example.com")
    assert not suppressing.is_suppressed("email", "cora@example.com", at=now)


def test_only_they_take_back_that_they_unsubscribed(mailbox, cora, ann):
    row = suppressing.suppress("email", "cora@example.com", "unsubscribed")
    with pytest.raises(suppressing.TheirOwnWish):
        suppressing.lift(row, by=ann)

    consents.give(cora, "marketing", **WORDS)
    assert state_of(send(cora, "News!", purpose="marketing"))[0] == State.QUEUED


def test_a_hold_of_another_slice_is_kept_until_it_is_freed(mailbox, cora, ann):
    placed = holds.hold(cora, purposes=["survey"], because="complaint", source="care.complaint:1")
    assert holds.hold(cora, purposes=["survey"], because="complaint", source="care.complaint:1") == placed
    assert state_of(send(cora, "How was it?", purpose="survey")) == (State.REFUSED, "held")

    holds.free(placed, by=ann)
    assert state_of(send(cora, "How was it?", purpose="survey"))[0] == State.QUEUED
    assert [entry.kind for entry in cora.entries.filter(kind__startswith="contact.").order_by("id")] == [
        "contact.held",
        "contact.freed",
    ]


def test_the_budget_counts_everything_but_exempt_purposes(mailbox, cora):
    Budget.objects.create(name="Two a week", most=2, days=7, exempt=["service"])
    for _number in range(3):
        send(cora, "Your chair is ready.")
    sent = [state_of(send(cora, "Thanks!", purpose="personal")) for _number in range(3)]
    assert sent == [(State.QUEUED, ""), (State.QUEUED, ""), (State.REFUSED, "budget")]


def test_who_may_sends_what_was_held_back_and_says_why(mailbox, cora, ann):
    holds.hold(cora, because="mourning", by=ann)
    message = send(cora, "Our condolences.", purpose="personal", by=ann)
    assert state_of(message) == (State.REFUSED, "held")

    with pytest.raises(Refusal):
        override(message, ann, " ")
    override(message, ann, "They asked for it")

    assert state_of(message) == (State.QUEUED, "held")
    assert (message.overridden_by, message.override_reason) == (ann, "They asked for it")


@pytest.mark.parametrize("because", ["spam_report", "unsubscribed"])
def test_nobody_overrides_their_own_wish(mailbox, cora, ann, because):
    consents.give(cora, "marketing", **WORDS)
    suppressing.suppress("email", "cora@example.com", because)
    message = send(cora, "News!", purpose="marketing")

    with pytest.raises(Refusal) as refusal:
        override(message, ann, "But it is so good")
    assert refusal.value.code == "refusal_stands"


def test_a_field_that_nobody_filled_in_blocks_by_name(mailbox, cora):
    message = send(cora, "Dear {customer.name}, your {{ order }} is here.")
    assert (state_of(message), message.detail) == ((State.REFUSED, "placeholder"), "customer.name, order")
    assert placeholders.unfilled("a { b: 1 } c {} {1}") == []


def test_they_are_reached_as_they_like_best_and_never_as_they_don_t(mailbox, cora):
    sms = Channel.objects.create(kind="sms", name="Texts", address="+420600000000")
    cora.phones.create(raw="+420601111111", e164="+420601111111")
    wish = Preference.objects.create(customer=cora, kinds=["sms"])
    assert send(cora, "Ready.").channel == sms

    wish.never = ["sms"]
    wish.save()
    assert send(cora, "Ready.").channel == mailbox
    assert state_of(send(cora, "Ready.", channel=sms)) == (State.REFUSED, "never_by_channel")


def test_where_nothing_may_go_the_next_way_is_taken(mailbox, cora):
    sms = Channel.objects.create(kind="sms", name="Texts", address="+420600000000")
    cora.phones.create(raw="+420601111111", e164="+420601111111")
    consents.give(cora, "marketing", channel_kind="sms", **WORDS)
    assert send(cora, "News!", purpose="marketing").channel == sms, "to that alone they agreed"
    assert send(cora, "Ready.").channel == mailbox

    suppressing.suppress("email", "cora@example.com", "bounced")
    assert send(cora, "Ready.").channel == sms
    suppressing.suppress("sms", "+420601111111", "by_hand")
    assert state_of(send(cora, "Ready.")) == (State.REFUSED, "bounced")


def test_who_cannot_be_reached_is_told_so(mailbox):
    assert state_of(send(a_customer("Nobody"), "Hello")) == (State.REFUSED, "no_address")


def test_what_changed_while_it_waited_holds_it_back(mailbox, cora, mail_server):
    message = send(cora, "How was it?", purpose="survey")
    Message.objects.update(send_after=timezone.now())
    holds.hold(cora, because="complaint")

    deliver()

    assert state_of(message) == (State.REFUSED, "held")
    assert mail_server.taken == []
