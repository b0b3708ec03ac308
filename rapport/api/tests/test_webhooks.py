"""Other programs are told of what happens: once made, in commit order, signed, tried again."""

import base64
import json
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from rapport.api.webhooks import actions
from rapport.api.webhooks.models import Delivery, Endpoint
from rapport.api.webhooks.signing import signature
from rapport.api.webhooks.testing import Reply, an_endpoint, collect, is_signed_by, secret_of, send
from rapport.customers.testing import a_customer
from rapport.timeline import actions as timeline
from rapport.timeline.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def test_the_signature_is_that_of_the_specification():
    """The vector of https://github.com/standard-webhooks/standard-webhooks (libraries' tests)."""
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    body = b'{"test": 2432232314}'
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_what_happens_is_told_once_signed_and_in_order(receiver, cast, business):
    cora = a_customer("Cora")
    timeline.note(cora, "Before anybody listened", by=cast["ann"])
    endpoint = an_endpoint(receiver, cast["olga"])
    for n in range(3):
        timeline.note(cora, f"Note {n}", by=cast["ann"])
    timeline.note(cora, "For myself", by=cast["ann"], private=True)
    collect(3)
    send(endpoint)
    collect(3)
    send(endpoint)

    told = [json.loads(one.body) for one in receiver.received]
    assert [one["data"]["body"] for one in told] == ["Note 0", "Note 1", "Note 2"]
    entry = Entry.objects.get(body="Note 0")
    assert told[0]["type"] == "note.written" and told[0]["timestamp"].endswith("Z")
    assert (told[0]["data"]["id"], told[0]["data"]["customer"]) == (str(entry.pk), str(cora.pk))
    assert all(is_signed_by(secret_of(endpoint), one) for one in receiver.received)
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 3
    assert set(Delivery.objects.values_list("state", "status", "attempts")) == {("taken", 200, 1)}


def test_an_endpoint_is_told_only_what_was_chosen_for_it(receiver, cast, business):
    cora = a_customer()
    chosen = an_endpoint(receiver, cast["olga"], kinds=["call.made"])
    everything = an_endpoint(receiver, cast["olga"], description="All")
    with transaction.atomic():
        timeline.record(cora, "order.placed", imported=True)  # first, so that it is passed when the others are told
    timeline.note(cora, "A note", by=cast["ann"])
    timeline.call(cora, by=cast["ann"])
    collect(3)
    assert [one.entry.kind for one in chosen.deliveries.all()] == ["call.made"]
    assert {one.entry.kind for one in everything.deliveries.all()} == {"note.written", "call.made"}

    actions.change(everything, url=receiver.url, description="All", with_imported=True, by=cast["olga"])
    with transaction.atomic():
        timeline.record(cora, "order.placed", imported=True)
    collect(4)
    assert everything.deliveries.filter(entry__imported=True).count() == 1


def test_what_is_committed_late_is_told_too(receiver, cast, business):
    """Also by a transaction that had begun before there was anybody to tell."""
    cora, begun, go_on = a_customer(), threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                timeline.note(cora, "Slow", by=cast["ann"])
                begun.set()
                go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(20)
    timeline.note(cora, "Committed before", by=cast["ann"])
    an_endpoint(receiver, cast["olga"])
    timeline.note(cora, "Quick", by=cast["ann"])
    collect(0)
    assert not Delivery.objects.exists()  # nothing may overtake the slow one
    go_on.set()
    thread.join()
    collect(2)
    bodies = Delivery.objects.order_by("entry__transaction").values_list("entry__body", flat=True)
    assert list(bodies) == ["Slow", "Quick"]


def test_large_batches_go_on_where_the_last_one_ended(receiver, cast, business):
    from rapport.api.webhooks import collecting

    cora = a_customer()
    an_endpoint(receiver, cast["olga"])
    for n in range(7):
        timeline.note(cora, str(n), by=cast["ann"])
    collect_from = Entry.objects.count
    assert collect_from() >= 7
    sizes = []
    for _ in range(600):
        before = Delivery.objects.count()
        more = collecting.collect(at=timezone.now(), most=3).is_more
        sizes.append(Delivery.objects.count() - before)
        if not more and Delivery.objects.count() == 7:
            break
    assert max(sizes) <= 3 and sum(sizes) == 7


