"""Real workers and real jobs: from a commit to the receiver, and what a kill -9 in the middle leaves."""

import time

import pytest
from django.db import connection
from django.utils import timezone

from rapport.api.tasks import send_soon, sweep_webhooks
from rapport.api.webhooks import sending
from rapport.api.webhooks.models import Delivery, Progress
from rapport.api.webhooks.testing import Reply, an_endpoint
from rapport.core.testing.worker import wait_until
from rapport.customers.testing import a_customer
from rapport.timeline import actions as timeline

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.full
def test_a_killed_worker_neither_loses_nor_makes_anything_twice(receiver, cast, business, worker, monkeypatch):
    monkeypatch.setenv("RAPPORT_WEBHOOKS_PRIVATE", "1")
    cora = a_customer()
    endpoint = an_endpoint(receiver, cast["olga"])
    receiver.replies = [Reply(waits=20)]  # the worker will not hear this answer
    for n in range(5):
        timeline.note(cora, f"Note {n}", by=cast["ann"])

    worker.start()
    begun = time.monotonic()
    wait_until(lambda: receiver.received, "the first message")
    assert time.monotonic() - begun < 60
    worker.kill()
    assert set(Delivery.objects.values_list("state", "attempts")) == {("waiting", 0)}
    assert sending.ready_to_send(timezone.now()) == []  # the dead one still has it reserved

    Progress.objects.update(busy_until=timezone.now())  # as if a minute had gone by
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    assert sending.ready_to_send(timezone.now()) == [endpoint.pk]
    sweep_webhooks(timestamp=0)
    send_soon(endpoint.pk)  # twice is as good as once
    worker.start()
    wait_until(lambda: Delivery.objects.filter(state="taken").count() == 5, "all five are delivered")
    ids = [one.headers["webhook-id"] for one in receiver.received]
    assert ids[0] == ids[1] and len(set(ids)) == 5 and len(ids) == 6

    timeline.note(cora, "While it goes on by itself", by=cast["ann"])
    wait_until(lambda: Delivery.objects.filter(state="taken").count() == 6, "what happens later is told, too")
