"""Reactions a second, beside empty Procrastinate jobs: both done by a worker as `up` starts it, until none is left.

The reaction is an empty one, so that what is seen is what running it once, and only once, costs.
"""

import subprocess
import sys

from django.db import connection, transaction
from django.utils import timezone

from bench.measuring import Line

JOBS = 2_000


def measure() -> list[Line]:
    from bench.nothing import empty
    from rapport.customers.models import Customer
    from rapport.timeline.actions.recording import record_all

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    empty.configure().batch_defer(*({"number": n} for n in range(JOBS)))
    bare = JOBS / _worked_off()
    customers = list(Customer.objects.order_by("pk")[:JOBS])
    with transaction.atomic():
        record_all("bench.happened", [(customers[n % len(customers)], {}) for n in range(JOBS)], at=timezone.now())
    return [Line("Reactions", round(JOBS / _worked_off()), "/s", bare=round(bare), bare_is="empty Procrastinate jobs")]


def _worked_off() -> float:
    """Seconds from the first job to the last, as the worker says."""
    done = subprocess.run([sys.executable, "-m", "bench.worker"], check=True, stdout=subprocess.PIPE, text=True)
    return float(done.stdout.strip().splitlines()[-1])
