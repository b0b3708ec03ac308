"""What people do to webhooks by hand: a new secret, off and on, once more, and the log."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rapport.api.webhooks import actions, sending
from rapport.api.webhooks.models import Delivery
from rapport.api.webhooks.testing import Reply, an_endpoint, collect, is_signed_by, secret_of, send
from rapport.customers.testing import a_customer
from rapport.timeline import actions as timeline

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


def test_during_a_rotation_both_secrets_sign(receiver, cast, business):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    old = secret_of(endpoint)
    new = actions.rotate(endpoint, by=cast["olga"], at=timezone.now()).words
    assert old != new
    for n, later in enumerate([timedelta(0), timedelta(hours=25)]):
        timeline.note(cora, f"Note {n}", by=cast["ann"])
        collect(n + 1)
        send(endpoint, later=later)
    during, after = receiver.received
    assert is_signed_by(old, during) and is_signed_by(new, during)
    assert is_signed_by(new, after) and not is_signed_by(old, after)


def test_switched_on_again_it_is_told_from_now_on(receiver, cast, business):
    cora, olga = a_customer(), cast["olga"]
    endpoint = an_endpoint(receiver, olga)
    timeline.note(cora, "Waits", by=olga)
    collect(1)
    actions.switch_off(endpoint, by=olga, at=timezone.now())
    timeline.note(cora, "Meanwhile", by=olga)
    send(endpoint)
    actions.switch_on(endpoint, by=olga, at=timezone.now())
    timeline.note(cora, "Afterwards", by=olga)
    collect(2)
    send(endpoint)
    assert [json.loads(one.body)["data"]["body"] for one in receiver.received] == ["Afterwards"]

    assert actions.again_all(endpoint.deliveries.filter(state="failed"), at=timezone.now()) == 1
    send(endpoint)
    assert [json.loads(one.body)["data"]["body"] for one in receiver.received] == ["Afterwards", "Waits"]


def test_sent_again_by_hand_it_has_its_old_id(receiver, cast, business):
    endpoint = an_endpoint(receiver, cast["olga"])
    delivery = actions.test(endpoint, at=timezone.now())
    receiver.replies = [Reply(500)]
    send(endpoint)
    delivery.refresh_from_db()
    assert (delivery.state, json.loads(receiver.received[0].body)["type"]) == ("failed", "webhook.test")
    actions.again(delivery, at=timezone.now())
    send(endpoint)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("taken", 1)
    assert receiver.received[0].headers["webhook-id"] == receiver.received[1].headers["webhook-id"]


def test_the_log_is_kept_for_a_month(receiver, cast, business):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    for n in range(2):
        timeline.note(cora, f"Note {n}", by=cast["ann"])
    collect(2)
    receiver.replies = [Reply(), Reply(500)]
    send(endpoint)
    assert sending.forget_old(before=timezone.now() - timedelta(days=30)) == 0
    assert sending.forget_old(before=timezone.now() + HOUR) == 1
    assert Delivery.objects.get().state == Delivery.State.WAITING


def test_only_one_worker_sends_to_an_endpoint(receiver, cast, business):
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    timeline.note(cora, "Hello", by=cast["ann"])
    collect(1)
    receiver.replies = [Reply(waits=0.5)]

    def other():
        try:
            send(endpoint)
        finally:
            connection.close()

    threads = [threading.Thread(target=other) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(receiver.received), Delivery.objects.get().attempts) == (1, 1)
