from procrastinate.contrib.django import app

from rapport.customers import rebuilding


@app.periodic(cron="17 3 * * *")
@app.task(queue="maintenance", queueing_lock="customers.refresh_keys")
def refresh_keys(timestamp: int = 0) -> None:
    rebuilding.refresh_stale_keys()
