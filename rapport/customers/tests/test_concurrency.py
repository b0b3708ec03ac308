"""Two people at once, on two real connections."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from rapport.api.testing import a_program_of
from rapport.customers import actions, rebuilding
from rapport.customers.merges import merge
from rapport.customers.models import Customer, Tag
from rapport.customers.testing import a_customer

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*functions) -> list:
    """Run the functions at the same moment, each on a connection of its own; an exception is an answer too."""
    start = Barrier(len(functions))

    def run(function):
        try:
            connection.ensure_connection()
            start.wait(10)
            return function()
        except Exception as problem:
            return problem
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


def test_of_two_who_change_the_same_fact_one_is_asked():
    cora = a_customer()
    answers = at_once(
        *(lambda name=name: actions.edit(cora, by=None, version=1, changes={"name": name}) for name in ["Ann", "Bob"])
    )

    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds == ["ChangedMeanwhile", "Edited"]
    cora.refresh_from_db()
    (asked,) = (answer for answer in answers if isinstance(answer, actions.ChangedMeanwhile))
    assert asked.conflicts["name"].theirs == cora.name
    assert (cora.version, cora.entries.count()) == (2, 1)


def test_of_two_who_merge_the_same_people_the_other_way_round_one_is_told():
    a, b = a_customer("Aa"), a_customer("Bb")
    answers = at_once(lambda: merge(a, b, by=None), lambda: merge(b, a, by=None))

    assert sorted(type(answer).__name__ for answer in answers) == ["Merge", "MergedAlready"]
    assert Customer.objects.count() == 1


def test_two_who_change_different_facts_both_succeed():
    cora = a_customer()
    changes = [{"name": "Cora Lind"}, {"source": "Fair"}, {"language": "cs"}]
    answers = at_once(*(lambda c=c: actions.edit(cora, by=None, version=1, changes=c) for c in changes))

    assert all(isinstance(answer, actions.Edited) for answer in answers)
    cora.refresh_from_db()
    assert (cora.name, cora.source, cora.language, cora.version) == ("Cora Lind", "Fair", "cs", 4)


def test_the_second_saver_waits_for_the_first_and_then_sees_what_was_written():
    cora = a_customer()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.edit(cora, by=None, version=1, changes={"name": "First"})

            def second():
                try:
                    return actions.edit(cora, by=None, version=1, changes={"name": "Second"})
                except actions.ChangedMeanwhile as asked:
                    return asked
                finally:
                    connections.close_all()

            waiting = pool.submit(second)
        assert waiting.result(10).conflicts["name"].theirs == "First"


def test_the_same_new_tag_and_address_by_two_is_one():
    cora = a_customer()
    other = a_customer("Other")
    at_once(lambda: actions.set_tags(cora, ["new"], by=None), lambda: actions.set_tags(other, ["new"], by=None))
    rows = [{"address": "a@x.example"}]
    answers = at_once(*(lambda: actions.replace_rows(cora, "emails", by=None, rows=rows, seen={}) for _ in range(3)))

    assert Tag.objects.count() == 1 and cora.tags.get() == other.tags.get()
    assert all(isinstance(answer, actions.Edited) for answer in answers), answers
    assert cora.emails.count() == 1


def test_two_workers_share_the_keys_to_make_again():
    for n in range(20):
        a_customer(f"Customer {n}")
    Customer.objects.update(key_version=0)
    written = at_once(*(lambda: rebuilding.refresh_stale_keys(batch=5) for _ in range(2)))

    assert sum(written) == 20
    assert not Customer.objects.filter(key_version=0).exists()


def test_a_program_that_waited_for_a_merge_is_led_to_the_survivor(ann, business):
    survivor, absorbed = a_customer("Survivor"), a_customer("Absorbed")
    program = a_program_of(ann)

    def sent_meanwhile():
        try:
            return program.patch(f"customers/{absorbed.pk}", {"name": "Late"}), program.post(
                f"customers/{absorbed.pk}/archive", {}
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            merge(survivor, absorbed, by=None)
            waiting = pool.submit(sent_meanwhile)
            until_somebody_waits()
        for answered in waiting.result(10):
            assert (answered.status_code, answered.json()["type"]) == (409, "urn:rapport:problem:customer_merged")
            assert str(survivor.pk) in answered["Location"]


def until_somebody_waits() -> None:
    """For a lock that this connection holds."""
    with connection.cursor() as cursor:
        for _try in range(500):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")