def test_a_retry_has_the_same_id_and_a_new_time(receiver, cast, business):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    timeline.note(cora, "Hello", by=cast["ann"])
    collect(1)
    receiver.replies = [Reply(500, b"out of paper\0"), Reply(503)]
    send(endpoint)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.status, delivery.attempts, delivery.answer) == ("waiting", 500, 1, "out of paper�")
    assert timedelta(seconds=3) < delivery.next_at - delivery.sent_at <= timedelta(seconds=5)

    send(endpoint, later=timedelta(seconds=1))
    assert len(receiver.received) == 1
    send(endpoint, later=timedelta(seconds=6))
    delivery.refresh_from_db()
    assert timedelta(minutes=4) < delivery.next_at - delivery.sent_at <= timedelta(minutes=5)
    send(endpoint, later=timedelta(minutes=6))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.next_at) == ("taken", 3, None)
    first, second, third = receiver.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == third.headers["webhook-id"]
    assert first.body == third.body
    assert int(third.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) >= 360
    assert is_signed_by(secret_of(endpoint), third)


def test_an_endpoint_that_takes_nothing_for_three_days_is_switched_off(receiver, cast, business, run_jobs, mailoutbox):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["mark"])
    timeline.note(cora, "Hello", by=cast["ann"])
    collect(1)
    receiver.always = Reply(500)
    later = timedelta(0)
    while later < timedelta(days=4) and Endpoint.objects.on().exists():
        send(endpoint, later=later)
        later += HOUR
    endpoint.refresh_from_db()
    assert endpoint.off_because == Endpoint.Off.FAILING
    assert timedelta(days=2.5) < later <= timedelta(days=3, hours=1)
    assert Delivery.objects.get().state == Delivery.State.FAILED
    run_jobs()
    assert [mail.to for mail in mailoutbox] == [[cast["mark"].email]]
    assert "Shop" in mailoutbox[0].subject and str(endpoint.pk) in mailoutbox[0].body


def test_one_message_that_is_never_taken_does_not_switch_off_the_others(receiver, cast, business):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    timeline.note(cora, "Poison", by=cast["ann"])
    collect(1)
    receiver.replies = [Reply(500)]
    send(endpoint)
    timeline.note(cora, "Fine", by=cast["ann"])
    collect(2)
    send(endpoint, later=timedelta(seconds=1))
    receiver.always = Reply(500)
    Delivery.objects.filter(state="waiting").update(attempts=9)
    send(endpoint, later=timedelta(days=3))
    assert set(Delivery.objects.values_list("entry__body", "state")) == {("Poison", "failed"), ("Fine", "taken")}
    assert Endpoint.objects.get().is_on


def test_gone_switches_the_endpoint_off_at_once(receiver, cast, business):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    for n in range(2):
        timeline.note(cora, f"Note {n}", by=cast["ann"])
    collect(2)
    receiver.always = Reply(410)
    send(endpoint)
    endpoint.refresh_from_db()
    assert (endpoint.off_because, len(receiver.received)) == (Endpoint.Off.GONE, 1)
    assert set(Delivery.objects.values_list("state", "problem")) == {
        ("failed", "answer_not_good"),
        ("failed", "switched_off"),
    }


def test_the_other_side_may_ask_for_a_while(receiver, cast, business):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    for n in range(2):
        timeline.note(cora, f"Note {n}", by=cast["ann"])
    collect(2)
    receiver.replies = [Reply(429, headers={"Retry-After": "120"})]
    send(endpoint)
    asked = Delivery.objects.filter(status=429).get()
    assert (asked.next_at - asked.sent_at).total_seconds() == 120
    assert len(receiver.received) == 1  # the second is not pressed on it either
    send(endpoint, later=timedelta(seconds=121))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"taken"}


def test_an_endpoint_that_is_down_is_not_hammered(receiver, cast, business):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    for n in range(6):
        timeline.note(cora, f"Note {n}", by=cast["ann"])
    collect(6)
    receiver.always = Reply(502)
    send(endpoint)
    assert len(receiver.received) == 3
    send(endpoint, later=timedelta(seconds=30))
    assert len(receiver.received) == 3
    send(endpoint, later=timedelta(seconds=70))
    assert len(receiver.received) == 4
    receiver.always = Reply()
    send(endpoint, later=HOUR)
    assert not Delivery.objects.exclude(state="taken").exists()


def test_a_redirect_is_not_followed(receiver, cast, business):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    timeline.note(cora, "Hello", by=cast["ann"])
    collect(1)
    receiver.replies = [Reply(302, headers={"Location": receiver.url})]
    send(endpoint)
    assert (len(receiver.received), Delivery.objects.get().state) == (1, "waiting")
