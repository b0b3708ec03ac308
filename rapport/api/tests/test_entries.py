import threading
import time

import pytest
from django.db import connection, transaction

from rapport.api.testing import a_program_of
from rapport.customers.testing import a_customer
from rapport.timeline import actions


def read_on(program, after: str, bodies: list[str]) -> dict:
    """The feed once it has these entries: it waits for whoever in the same cluster is still writing."""
    until = time.monotonic() + 60
    while True:
        said = program.get(f"entries?after={after}").json()
        if len(said["items"]) >= len(bodies) or time.monotonic() > until:
            assert sorted(entry["body"] for entry in said["items"]) == bodies
            return said
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_the_feed_goes_on_from_where_one_stopped(ann_calls, ann):
    cora = a_customer()
    for n in range(3):
        actions.note(cora, f"Note {n}", by=ann)
    read_on(ann_calls, "", ["Note 0", "Note 1", "Note 2"])
    first = ann_calls.get("entries?limit=2").json()
    assert [entry["body"] for entry in first["items"]] == ["Note 0", "Note 1"]
    assert first["next"] == first["cursor"]
    last = ann_calls.get(f"entries?after={first['cursor']}").json()
    assert ([entry["body"] for entry in last["items"]], last["next"]) == (["Note 2"], None)
    nothing = ann_calls.get(f"entries?after={last['cursor']}").json()
    assert (nothing["items"], nothing["cursor"]) == ([], last["cursor"])
    assert ann_calls.get("entries?kind=call.made").json()["items"] == []


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_is_not_skipped(cast, business):
    """An entry of a transaction that began earlier and ends later comes later, not never."""
    program, cora, begun, go_on = a_program_of(cast["ann"]), a_customer(), threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                actions.note(cora, "Slow", by=cast["ann"])
                begun.set()
                go_on.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    begun.wait(20)
    actions.note(cora, "Quick", by=cast["ann"])
    first = program.get("entries").json()
    go_on.set()
    thread.join()
    assert first["items"] == []
    read_on(program, first["cursor"], ["Quick", "Slow"])
