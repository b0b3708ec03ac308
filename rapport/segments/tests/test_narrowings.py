"""The list of customers narrowed by a segment or a line of conditions: seen, chosen together, taken out."""

import csv
import logging

import pytest
from django.utils import timezone

from rapport.core.cli import main
from rapport.customers import actions as customers
from rapport.customers import together
from rapport.customers.narrowings import narrowed_by
from rapport.customers.queries import Filters, customer_list
from rapport.segments import actions

BRNO = {"version": 1, "all": [{"field": "city", "op": "is", "value": "Brno"}]}


@pytest.fixture
def two(business, ann):
    brno = customers.add("Berta Brno", by=ann, addresses=[{"city": "Brno"}], tags=["oak"])
    customers.add("Zora Zlín", by=ann, addresses=[{"city": "Zlín"}], tags=["oak"])
    return brno


def names(client, query: str) -> list[str]:
    body = client.get(f"/customers/?{query}").content.decode()
    return [name for name in ("Berta Brno", "Zora Zlín") if name in body]


def test_the_list_shows_who_is_in_a_segment_or_like_a_line(client, two, ann):
    segment = actions.save("Round one", by=ann, condition=BRNO)
    client.force_login(ann)

    assert names(client, "") == ["Berta Brno", "Zora Zlín"]
    assert names(client, f"segment={segment.pk}") == ["Berta Brno"]
    assert names(client, "where=city+is+Brno") == ["Berta Brno"]
    assert names(client, "where=not+city+is+Brno&tag=oak") == ["Zora Zlín"]
    assert "Round one" in client.get(f"/customers/?segment={segment.pk}").content.decode()


@pytest.mark.parametrize(
    "query", ["where=city+was+Brno", "segment=nothing", "segment=0190a000-0000-7000-8000-000000000000"]
)
def test_what_makes_no_sense_narrows_to_nobody_and_says_why(client, two, ann, query):
    client.force_login(ann)
    response = client.get(f"/customers/?{query}")
    assert response.status_code == 200
    assert names(client, query) == []
    assert 'class="callout"' in response.content.decode()


def test_a_segment_whose_fact_went_with_its_slice_is_broken_rather_than_everybody(client, two, ann):
    segment = actions.save("Loyal", by=ann, condition=BRNO)
    type(segment).objects.update(condition={"version": 1, "all": [{"field": "points", "op": "over", "value": 3}]})
    client.force_login(ann)

    assert names(client, f"segment={segment.pk}") == []
    assert "points" in client.get(f"/customers/?segment={segment.pk}").content.decode()


def test_bob_does_not_see_what_ann_saved_for_herself(client, two, cast):
    segment = actions.save("Mine", by=cast["ann"], condition=BRNO)
    client.force_login(cast["bob"])
    assert names(client, f"segment={segment.pk}") == []
    assert "Mine" not in client.get(f"/customers/?segment={segment.pk}").content.decode()


def test_whom_a_line_shows_are_chosen_together_also_by_a_job_in_another_language(two, ann):
    from django.utils import translation

    with translation.override("cs"):
        filters = Filters(more=narrowed_by({"where": "city is Brno and language is not Czech"}, ann))
    choice = together.choose(by=ann, at=timezone.now(), filters=filters)

    assert choice.count == 1
    assert list(together.chosen_by(choice)) == [two]


def test_a_line_is_never_written_into_a_log(client, two, ann, caplog):
    client.force_login(ann)
    with caplog.at_level(logging.DEBUG):
        client.get("/customers/?where=name+contains+Berta")
        client.get("/customers/?where=name+containing+Berta")
    assert "Berta" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )


def test_a_segment_is_exported_at_the_command_line_by_its_name(two, ann, tmp_path, capsys):
    actions.save("Round one", by=ann, condition=BRNO)
    file = tmp_path / "out.csv"

    assert main(["export", "customers", str(file), "--segment", "round one"]) == 0
    assert [row["name"] for row in csv.DictReader(file.open(encoding="utf-8-sig"))] == ["Berta Brno"]
    assert main(["export", "customers", str(file), "--segment", "No such"]) != 0
    assert "No such" in capsys.readouterr().err


def test_counts_that_make_lists_slow(client, two, ann, django_assert_max_num_queries):
    """A list that is narrowed counts no further than it has to, and asks as much as any other."""
    client.force_login(ann)
    client.get("/customers/?where=city+is+Brno")
    with django_assert_max_num_queries(22) as asked:
        client.get("/customers/?where=city+is+Brno+and+last+purchase+is+not+known")
    counts = [query["sql"] for query in asked.captured_queries if "COUNT(" in query["sql"].upper()]
    assert all("LIMIT" in sql for sql in counts if "customers_customer" in sql)


@pytest.mark.parametrize("sort", ["name", "-name", "-changed", "-added"])
def test_the_same_come_in_the_same_order_whether_they_are_gathered_or_found_along_the_list(two, ann, sort, monkeypatch):
    for n in range(20):
        customers.add(f"Customer {n % 7}", by=ann, addresses=[{"city": "Brno" if n % 3 else "Zlín"}], tags=["oak"])
    filters = Filters(more=narrowed_by({"where": "city is Brno and not name contains zora and tag is oak"}, ann))

    def all_of_them(is_about: bool) -> list:
        found, after = [], None
        while after or not found:
            page = customer_list(ann, filters=filters, sort=sort, after=after, size=4)
            found += [match.customer.pk for match in page.rows]
            after = page.page.next
            assert page.is_about == is_about or not after  # the last page is gathered: along the list there are too few
        return found

    gathered = all_of_them(is_about=False)
    monkeypatch.setattr("rapport.customers.queries.narrowing.SMALL", 0)
    monkeypatch.setattr("rapport.customers.queries.narrowing.AT_LEAST", 0)
    assert len(gathered) == 14
    assert all_of_them(is_about=True) == gathered


def test_who_stands_further_down_than_is_looked_is_gathered(two, ann, monkeypatch):
    monkeypatch.setattr("rapport.customers.queries.narrowing.SMALL", 0)
    monkeypatch.setattr("rapport.customers.queries.narrowing.AT_LEAST", 0)
    monkeypatch.setattr("rapport.customers.queries.narrowing.FURTHEST", 0)
    filters = Filters(more=narrowed_by({"where": "city is Zlín"}, ann))
    found = customer_list(ann, filters=filters, size=1)
    assert [match.customer.name for match in found.rows] == ["Zora Zlín"]
    assert (found.count, found.is_about) == (1, False)
