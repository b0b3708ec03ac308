import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rapport.customers import rebuilding

logger = logging.getLogger(__name__)


@app.periodic(cron="17 3 * * *")
@app.task(queue="maintenance", queueing_lock="customers.refresh_keys")
def refresh_keys(timestamp: int = 0) -> None:
    rebuilding.refresh_stale_keys()


@app.periodic(cron="32 2 * * *")
@app.task(queue="maintenance", queueing_lock="customers.rebuild_search_texts")
def rebuild_search_texts(timestamp: int = 0) -> None:
    """What ended yesterday is no longer found by; what else differs is a mistake, and told in the log."""
    from rapport.customers import finding

    report = finding.rebuild()
    logger.info("search texts: %(customers)d looked at, %(wrong)d put right", report)


@app.periodic(cron="47 3 * * *")
@app.task(queue="maintenance", queueing_lock="customers.forget_old_words")
def forget_old_words(timestamp: int = 0) -> None:
    rebuilding.forget_old_words()


@app.periodic(cron="27 * * * *")
@app.task(queue="maintenance", queueing_lock="customers.forget_choices")
def forget_choices(timestamp: int = 0) -> None:
    from django.utils import timezone

    from rapport.customers import together  # whose actions defer what stands here

    together.forget_old_choices(timezone.now())
    together.forget_old_files(timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="maintenance", queueing_lock="customers.look_for_duplicates")
def look_for_duplicates(timestamp: int = 0) -> None:
    from rapport.customers.duplicates import actions

    actions.look_at_changed(at=timezone.now())


@app.task(queue="maintenance")
def forget_photo(customer_id: str, name: str) -> None:
    from rapport.customers.actions import labels  # which defers this

    labels.forget_photo(customer_id, name)


STRAGGLERS_WITHIN = 5  # minutes: no transaction that began before an erasure lasts longer


@app.task(queue="maintenance", retry=RetryStrategy(max_attempts=20, exponential_wait=4))
def finish_erasure(erasure_id: str) -> None:
    from rapport.customers.rights import finishing  # which comes of what defers this

    finishing.finish(erasure_id)


@app.task(queue="maintenance", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def erase_once_more(erasure_id: str) -> None:
    from rapport.customers.rights import finishing

    finishing.look_again(erasure_id)


@app.task(queue="maintenance", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def gather_stragglers(merge_id: str) -> None:
    from rapport.customers.merges import joining  # which defers this
    from rapport.customers.models import Merge

    joining.gather_stragglers(Merge.objects.get(pk=merge_id))


@app.periodic(cron="7 4 * * *")
@app.task(queue="maintenance", queueing_lock="customers.lapse")
def lapse(timestamp: int = 0) -> None:
    from rapport.customers.rights import exporting, lapsing

    exporting.forget_old(timezone.now())
    lapsing.run(timezone.now())
