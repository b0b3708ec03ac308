"""Jobs of orders, each a line or two that calls an action."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.orders import actions, summaries
from rapport.orders.telling import follow_availability, follow_what_is_there

__all__ = ["follow_availability", "rebuild_summaries", "renew_contracts", "tell_who_waits"]

log = logging.getLogger(__name__)


@app.periodic(cron="20 3 * * *")
@app.task(queue="nightly", queueing_lock="orders.rebuild_summaries")
def rebuild_summaries(timestamp: int | None = None) -> None:
    """Compare every purchase summary with the orders; what differs is put right and reported."""
    report = summaries.rebuild(timezone.now())
    level = logging.WARNING if report["wrong"] else logging.INFO
    log.log(level, "purchase summaries: %(checked)d looked at, %(wrong)d put right", report)


@app.periodic(cron="5 * * * *")
@app.task(queue="upkeep", queueing_lock="orders.tell_who_waits")
def tell_who_waits(timestamp: int | None = None) -> None:
    """Whoever waits for what is there by now, and was not told yet."""
    follow_what_is_there(timezone.now())


@app.periodic(cron="40 2 * * *")
@app.task(queue="nightly", queueing_lock="orders.renew_contracts")
def renew_contracts(timestamp: int | None = None) -> None:
    actions.renew_due(timezone.now())
