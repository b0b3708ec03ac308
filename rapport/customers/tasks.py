from procrastinate.contrib.django import app

from rapport.customers import rebuilding


@app.periodic(cron="17 3 * * *")
@app.task(queue="maintenance", queueing_lock="customers.refresh_keys")
def refresh_keys(timestamp: int = 0) -> None:
    rebuilding.refresh_stale_keys()


@app.periodic(cron="47 3 * * *")
@app.task(queue="maintenance", queueing_lock="customers.forget_old_words")
def forget_old_words(timestamp: int = 0) -> None:
    rebuilding.forget_old_words()


@app.task(queue="maintenance")
def forget_photo(customer_id: str, name: str) -> None:
    from rapport.customers.actions import labels  # which defers this

    labels.forget_photo(customer_id, name)
