"""Whatever breaks, each message is taken by the other server once, or a person is told that it may have been."""

import random
import time

import pytest
from aiosmtpd.controller import Controller

from rapport.core.testing.worker import Worker, wait_until
from rapport.customers.testing import a_customer
from rapport.messaging.models import Channel, Lane, Message
from rapport.messaging.outgoing.testing import queue_many
from rapport.messaging.tests.outgoing.faults import BadDay, server
from rapport.messaging.tests.outgoing.server import free_port

State = Message.State
WORKERS = 2


class Post(Controller):
    def factory(self):
        return server(self.handler)


@pytest.fixture
def day(monkeypatch):
    day = BadDay()
    post = Post(day, hostname="127.0.0.1", port=free_port())
    post.start()
    for name, value in {
        "RAPPORT_SMTP_HOST": "127.0.0.1",
        "RAPPORT_SMTP_PORT": str(post.port),
        "RAPPORT_SMTP_TIMEOUT": "1",
        "RAPPORT_SENDING_RETRY_SECONDS": "0.05",
    }.items():
        monkeypatch.setenv(name, value)
    yield day
    post.stop(no_assert=True)


def how_many(*states: str) -> int:
    return Message.objects.filter(state__in=states).count()


def send_through(day: BadDay, count: int, kills: int) -> list[Message]:
    """Queue them, and kill a worker again and again while they go out."""
    channel = Channel.objects.create(kind="email", name="Hello", address="hello@linden.example")
    messages = queue_many(channel, [a_customer()], count)
    luck, workers = random.Random(5), [Worker() for _ in range(WORKERS)]
    try:
        for worker in workers:
            worker.start()
        for number in range(kills):
            goal = count * (number + 1) // (kills + 2)
            wait_until(lambda goal=goal: len(day.taken) >= goal, f"{goal} taken")
            time.sleep(luck.random() / 50)
            worker = luck.choice(workers)
            worker.kill()
            worker.start()
        wait_until(lambda: not how_many(State.QUEUED, State.SENDING), "all are settled")
        wait_until(lambda: not Lane.objects.exists(), "no lane is left")
    finally:
        for worker in workers:
            worker.stop()
    return messages


def everything_is_told(day: BadDay, messages: list[Message], kills: int) -> None:
    assert max(day.taken.values()) == 1
    states = dict(Message.objects.values_list("message_id", "state"))
    assert len(states) == len(messages)
    unclear = {key for key, state in states.items() if state == State.UNCERTAIN}
    assert len(unclear) <= kills + day.unsaid
    assert {key for key, state in states.items() if state == State.SENT} == set(day.taken) - unclear
    failed = {key for key, state in states.items() if state == State.FAILED}
    assert failed == day.refused - unclear  # a worker may be killed before it hears that the server says no
    sent = Message.objects.filter(state=State.SENT)
    assert sent.values("entry").distinct().count() == sent.count() == sent.exclude(entry=None).count()


@pytest.mark.django_db(transaction=True)
def test_each_goes_out_once_while_workers_are_killed_and_the_server_fails(day, run_jobs):
    everything_is_told(day, send_through(day, 200, kills=2), kills=2)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_each_of_five_thousand_goes_out_once(day, run_jobs):
    day.chance = 0.005
    everything_is_told(day, send_through(day, 5_000, kills=25), kills=25)
