"""Two records that became one are told, kept and erased as one."""

from datetime import timedelta

import pytest
from django.db import transaction

from rapport.core.personal import telling
from rapport.customers import actions
from rapport.customers.merges import ErasedCannotBeMerged, ErasedSince, gather_stragglers, merge, undo_merge
from rapport.customers.models import Customer, LegalHold, Merge
from rapport.customers.rights import erasing, holds, lapsing
from rapport.customers.testing import a_customer
from rapport.customers.tests.merging import NOON
from rapport.timeline.models import Entry

LATER = NOON + timedelta(days=1)


@pytest.fixture
def two(ann, business):
    one = actions.add("Ketevan Abashidze", by=ann, emails=["keto@linden.example"])
    other = actions.add("Keto Abashidze", by=ann, emails=["keto@linden.example"], personal_notes=["Two sons"])
    return one, other


def again(customer: Customer) -> Customer:
    return Customer.every.get(pk=customer.pk)


def test_who_is_erased_is_erased_on_both_records_and_does_not_come_back(two, ann, cast):
    one, other = two
    done = merge(one, other, by=ann, at=NOON, reason="Keto is Ketevan")
    erasing.erase(one, by=cast["olga"], at=LATER)

    for customer in two:
        assert again(customer).is_erased
        assert "Abashidze" not in again(customer).name
    assert again(other).merged_into == again(one)
    assert not again(other).emails.exists()
    assert "Keto" not in str(Merge.objects.values().get())
    assert not Entry.every.filter(facts__icontains="Keto").exists()
    with pytest.raises(ErasedSince):
        undo_merge(done, by=ann, at=LATER)
    with pytest.raises(ErasedCannotBeMerged):
        merge(a_customer("Keto"), again(one), by=ann, at=LATER)


def test_a_legal_hold_on_either_keeps_both(two, ann):
    one, other = two
    holds.place_hold(other, case="4711", reason="A case", until=None, by=ann, at=NOON)
    merge(one, other, by=ann, at=NOON)
    assert LegalHold.objects.get().customer == again(one)
    with pytest.raises(erasing.UnderLegalHold):
        erasing.erase(one, by=ann, at=LATER)
    assert {row["pk"] for row in lapsing._spared(LATER)} == {one.pk, other.pk}


def test_retention_takes_both_records_together(two, ann):
    one, other = two
    merge(one, other, by=ann, at=NOON)
    assert erasing.erase_lapsed([one.pk], at=LATER) == 2
    assert again(other).is_erased


def test_what_is_told_to_them_has_what_stayed_with_the_other_record(two, ann):
    one, other = two
    merge(one, other, by=ann, at=NOON)
    told = str(telling.as_json(list(telling.chapters(*(record.pk for record in one.records())))))
    assert "Keto Abashidze" in told
    assert told.count("keto@linden.example") >= 2


def test_what_was_written_in_the_very_moment_is_gathered_and_goes_back_with_an_undo(two, ann):
    one, other = two
    done = merge(one, other, by=ann, at=NOON)
    with transaction.atomic():
        late = Entry.objects.create(customer=other, kind="note.written", at=NOON, body="Just now")
    assert gather_stragglers(done) == 1
    assert gather_stragglers(done) == 0
    assert one.entries.filter(pk=late.pk).exists()
    assert other.entries.filter(kind="customer.merged").exists()
    undo_merge(done, by=ann, at=LATER)
    assert other.entries.filter(pk=late.pk).exists()
