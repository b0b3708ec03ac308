"""A job and a reaction that do nothing, to see what doing them costs."""

from procrastinate.contrib.django import app

from rapport.timeline.reactions import on


@app.task(queue="bench", name="bench.empty")
def empty(number: int) -> None:
    """Nothing."""


@on("bench.happened")
def nothing(entry) -> None:
    """Nothing."""
