"""What other programs were promised, where no other test says it."""

import pytest

from rapport.api.testing import a_program_of
from rapport.core.api.schemas import Money
from rapport.core.money import Decimal
from rapport.customers.testing import a_customer
from rapport.timeline import actions as timeline


def test_a_search_is_read_to_its_end_page_by_page(ann_calls, ann, django_assert_max_num_queries):
    """Also beyond those that are ranked: nobody who has the name is left out, nobody comes twice."""
    best = a_customer("Walnut", account_manager=ann)
    named = {str(best.pk)} | {str(a_customer(f"Walnut Joinery {n}", account_manager=ann).pk) for n in range(75)}
    a_customer("Oak", account_manager=ann)
    found, cursor = [], ""
    for _page in range(10):
        with django_assert_max_num_queries(14):
            said = ann_calls.get(f"customers?search=walnut&limit=30&cursor={cursor}").json()
        found += [customer["id"] for customer in said["items"]]
        cursor = said["next"]
        if not cursor:
            break
    assert found[0] == str(best.pk)
    assert len(found) == 76 and set(found) == named


@pytest.mark.parametrize("cursor", ["nonsense", "WzEsMl0", "WyJ4IiwgIngiXQ", "bnVsbA"])
def test_a_cursor_that_no_search_gave_out_is_refused(ann_calls, cursor):
    said = ann_calls.get(f"customers?search=walnut&cursor={cursor}")
    assert (said.status_code, said.json()["errors"][0]["field"]) == (422, "cursor")


def test_what_is_wrong_is_told_by_the_names_that_were_sent(ann_calls, cora):
    items = [
        {"name": "a", "unit_price": 12.5},
        {"name": "b", "unit_price": {"amount": "x", "currency": "EUR"}},
        {"name": "c", "unit_price": {"amount": "1"}},
    ]
    said = ann_calls.post("orders", {"customer": str(cora.pk), "items": items, "freight": True})
    assert said.status_code == 422
    assert {problem["field"] for problem in said.json()["errors"]} == {
        "items.0.unit_price",
        "items.1.unit_price.amount",
        "items.2.unit_price.currency",
        "freight.amount",
        "freight.currency",
    }


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [("12.5", "EUR", "12.50"), ("1720", "GBP", "1720.00"), ("3.000", "JPY", "3"), ("0.0125", "EUR", "0.0125")],
)
def test_money_has_all_its_digits(amount, currency, shown):
    assert Money.of(Decimal(amount), currency).model_dump() == {"amount": shown, "currency": currency}


def test_the_manual_is_open_to_whoever_writes_the_other_program(client, business):
    page = client.get("/api/v1/docs")
    assert page.status_code == 200 and "/api/v1/customers/batch" in page.content.decode()
    assert "/settings/" not in page.content.decode()


def test_limits_are_told_in_the_newer_form_and_the_older(ann_calls, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    answers = [ann_calls.get("products") for _ in range(5)]
    refused = answers[-1]
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["RateLimit"].startswith('"token";r=0;t=')
    assert (refused.headers["RateLimit-Limit"], refused.headers["RateLimit-Remaining"]) == ("2", "0")


def test_a_reader_reads_and_is_refused_to_write(cast, business):
    program = a_program_of(cast["rita"])
    assert program.get("customers").status_code == 200
    assert program.post("customers", {"name": "X"}).status_code == 403


def test_the_notes_of_others_for_themselves_are_told_to_no_program(cast, cora, business):
    timeline.note(cora, "For myself", by=cast["bob"], private=True)
    said = a_program_of(cast["ann"]).get(f"customers/{cora.pk}/timeline").content.decode()
    assert "For myself" not in said


def test_a_batch_that_changes_nothing_costs_a_few_queries_however_long(ann_calls, django_assert_max_num_queries):
    rows = [
        {
            "name": f"Walnut {n}",
            "codes": {"shop": f"W-{n}"},
            "emails": [{"address": f"w{n}@example.com", "preferred": True}],
            "phones": [{"number": f"+995 555 12 30 {n:02}"}],
            "tags": ["Wood", "Ash"],
            "language": "ka",
        }
        for n in range(30)
    ]
    first = ann_calls.post("customers/batch", {"items": rows}).json()["results"]
    assert {row["status"] for row in first} == {"created"}
    with django_assert_max_num_queries(12):
        again = ann_calls.post("customers/batch", {"items": rows}).json()["results"]
    assert [(row["status"], row["id"]) for row in again] == [("unchanged", row["id"]) for row in first]

    rows[3]["name"] = "Walnut & Sons"
    rows[4]["phones"] = []
    rows[5]["codes"] = {"shop": "W-5", "books": "5"}
    rows.append(rows[3] | {"name": "Walnut 3"})  # the same one once more, after the change
    said = ann_calls.post("customers/batch", {"items": rows}).json()["results"]
    assert {row["index"] for row in said if row["status"] == "updated"} == {3, 4, 5, 30}
    assert ann_calls.get(f"customers/{first[3]['id']}").json()["name"] == "Walnut 3"
