"""Customers put on a list by a scanner, or pasted line by line."""

import pytest
from django.urls import reverse

from rapport.core.vcard import write
from rapport.customers import actions as customers
from rapport.customers.cards import card_of
from rapport.customers.merges import merge
from rapport.customers.models import Choice
from rapport.segments import actions
from rapport.segments.scanning import lines_of, named_in


@pytest.fixture
def people(business, ann):
    """Jana, who has a code, and a couple that shares a phone."""
    jana = customers.add("Jana Nováková", by=ann, codes=[{"source": "shop", "code": "K-17"}], emails=["jana@a.example"])
    petr = customers.add("Petr Žák", by=ann, phones=["+420 605 123 456"])
    eva = customers.add("Eva Žáková", by=ann, phones=["+420 605 123 456", "+420 777 111 222"])
    return jana, petr, eva


@pytest.fixture
def guests(ann):
    return actions.save("Guests", by=ann)


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_code_an_address_a_number_and_the_card_name_their_customer(people, ann, version):
    jana, petr, eva = people
    typed = ["k-17", "JANA@a.example", "777 111 222", write(card_of(petr), version), f"/customers/{jana.pk}/"]

    named = named_in("\r\n".join(typed), user=ann)

    assert named.keys == [jana.pk, eva.pk, petr.pk]
    assert (named.unknown, named.several) == ([], [])


def test_what_names_nobody_or_several_stays_to_be_looked_at(people, ann):
    foreign = "BEGIN:VCARD\nFN:Somebody\nEMAIL;TYPE=WORK:x@b.example\nEND:VCARD"
    named = named_in(f"K-99\n605 123 456\n\nK-17\n{foreign}", user=ann)

    assert named.keys == [people[0].pk]
    assert (named.unknown, named.several) == (["K-99", "x@b.example"], ["605 123 456"])
    assert list(lines_of("BEGIN:VCARD\nFN:cut off")) == []


def test_an_old_code_means_whom_the_record_became(people, ann):
    jana, petr, _eva = people
    merge(petr, jana, by=ann)

    assert named_in("K-17", user=ann).keys == [petr.pk]


def test_who_is_scanned_comes_on_the_list_and_off_it_again_by_undo(client, people, ann, guests):
    client.force_login(ann)
    where = reverse("segments:scan", args=[guests.pk])

    answer = client.post(where, {"lines": "K-17\nK-17\nK-99"})

    assert answer.status_code == 200 and "K-99" in answer.text
    assert [row.customer for row in guests.memberships.all()] == [people[0]]
    client.post(reverse("customers:chosen-undo", args=[Choice.objects.get().pk]))
    assert not guests.memberships.exists()

    assert client.post(where, {"lines": "777111222"}).url == where
    assert client.post(where, {"lines": ""}).status_code == 422


def test_only_a_list_of_ones_own_is_scanned_for(client, people, cast, guests):
    client.force_login(cast["ann"])
    everybody = actions.save("Everybody", by=cast["ann"], condition={"version": 1, "all": []})
    theirs = actions.save("Theirs", by=cast["bob"], is_shared=True)

    assert client.get(reverse("segments:scan", args=[everybody.pk])).status_code == 302
    assert client.post(reverse("segments:scan", args=[everybody.pk]), {"lines": "K-17"}).status_code == 409
    assert client.post(reverse("segments:scan", args=[theirs.pk]), {"lines": "K-17"}).status_code == 409


def test_scanning_asks_as_often_for_many_lines_as_for_one(people, ann, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        named_in("\n".join(["K-17", "605123456", *(f"nobody{n}@a.example" for n in range(50))]), user=ann)
