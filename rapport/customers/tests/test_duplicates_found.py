"""Duplicates are found in the database: by everybody's being looked through, and by who changed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rapport.core.models import Work
from rapport.customers import actions
from rapport.customers.duplicates import actions as duplicates
from rapport.customers.duplicates import blocks, finding
from rapport.customers.duplicates.testing import SETS, judge, labelled, settle
from rapport.customers.merges import merge
from rapport.customers.models import Customer, DuplicatePair, DuplicateSearch, NotDuplicates
from rapport.customers.testing import a_customer

NOW = datetime(2026, 6, 9, 12, tzinfo=UTC)
PHONE = "+420 777 123 456"


def look(at=None) -> DuplicateSearch:
    return duplicates.look_again(DuplicateSearch(), at=at or timezone.now())


def twice(ann, name="Jan Novák", again="Novák Jan", **facts) -> tuple[Customer, Customer]:
    facts = facts or {"phones": [PHONE]}
    return actions.add(name, by=ann, **facts), actions.add(again, by=ann, **facts)


@pytest.mark.parametrize("manner", ["shop", "register"])
def test_at_least_nine_of_ten_are_found_and_hardly_anybody_else(manner, business):
    whose = settle(labelled(manner, people=200, seed=7))
    look()

    quality = judge(whose)
    assert quality.precision >= 0.98 and quality.recall >= 0.90, quality


@pytest.mark.full
@pytest.mark.parametrize("manner", SETS)
@pytest.mark.parametrize("seed", [11, 12])
def test_the_same_at_the_stated_size(manner, seed, business):
    whose = settle(labelled(manner, people=10_000, seed=seed))
    look()

    quality = judge(whose)
    assert quality.precision >= 0.98 and quality.recall >= 0.90, quality


def test_duplicates_inside_one_batch_of_an_import_are_found(ann):
    twice(ann)
    assert look().proposed == 1


def test_whoever_was_added_is_compared_without_looking_at_everybody(ann):
    actions.add("Jan Novák", by=ann, phones=[PHONE])
    duplicates.look_at_changed(at=timezone.now())
    Customer.objects.update(updated_at=NOW)
    actions.add("Novák Jan", by=ann, phones=["+420777123456"])

    search = duplicates.look_at_changed(at=timezone.now())

    assert (search.customers, search.proposed, DuplicatePair.objects.count()) == (1, 1, 1)


def test_nothing_is_done_when_nobody_changed(ann):
    twice(ann)
    duplicates.look_at_changed(at=timezone.now() + timedelta(minutes=1))
    assert duplicates.look_at_changed(at=timezone.now() + timedelta(minutes=2)) is None


def test_when_very_many_changed_everybody_is_looked_through_by_the_worker(ann, monkeypatch, run_jobs):
    monkeypatch.setattr("rapport.customers.duplicates.changed.MOST", 1)
    twice(ann)

    duplicates.look_at_changed(at=timezone.now())
    run_jobs()

    assert (DuplicateSearch.objects.get().scope, DuplicatePair.objects.count()) == ("all", 1)
    assert Work.objects.get().result["proposed"] == 1


def test_a_proposal_that_nothing_speaks_for_any_more_goes(ann):
    one, _other = twice(ann)
    look()
    one.phones.all().delete()
    look()
    assert not DuplicatePair.objects.exists()


def test_not_duplicates_are_never_asked_about_again(ann):
    one, other = twice(ann)
    look()

    duplicates.tell_apart(other, one, by=ann, at=timezone.now())
    look()
    duplicates.look_at_changed(at=timezone.now())

    assert not DuplicatePair.objects.exists()


def test_they_are_asked_about_again_when_what_they_are_compared_by_changed(ann):
    one, other = twice(ann)
    duplicates.tell_apart(one, other, by=ann, at=timezone.now())
    actions.edit(other, by=ann, version=other.version, changes={"name": "Jan Nowák"})
    look()
    assert DuplicatePair.objects.count() == 1


def test_that_two_are_two_can_be_taken_back(ann):
    said = duplicates.tell_apart(*twice(ann), by=ann, at=timezone.now())
    duplicates.ask_again(said, at=timezone.now())
    assert (NotDuplicates.objects.count(), DuplicatePair.objects.count()) == (0, 1)
    assert duplicates.ask_again(said, at=timezone.now()) is None  # a second time is harmless


def test_what_was_said_of_a_record_holds_for_the_one_it_was_merged_into(ann):
    one, other = twice(ann)
    third = actions.add("Jan Novak", by=ann, phones=[PHONE])
    duplicates.tell_apart(one, third, by=ann, at=timezone.now())
    merge(other, one, by=ann, at=timezone.now())
    look()
    assert not DuplicatePair.objects.exists()


def test_archived_and_merged_records_wait_for_nobody(ann):
    one, other = twice(ann)
    actions.archive(other, by=ann, reason="Entered twice")
    assert look().proposed == 0


def test_groups_that_are_too_large_are_left_out_and_counted(ann, monkeypatch):
    for name in ("Jan", "Eva", "Ota", "Ida"):
        actions.add(name, by=ann, phones=[PHONE])
    block = next(block for block in blocks.BLOCKS if block.name == "phone")
    monkeypatch.setattr(finding, "BLOCKS", [blocks.Block(block.name, block.label, block.key, block.rows, 3)])

    search = look()

    assert search.cut == [{"block": "phone", "groups": 1, "customers": 4}]
    assert search.compared == 0


def test_many_that_are_almost_certain_are_merged_at_once_and_each_can_be_undone(ann, run_jobs):
    twice(ann, phones=[PHONE], emails=["jan@a.example"])
    twice(ann, "Eva Malá", "Malá Eva", phones=["+420 777 999 888"])
    look()

    chosen = duplicates.choose_to_merge(DuplicatePair.objects.all(), least=6.0, by=ann, at=timezone.now())
    duplicates.merge_chosen(chosen, at=timezone.now())
    duplicates.merge_chosen(chosen, at=timezone.now())  # a job may run twice

    chosen.refresh_from_db()
    assert (chosen.count, len(chosen.merges), chosen.refused) == (2, 2, [])
    assert Customer.objects.count() == 2
    assert not DuplicatePair.objects.open().exists()


def test_of_three_records_of_one_customer_one_is_left(ann):
    twice(ann)
    actions.add("Jan Novak", by=ann, phones=[PHONE])
    look()

    chosen = duplicates.choose_to_merge(DuplicatePair.objects.all(), least=2.0, by=ann, at=timezone.now())
    duplicates.merge_chosen(chosen, at=timezone.now())

    assert Customer.objects.count() == 1


def test_the_memory_of_what_is_compared_is_bounded(ann, monkeypatch):
    monkeypatch.setattr(finding, "BATCH", 2)
    monkeypatch.setattr(finding, "KEPT", 2)
    for number in range(6):
        a_customer(f"Jan Novák {number}")
    for customer in Customer.objects.all():
        customer.phones.create(raw=PHONE, e164="+420777123456")
    search = look()
    assert search.compared == 15
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'dup\\_%%' AND relpersistence = 't'")
        assert cursor.fetchone() == (0,)
