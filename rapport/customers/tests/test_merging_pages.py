"""Merging by people and by programs, and old links that lead on."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from rapport.customers import actions
from rapport.customers.merges import merge
from rapport.customers.models import Customer, Merge
from rapport.customers.testing import a_customer
from rapport.customers.tests.merging import NOON, two_records
from rapport.staff.models import Business, Team
from rapport.timeline import actions as timeline
from rapport.timeline.models import Entry


@pytest.fixture
def as_ann(client, ann, business):
    client.force_login(ann)
    return client


@pytest.fixture
def program(client, ann, business):
    from rapport.api.testing import a_program_of

    return a_program_of(ann)


def page_of(one, other) -> str:
    return reverse("customers:merge", args=[one.pk, other.pk])


def test_both_records_stand_side_by_side_with_what_would_move(as_ann, ann):
    one, other = two_records(ann)
    page = as_ann.get(page_of(other, one)).content.decode()
    for said in ("one@linden.example", "second@linden.example", "Honza", "1 order", "1 promise", "on both"):
        assert said in page


def test_the_page_takes_as_many_queries_whatever_hangs_off_them(as_ann, ann, django_assert_max_num_queries):
    one, other = two_records(ann)
    for number in range(20):
        timeline.note(other, f"Note {number}", by=ann, at=NOON)
        actions.set_tags(other, [f"tag {n}" for n in range(number)], by=ann)
    with django_assert_max_num_queries(60):
        as_ann.get(page_of(one, other))


def test_what_is_chosen_on_the_page_is_what_they_become(as_ann, ann):
    one = actions.add("Jan Novák", by=ann, nickname="Honza", emails=["one@linden.example"])
    other = actions.add("J. Novák", by=ann, nickname="Jeník", emails=["two@linden.example"])
    mine, theirs = (f"customers.Email:{customer.emails.get().pk}" for customer in (one, other))
    sent = {
        "survivor": one.pk,
        "fact.nickname": "absorbed",
        "shown": [mine, theirs],
        "keep": [theirs],
        "reason": "Twice",
    }
    response = as_ann.post(page_of(one, other), sent, follow=True)

    one.refresh_from_db()
    assert (one.name, one.nickname) == ("Jan Novák", "Jeník")
    assert [email.address for email in one.emails.all()] == ["two@linden.example"]
    assert Merge.objects.get().reason == "Twice"
    assert "J. Novák is part of Jan Novák now." in response.content.decode()
    assert f"/customers/merges/{Merge.objects.get().pk}/undo/" in response.content.decode()


def test_nobody_gets_two_birthdays_from_the_page(as_ann, ann):
    one = actions.add("Jan Novák", by=ann, dates=[{"kind": "birthday", "month": 3, "day": 14, "year": 1980}])
    other = actions.add("J. Novák", by=ann, dates=[{"kind": "birthday", "month": 3, "day": 14}])
    as_ann.post(page_of(one, other), {"survivor": one.pk, "shown": ["nonsense", "customers.Email:nonsense"]})
    assert [day.year for day in one.dates.all()] == [1980]


def test_a_merge_is_undone_from_the_history_with_what_came_since_told_apart(as_ann, ann):
    one, other = a_customer("Jan Novák"), a_customer("J. Novák")
    done = merge(one, other, by=ann, at=NOON)
    timeline.note(one, "Of the other, really", by=ann, at=NOON)
    timeline.note(one, "Of the first", by=ann, at=NOON)

    assert done.get_absolute_url() in as_ann.get(f"/customers/{one.pk}/history/").content.decode()
    page = as_ann.get(done.get_absolute_url()).content.decode()
    assert page.count('name="going"') == 2
    note = Entry.objects.get(body="Of the other, really")
    as_ann.post(done.get_absolute_url(), {"chosen": "yes", "going": [f"timeline_entry:{note.pk}"]})

    assert [entry.body for entry in other.entries.filter(kind="note.written")] == ["Of the other, really"]
    assert [entry.body for entry in one.entries.filter(kind="note.written")] == ["Of the first"]


def test_a_later_merge_is_named_where_an_earlier_one_cannot_be_undone(as_ann, ann):
    a, b, c = a_customer("Aa"), a_customer("Bb"), a_customer("Cc")
    first, second = merge(b, a, by=ann, at=NOON), merge(c, b, by=ann, at=NOON)
    page = as_ann.get(first.get_absolute_url()).content.decode()
    assert "Bb was merged into Cc" in page
    assert second.get_absolute_url() in page
    assert as_ann.post(first.get_absolute_url()).status_code == 409


@pytest.mark.parametrize("who, status", [("ann", 200), ("mark", 200), ("rita", 403)])
def test_who_may_merge(client, cast, business, who, status):
    one, other = a_customer("Aa"), a_customer("Bb")
    client.force_login(cast[who])
    assert client.get(page_of(one, other)).status_code == status
    assert client.get(f"/customers/{one.pk}/merging/").status_code == status


def test_only_who_sees_both_merges_them(client, cast, business):
    Business.objects.update(sees_by_team=True)
    mine, hidden = a_customer("Aa"), a_customer("Bb", team=Team.objects.create(name="Others"))
    client.force_login(cast["ann"])
    assert client.get(page_of(mine, hidden)).status_code == 404
    assert client.get(page_of(hidden, mine)).status_code == 404
    done = merge(mine, hidden, by=cast["olga"], at=NOON)
    assert client.post(done.get_absolute_url()).status_code == 404


def test_the_other_record_is_looked_for_by_name(as_ann):
    one, other = a_customer("Jan Novák"), a_customer("Honza Novák")
    page = as_ann.get(f"/customers/{one.pk}/merging/?q=honza").content.decode()
    assert page_of(one, other) in page


@pytest.mark.parametrize("count", [1, 2, 3])
def test_exactly_two_are_chosen_in_the_list(as_ann, count):
    keys = [str(a_customer(f"Number {number}").pk) for number in range(count)]
    response = as_ann.post("/customers/choosing/", {"deed": "merge", "chosen": keys})
    assert response["Location"].startswith("/customers/merging/") == (count == 2)


def test_old_links_lead_to_the_survivor_and_what_is_written_there_is_refused(as_ann, ann):
    one, other = a_customer("Jan Novák"), a_customer("J. Novák")
    done = merge(one, other, by=ann, at=NOON)

    response = as_ann.get(f"/customers/{other.pk}/history/?from=0")
    assert (response.status_code, response["Location"]) == (302, f"/customers/{one.pk}/history/?from=0")
    refused = as_ann.post(f"/customers/{other.pk}/tags/", {"tags": "late"})
    assert refused.status_code == 409
    assert "part of Jan Novák now" in refused.content.decode()
    assert as_ann.get(page_of(one, other))["Location"] == f"/customers/{one.pk}/"

    as_ann.post(done.get_absolute_url())
    assert as_ann.get(f"/customers/{other.pk}/history/").status_code == 200


def test_a_program_merges_finds_the_survivor_by_the_old_id_and_undoes_it(program, ann):
    one, other = a_customer("Jan Novák"), a_customer("J. Novák")
    sent = program.post(f"customers/{one.pk}/merge", {"absorbed": str(other.pk)})
    assert sent.status_code == 201, sent.content
    assert sent.json()["survivor"] == str(one.pk)

    led = program.get(f"customers/{other.pk}")
    assert (led.status_code, led["Location"]) == (302, f"/api/v1/customers/{one.pk}")
    refused = program.patch(f"customers/{other.pk}", {"name": "Late"})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rapport:problem:customer_merged")
    again = program.post(f"customers/{one.pk}/merge", {"absorbed": str(other.pk)})
    assert (again.status_code, again.json()["type"]) == (409, "urn:rapport:problem:merged_already")
    nobody = program.post(f"customers/{one.pk}/merge", {"absorbed": str(Merge().pk)})
    assert nobody.status_code == 422
    assert set(Entry.objects.filter(kind="customer.merged").values_list("customer", flat=True)) == {one.pk, other.pk}

    timeline.note(Customer.objects.get(pk=one.pk), "Since", by=ann, at=NOON)
    shown = program.get(f"merges/{sent.json()['id']}").json()
    undone = program.post(f"merges/{sent.json()['id']}/undo", {"going": [shown["since"][0]["key"]]})
    assert undone.json()["assigned"] == 1
    assert program.get(f"customers/{other.pk}").status_code == 200


def test_an_old_code_finds_the_survivor(program, ann):
    one = actions.add("Jan Novák", by=ann, codes=[{"source": "shop", "code": "1"}])
    other = actions.add("J. Novák", by=ann, codes=[{"source": "shop", "code": "2"}, {"source": "till", "code": "7"}])
    merge(one, other, by=ann, at=NOON)
    for source, code in (("shop", "2"), ("till", "7")):
        sent = {"items": [{"name": "Jan Novák", "codes": {source: code}}]}
        result = program.post("customers/batch", sent).json()["results"][0]
        assert (result["status"], result["id"]) == ("unchanged", str(one.pk))


def test_of_two_codes_of_one_system_somebody_chooses_and_an_undo_gives_them_back(as_ann, ann):
    one = actions.add("Jan Novák", by=ann, codes=[{"source": "shop", "code": "1"}, {"source": "till", "code": "7"}])
    other = actions.add("J. Novák", by=ann, codes=[{"source": "shop", "code": "2"}, {"source": "till", "code": "8"}])
    page = as_ann.get(page_of(one, other)).content.decode()
    assert "Code in shop" in page and 'name="fact.code.shop" value="absorbed"' in page

    as_ann.post(page_of(one, other), {"survivor": one.pk, "fact.code.shop": "absorbed", "fact.code.till": "survivor"})
    assert {code.source: code.code for code in one.codes.all()} == {"shop": "2", "till": "7"}
    as_ann.post(Merge.objects.get().get_absolute_url())
    assert {code.source: code.code for code in one.codes.all()} == {"shop": "1", "till": "7"}
    assert {code.source: code.code for code in other.codes.all()} == {"shop": "2", "till": "8"}


@pytest.mark.parametrize(
    "differs, said",
    [
        ({"addresses": [{"city": "Brno"}]}, "Jan Novák · Brno"),
        ({"codes": [{"source": "shop", "code": "K-2"}]}, "Jan Novák · shop: K-2"),
        ({"at": datetime(2025, 3, 4, 12, tzinfo=UTC)}, "Jan Novák · added on 4 Mar 2025"),
        ({}, "Jan Novák · the record that stays"),
    ],
)
def test_two_of_the_same_name_are_told_apart(as_ann, ann, differs, said):
    one = actions.add("Jan Novák", by=ann, nickname="Honza", at=NOON)
    other = actions.add("Jan Novák", by=ann, **{"nickname": "Jenda", "at": NOON, **differs})
    assert said in as_ann.get(page_of(one, other)).content.decode()


def test_two_of_the_same_name_are_told_apart_also_when_they_are_made_two_again(as_ann, ann):
    one = actions.add("Jan Novák", by=ann, addresses=[{"city": "Brno"}])
    other = actions.add("Jan Novák", by=ann, at=datetime(2025, 3, 4, 12, tzinfo=UTC))
    done = merge(one, other, by=ann, at=NOON)
    timeline.note(one, "Whose is it?", by=ann, at=NOON)
    page = as_ann.get(done.get_absolute_url()).content.decode()
    assert "What you mark goes to Jan Novák, the rest stays with Jan Novák · Brno." in page
