from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from rapport.timeline import reacting


@app.task(queue="reactions", retry=RetryStrategy(max_attempts=reacting.ATTEMPTS - 1, exponential_wait=4))
def react(entry_id: str, reaction: str) -> None:
    reacting.run(entry_id, reaction)
