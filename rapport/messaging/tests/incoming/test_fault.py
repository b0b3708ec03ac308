"""Mails over real SMTP into a real house whose workers are killed: each is exactly once a message, or in quarantine."""

import os
import random
import signal
import smtplib
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import close_old_connections, transaction
from test import test_email

from rapport.core.testing.jobs import forget_jobs
from rapport.core.testing.worker import Worker, database_url, wait_until
from rapport.messaging.incoming import mails, tasks
from rapport.messaging.incoming.testing import a_mail, a_mailbox
from rapport.messaging.models import Message, RawMail

SAMPLES = sorted((Path(test_email.__file__).parent / "data").glob("msg_*.txt"))
WAITING = RawMail.State.WAITING


@pytest.fixture
def mailserver(transactional_db, settings) -> Iterator[int]:
    """`bin/rapport mailserver` in a process of its own; the port at which it takes mail."""

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "rapport.core.cli", "mailserver", "--port", str(port)],
        cwd=settings.BASE,
        env=os.environ | {"DATABASE_URL": database_url(), "RAPPORT_HOME": str(settings.HOME)},
        stdout=subprocess.PIPE,
    )
    assert b"takes mail" in process.stdout.readline()
    yield port
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


def deliver(port: int, mails: list[bytes], meanwhile=lambda number: None) -> int:
    """Each over the wire; answers how many the server took."""
    taken = 0
    client = smtplib.SMTP("127.0.0.1", port, timeout=60)
    for number, mail in enumerate(mails):
        client.sendmail("somebody@example.com", ["hello@linden.example"], mail)
        taken += 1
        meanwhile(number)
    client.quit()
    return taken


def until_nothing_waits() -> None:
    """As long as it takes, but never a minute without any progress."""
    while waiting := RawMail.objects.filter(state=WAITING).count():
        wait_until(lambda so_far=waiting: RawMail.objects.filter(state=WAITING).count() < so_far, "fewer mails waiting")


def settled_exactly_once(accepted: int) -> Counter:
    close_old_connections()
    states = Counter(RawMail.objects.values_list("state", flat=True))
    filed = RawMail.objects.filter(state=RawMail.State.FILED)
    assert sum(states.values()) == accepted
    assert states["filed"] + states["quarantined"] == accepted
    assert filed.filter(message=None).count() == 0
    different = filed.values("channel", "digest").distinct().count()
    assert Message.objects.filter(direction="in").count() == different
    return states


def every_sample_and_mutations_of_them(count: int) -> list[bytes]:
    """CPython's own mails, and as many that were damaged on the way; each with its number, so that no two are equal."""
    chance = random.Random(20261124)
    samples = [path.read_bytes() for path in SAMPLES]
    found = list(samples)
    while len(found) < count:
        found.append(mutated(chance, chance.choice(samples)))
    return [b"X-Number: %d\n" % number + mail for number, mail in enumerate(found)]


def mutated(chance: random.Random, mail: bytes) -> bytes:
    damaged = bytearray(mail)
    for _time in range(chance.randint(1, 12)):
        place = chance.randrange(len(damaged)) if damaged else 0
        how = chance.randrange(5)
        if how == 0:
            damaged[place : place + chance.randint(1, 40)] = b""
        elif how == 1:
            damaged[place:place] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 12)))
        elif how == 2:
            damaged[place:place] = damaged[place : place + chance.randint(1, 200)]
        elif how == 3 and damaged:
            damaged[place] = chance.randrange(256)
        else:
            damaged[place:place] = chance.choice(
                [b"\n\n", b"\r", b"--", b"=?utf-8?B?", b"Content-Type: x/y; a*0*=", b";"]
            )
    return bytes(damaged)


def killed_again_and_again(worker: Worker, every: int):
    def meanwhile(number: int) -> None:
        if number % every == every - 1 and number > 20:
            worker.kill()
            worker.start()

    return meanwhile


@pytest.fixture
def two_workers(worker) -> Iterator[Worker]:
    """The first of two; the other lives on."""
    other = Worker()
    worker.start()
    other.start()
    yield worker
    other.stop()


@pytest.mark.parametrize("count, kills", [(80, 1), pytest.param(10_000, 10, marks=pytest.mark.full)])
def test_every_mail_that_was_accepted_is_there_once_though_workers_are_killed(mailserver, two_workers, count, kills):
    assert len(SAMPLES) >= 40
    brought = every_sample_and_mutations_of_them(count)
    brought += brought[:5]  # brought once more
    accepted = deliver(mailserver, brought, killed_again_and_again(two_workers, len(brought) // (kills + 1)))

    until_nothing_waits()
    states = settled_exactly_once(accepted)
    assert states["quarantined"] <= accepted // 50


def test_a_mail_for_which_nobody_asked_for_a_job_is_read_all_the_same(run_jobs):
    """Whoever kept it died between the commit and the job."""
    with transaction.atomic():
        kept = mails.accept(a_mail(), channel=a_mailbox(), source="smtp")
    forget_jobs()

    tasks.look_for_mails(timestamp=0)
    run_jobs()
    kept.refresh_from_db()
    assert kept.state == RawMail.State.FILED
