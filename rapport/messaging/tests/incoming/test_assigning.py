from datetime import timedelta

import pytest

from rapport.customers.testing import a_customer
from rapport.messaging.incoming import closed
from rapport.messaging.incoming.testing import a_mail, a_mailbox, conversation_of, received
from rapport.messaging.models import AssignmentRule, Conversation, Message
from rapport.promises.calendars import calendar_of
from rapport.promises.testing import TUESDAY, prague
from rapport.staff.models import Business, Team

pytestmark = pytest.mark.django_db
NIGHT = prague("2026-11-24 23:30")


@pytest.fixture
def mailbox():
    return a_mailbox(tells_when_closed=True)


@pytest.fixture
def olga(cast):
    return cast["olga"]


@pytest.fixture
def sales(cast) -> Team:
    team = Team.objects.create(name="Sales")
    team.people.add(cast["ann"], cast["bob"])
    return team


def a_rule(name: str = "A rule", **fields) -> AssignmentRule:
    return AssignmentRule.objects.create(name=name, **fields)


def a_conversation(mailbox, number: int = 0, **mail) -> Conversation:
    sender = f"someone{number}@example.com"
    return conversation_of(received(mailbox, sender=sender, message_id=f"<{number}@x.example>", **mail))


def test_those_of_a_team_have_their_turn_one_after_the_other(mailbox, sales):
    a_rule(way="turn", team=sales)
    found = [a_conversation(mailbox, number).assignee for number in range(4)]
    people = list(sales.people.order_by("pk"))
    assert found == people * 2
    assert a_conversation(mailbox, 5).promise.owner == people[0]


def test_whoever_left_is_passed_over_and_a_team_of_nobody_leaves_it_to_the_next_rule(mailbox, sales, olga):
    sales.people.update(is_active=False)
    a_rule(way="turn", team=sales)
    a_rule(way="person", person=olga, position=1)
    assert a_conversation(mailbox).assignee == olga


@pytest.mark.parametrize(
    "conditions, mail, fits",
    [
        ({"words": "invoice, účet"}, {"subject": "Ucet c. 5"}, True),
        ({"words": "invoice"}, {"text": "The invoices are wrong"}, False),
        ({"language": "ka"}, {"text": "გამარჯობა, როდის იქნება მაგიდა მზად?"}, True),
        ({"language": "ka"}, {}, False),
        ({"hours": "closed"}, {"at": NIGHT}, True),
        ({"hours": "closed"}, {"at": TUESDAY}, False),
        ({"hours": "open"}, {"at": TUESDAY}, True),
        ({"is_active": False}, {}, False),
    ],
)
def test_a_rule_is_followed_when_all_of_it_fits(mailbox, sales, conditions, mail, fits):
    a_rule(way="team", team=sales, **conditions)
    conversation = a_conversation(mailbox, **mail)
    assert conversation.team == (sales if fits else None)
    assert conversation.events.filter(kind="assigned").exists() is fits


def test_whoever_looks_after_a_customer_gets_what_they_write(mailbox, ann, olga):
    a_rule(way="manager")
    a_rule(way="person", person=olga, position=1)
    cora = a_customer(account_manager=ann)
    cora.emails.create(address="someone1@example.com", key="someone1@example.com")

    assert a_conversation(mailbox, 1).assignee == ann
    assert a_conversation(mailbox, 2).assignee == olga


def test_nobody_is_given_a_conversation_whose_customer_they_may_not_see(mailbox, ann, olga):
    Business.objects.create(sees_by_team=True)
    a_rule(way="person", person=ann)
    hidden = a_customer(team=Team.objects.create(name="Elsewhere"))
    hidden.emails.create(address="someone1@example.com", key="someone1@example.com")
    assert a_conversation(mailbox, 1).assignee is None


def test_who_writes_before_the_doors_open_is_told_the_day_too(mailbox):
    a_conversation(mailbox, at=prague("2026-11-24 05:00"))
    assert "open again on 24 Nov 2026, 09:00" in Message.objects.get(direction="out").text


def test_who_writes_at_night_is_told_once_when_a_person_answers(mailbox):
    conversation = a_conversation(mailbox, at=NIGHT)
    received(mailbox, sender="someone0@example.com", message_id="<9@x.example>", in_reply_to="<0@x.example>",
             at=NIGHT + timedelta(minutes=1))  # fmt: skip

    answer = Message.objects.get(direction="out")
    assert (answer.kind, answer.conversation, answer.in_reply_to) == ("automatic", conversation, "<0@x.example>")
    assert "open again on 25 Nov 2026, 09:00" in answer.text
    assert "answer you by 25 Nov 2026, 18:00 at the latest" in answer.text
    assert conversation_of(answer).was_told_closed_at == NIGHT
    assert conversation_of(answer).waiting_since == NIGHT  # a machine's words are no answer


@pytest.mark.parametrize(
    "mail",
    [
        {"at": TUESDAY},
        {"precedence": "bulk"},
        {"auto_submitted": "auto-generated"},
        {"list_id": "<all.example.com>"},
        {"to": "undisclosed-recipients:;"},
    ],
)
def test_who_is_told_nothing(mailbox, mail):
    a_conversation(mailbox, **({"at": NIGHT} | mail))
    assert not Message.objects.filter(direction="out").exists()


def test_nobody_is_told_twice_a_day_nor_where_machines_answered_each_other(mailbox):
    a_conversation(mailbox, at=NIGHT)
    received(mailbox, sender="someone0@example.com", message_id="<8@x.example>", subject="More", at=NIGHT)
    assert Message.objects.filter(direction="out").count() == 1


def test_the_moment_that_is_told_comes_from_the_calendar(mailbox):
    calendar = calendar_of(None)
    assert closed.next_opening(calendar, prague("2026-11-24 05:00")).isoformat() == "2026-11-24T09:00:00+00:00"
    assert closed.next_opening(calendar, prague("2026-11-27 23:00")).isoformat() == "2026-11-30T09:00:00+00:00"


def test_an_answer_of_ours_never_carries_what_they_wrote(mailbox):
    """Else whoever writes under a false name could have us send their words to somebody."""
    received(mailbox, a_mail("Buy cheap pills", sender="Buy pills <v@example.com>", subject="Pills"), at=NIGHT)
    assert "pills" not in Message.objects.get(direction="out").text.lower().replace("buy pills", "")
