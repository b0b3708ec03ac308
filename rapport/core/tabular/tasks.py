from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.core.tabular import actions, working  # noqa: F401 – what the worker can do


@app.periodic(cron="41 3 * * *")
@app.task(queue="upkeep", queueing_lock="forget_imported_files")
def forget_imported_files(timestamp: int) -> None:
    actions.forget_old_files(timezone.now())
