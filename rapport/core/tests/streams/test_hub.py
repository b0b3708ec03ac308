"""Who hears what, without a network: tickets, what is pending, what was missed, and who is there."""

import pytest

from rapport.core.streams import tickets
from rapport.core.streams.hub import Full, Hub
from rapport.core.streams.testing import run
from rapport.core.streams.tickets import BadTicket, Ticket

SECRET = "a secret of the house"


def a_ticket(*topics: str, owner: str = "ann", here: str = "") -> Ticket:
    return Ticket(topics, owner, here)


def events(listener) -> list[tuple[str, str]]:
    told, _beats = listener.take()
    return [(topic, kind) for _number, topic, kind in told]


@pytest.fixture
def hub():
    async def made():
        return Hub(most=3, most_of_one=2, kept=4)

    return run(made())


def test_a_ticket_says_what_may_be_heard_and_for_how_long():
    written = tickets.write(SECRET, ["inbox"], owner="ann", here="chat:1", now=1000)

    assert tickets.read(SECRET, written, now=1100) == Ticket(("inbox",), "ann", "chat:1")
    with pytest.raises(BadTicket):
        tickets.read(SECRET, written, now=1000 + tickets.GOOD_FOR_SECONDS + 1)


@pytest.mark.parametrize("spoiled", ["", ".", "abc", "ა.ბ", "x" * 5000, "A{good}", "{body}.{strange}", "{body}."])
def test_a_ticket_that_is_not_ours_lets_nobody_in(spoiled):
    good = tickets.write(SECRET, ["inbox"], owner="ann", now=1000)
    body = good.partition(".")[0]
    strange = tickets.write("another secret", ["inbox"], owner="ann", now=1000).partition(".")[2]
    with pytest.raises(BadTicket):
        tickets.read(SECRET, spoiled.format(good=good, body=body, strange=strange), now=1000)


def test_each_hears_only_their_topics_and_the_same_thing_once(hub):
    ann, how = hub.join(a_ticket("inbox", "conversation:1"))
    bob, _how = hub.join(a_ticket("conversation:2", owner="bob"))

    for said in ("inbox changed", "conversation:1 changed", "inbox changed", "conversation:1 typing"):
        hub.hear(said)

    assert how == "new"
    assert events(ann) == [("conversation:1", "changed"), ("inbox", "changed"), ("conversation:1", "typing")]
    assert events(bob) == [] and events(ann) == []


def test_who_reads_slowly_needs_no_more_room_than_their_topics(hub):
    slow, _how = hub.join(a_ticket("inbox"))
    for _time in range(100_000):
        hub.hear("inbox changed")
    assert len(slow.pending) == 1 and len(hub.told) == 4


def test_who_comes_back_hears_what_they_missed(hub):
    ann, _how = hub.join(a_ticket("inbox", "conversation:1"))
    hub.hear("inbox changed")
    last = f"{hub.epoch}-{hub.number}"
    hub.leave(ann)
    hub.hear("conversation:1 changed")
    hub.hear("conversation:2 changed")

    ann, how = hub.join(a_ticket("inbox", "conversation:1"), last)

    assert how == "resumed" and events(ann) == [("conversation:1", "changed")]


@pytest.mark.parametrize("last", ["elsewhere-1", "nonsense", "-", "EPOCH-", "EPOCH-99", "EPOCH-1", "EPOCH-²"])
def test_who_was_away_for_too_long_is_told_to_look_for_themselves(hub, last):
    for number in range(8):
        hub.hear(f"conversation:{number} changed")
    _ann, how = hub.join(a_ticket("inbox"), last.replace("EPOCH", hub.epoch))
    assert how == "again"


def test_after_a_while_without_the_database_everybody_looks_again(hub):
    ann, _how = hub.join(a_ticket("inbox"))
    before = f"{hub.epoch}-{hub.number}"

    hub.forget()

    assert events(ann) == [("", "again")]
    assert hub.join(a_ticket("inbox", owner="bob"), before)[1] == "again"


def test_there_is_a_limit_for_one_and_for_all(hub):
    first, _how = hub.join(a_ticket("inbox"))
    hub.join(a_ticket("inbox"))
    with pytest.raises(Full) as of_ann:
        hub.join(a_ticket("inbox"))
    hub.join(a_ticket("inbox", owner="bob"))
    with pytest.raises(Full) as of_all:
        hub.join(a_ticket("inbox", owner="cora"))
    hub.leave(first)
    hub.leave(first)
    hub.join(a_ticket("inbox", owner="cora"))

    assert of_ann.value.of_one and not of_all.value.of_one


def test_somebody_is_there_until_their_last_page_is_closed(hub):
    one, _how = hub.join(a_ticket(here="chat:1"))
    two, _how = hub.join(a_ticket(here="chat:1"))
    assert hub.comings_and_goings() == (["chat:1"], [])
    hub.leave(one)
    assert hub.comings_and_goings() == (["chat:1"], [])
    hub.leave(two)
    assert hub.comings_and_goings() == ([], ["chat:1"]) and hub.comings_and_goings() == ([], [])
    assert not (hub.by_topic or hub.of_owner or hub.here or hub.listeners)


def test_signs_of_life_reach_everybody_within_one_round(hub):
    ann, _how = hub.join(a_ticket("inbox"))
    for part in range(20):
        hub.beat(part, 20)
    assert ann.take() == ([], True) and ann.take() == ([], False)
