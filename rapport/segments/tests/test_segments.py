"""Segments saved, shared, kept at hand, picked by hand; who is in them, and what others suffered."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.core.facts import Book
from rapport.customers import actions as customers
from rapport.customers.models import Customer, ImportantDate
from rapport.customers.queries.counting import Count, count, estimate
from rapport.customers.testing import a_customer
from rapport.segments import actions
from rapport.segments.conditions import Misread, checked
from rapport.segments.models import Membership, Segment, SegmentPin
from rapport.segments.queries import asked, explain, members

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVERYBODY = {"version": 1, "all": []}


def said(field, op, value=None):
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


def all_of(*members):
    return {"version": 1, "all": list(members)}


def found(user, *conditions, at=NOON) -> set[str]:
    question = asked(all_of(*conditions), user=user, at=at)
    return set(question.of(Customer.objects.visible_to(user)).values_list("name", flat=True))


@pytest.fixture
def tags(business, ann):
    return [customers.add(f"Customer {n}", by=ann, tags=["oak"] if n % 2 else []) for n in range(12)]


def test_a_segment_is_whoever_is_like_that_now(tags, ann):
    segment = actions.save("Oak", by=ann, condition=all_of(said("tag", "is", "oak")))
    assert members(segment, ann).count() == 6
    customers.set_tags(tags[0], ["oak"], by=ann)
    assert members(segment, ann).count() == 7
    customers.archive(tags[0], by=ann, reason="Moved away")
    assert members(segment, ann).count() == 6


def test_segments_recomputed_whole_for_a_change_of_ten_people(tags, ann):
    """Nobody is in one by a stored row: ten changes write nothing about segments, however many there are."""
    for n in range(5):
        actions.save(f"Oak {n}", by=ann, condition=all_of(said("tag", "is", "oak")))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for customer in tags[:10]:
            customers.set_tags(customer, ["pine"], by=ann)
    assert not [query["sql"] for query in queries if "segments_" in query["sql"]]
    assert members(Segment.objects.first(), ann).count() == 1


@pytest.mark.parametrize(
    "day, days, is_among",
    [
        ((11, 23), 0, True), ((11, 24), 0, False), ((11, 22), 0, False), ((11, 24), 1, True), ((12, 23), 30, True),
        ((12, 24), 30, False), ((1, 5), 60, True), ((2, 29), 98, True), ((2, 29), 97, False),
    ],
)  # fmt: skip
def test_birthdays_a_day_early(business, ann, day, days, is_among):
    """By the business's clock: late in the evening in Prague it is still today there, and tomorrow is tomorrow."""
    evening = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)  # 23:30 in Prague
    ImportantDate.objects.create(customer=a_customer("Cora"), month=day[0], day=day[1], year=1980)
    condition = said("birthday", "within_next", {"days": days})
    assert found(ann, condition, at=evening) == ({"Cora"} if is_among else set())
    if day == (11, 23):
        assert found(ann, condition, at=evening + timedelta(hours=1)) == set()


def test_birth_dates_without_a_year_refused(business, ann):
    ImportantDate.objects.create(customer=a_customer("Cora"), month=12, day=1, year=None)
    assert found(ann, said("birthday", "within_next", {"days": 30})) == {"Cora"}
    assert found(ann, said("birthday", "each_year_on", "--12-01")) == {"Cora"}
    assert found(ann, said("birthday", "in_month", 12)) == {"Cora"}
    assert found(ann, said("birthday", "within_last", {"days": 30})) == set()


def test_saved_views_lost_at_log_out(client, business, ann):
    segment = actions.save("Oak", by=ann, condition=EVERYBODY, columns=["city", "revenue"], sort="-changed")
    actions.pin(segment, user=ann)
    client.force_login(ann)
    client.logout()

    kept = Segment.objects.pinned_by(ann).get()
    assert (kept.name, kept.columns, kept.sort) == ("Oak", ["city", "revenue"], "-changed")


def test_an_empty_column_does_not_lose_people(business, ann):
    """Turned round, whoever has no value is among the others, whichever fact it is."""
    a_customer("Cora")
    for condition in (
        said("last_purchase", "over_ago", {"days": 90}), said("city", "is", "Brno"), said("revenue", "over", 5),
        said("last_contact", "within_last", {"days": 9}), said("account_manager", "is", "me"),
        said("language", "is", "cs"),
    ):  # fmt: skip
        assert found(ann, condition) == set(), condition
        assert found(ann, {"none": [condition]}) == {"Cora"}, condition
        assert found(ann, {"any": [condition, {"none": [condition]}]}) == {"Cora"}, condition


def test_own_fields_of_every_type_are_asked_for(business, ann):
    for label, type in (
        ("Rooms", "number"),
        ("Opened", "date"),
        ("Wood", "choice"),
        ("Visits", "yes_no"),
        ("Word", "text"),
    ):
        customers.define_field(label, by=ann, type=type, choices=["oak"] if type == "choice" else [])
    custom = {"rooms": "12.5", "opened": "2020-02-03", "wood": "oak", "visits": True, "word": "Straße"}
    a_customer("Hotel", custom=custom)
    a_customer("Odd", custom={"rooms": "many", "opened": "soon", "visits": False, "wood": None})
    a_customer("Nothing")

    for field, op, value in (
        ("rooms", "over", 12), ("rooms", "between", [12, 13]), ("opened", "before", "2020-02-04"),
        ("wood", "is", "oak"),
        ("opened", "over_ago", {"years": 6}), ("visits", "yes", None), ("word", "starts", "stra"),
        ("word", "known", None),
    ):  # fmt: skip
        condition = said(f"custom.{field}", op, value)
        assert found(ann, condition) == {"Hotel"}, condition
        assert found(ann, {"none": [condition]}) == {"Odd", "Nothing"}, condition


@pytest.mark.parametrize(
    "condition, path",
    [
        ([], ""),
        ({"version": 2, "all": []}, "version"),
        ({"all": [said("city", "is", "Brno")], "any": []}, ""),
        (all_of(said("shoe", "is", "44")), "all[0].field"),
        (all_of(said("city", "is", "Brno"), said("city", "over", 3)), "all[1].op"),
        (all_of({"any": [said("revenue", "over", "many")]}), "all[0].any[0].value"),
        (all_of({"none": []}), "all[0].none"),
        (all_of(said("birthday", "within_next", {"days": -1})), "all[0].value"),
        (all_of(said("birthday", "each_year_on", "--02-30")), "all[0].value"),
        (all_of(said("last_purchase", "from_to", ["2026-03-01", "2026-02-01"])), "all[0].value"),
        (all_of(said("kind", "is", "robot")), "all[0].value"),
        (all_of(said("tag", "is", "x" * 201)), "all[0].value"),
        (all_of({**said("city", "is", "Brno"), "not": True}), "all[0].not"),
        (all_of(*[said("city", "is", "Brno")] * 101), "all[100]"),
        (all_of({"all": [{"any": [{"all": [{"any": [{"all": [{"any": [{"all": [{"any": []}]}]}]}]}]}]}]}), None),
        (all_of("city"), "all[0]"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(business, ann, condition, path):
    with pytest.raises(Misread) as refused:
        checked(condition, Book(ann))
    assert path is None or refused.value.problems[0].path == path
    assert refused.value.problems[0].message


def test_a_segment_that_asks_for_itself_is_refused_and_one_that_is_used_stays(business, ann):
    inner = actions.save("Inner", by=ann, condition=EVERYBODY)
    outer = actions.save("Outer", by=ann, condition=all_of(said("segment", "is", str(inner.pk))))
    with pytest.raises(Misread):
        actions.change(inner, by=ann, changes={"condition": all_of(said("segment", "is", str(outer.pk)))})
    with pytest.raises(actions.InUse, match="Outer"):
        actions.delete(inner, by=ann)
    actions.delete(outer, by=ann)
    actions.delete(inner, by=ann)


def test_customers_are_put_on_a_list_and_taken_off_without_a_statement_for_each(tags, ann, cast):
    picked = actions.save("Guests", by=ann)
    with CaptureQueriesContext(connection) as queries:
        assert actions.put_in(picked, Customer.objects.filter(tags__name="oak"), by=ann, at=NOON) == 6
        assert actions.put_in(picked, Customer.objects.all(), by=ann, at=NOON) == 6
        assert actions.take_out(picked, [tags[0].pk], by=ann) == 1
    assert len(queries) < 30
    assert members(picked, ann).count() == 11
    assert [because.holds for because in explain(picked, tags[0], user=ann)] == [False]
    with pytest.raises(actions.NotPickedByHand):
        actions.put_in(actions.save("Oak", by=ann, condition=EVERYBODY), [tags[0].pk], by=ann, at=NOON)
    with pytest.raises(actions.NotYours):
        actions.put_in(picked, [tags[0].pk], by=cast["bob"], at=NOON)
    assert Membership.objects.count() == 11


def test_who_is_in_a_segment_is_told_with_the_reasons(tags, ann):
    condition = {"version": 1, "any": [said("tag", "is", "oak"), {"none": [said("name", "contains", "customer")]}]}
    segment = actions.save("Oak", by=ann, condition=condition)
    reasons = {because.line: because.holds for because in explain(segment, tags[1], user=ann)}
    assert reasons == {"tag is oak": True, "name contains customer": True}


def test_only_who_may_shares_and_changes_what_others_shared(business, cast):
    ann, bob, rita, mark = (cast[name] for name in ("ann", "bob", "rita", "mark"))
    with pytest.raises(actions.MayNotShare):
        actions.save("Shared", by=rita, condition=EVERYBODY, is_shared=True)
    shared = actions.save("Shared", by=ann, condition=EVERYBODY, is_shared=True)
    with pytest.raises(actions.NotYours):
        actions.change(shared, by=bob, changes={"name": "Mine"})
    assert actions.change(shared, by=mark, changes={"name": "Ours"}).version == 2
    assert actions.pin(shared, user=bob) == actions.pin(shared, user=bob)
    assert SegmentPin.objects.count() == 1
    with pytest.raises(actions.ChangedMeanwhile):
        actions.change(shared, by=ann, changes={"name": "Again"}, version=1)


def test_what_is_dear_to_count_is_told_with_how_sure_it_is(tags, ann, monkeypatch):
    everybody = Customer.objects.all()
    assert str(count(everybody)) == "12 customers"
    monkeypatch.setattr("rapport.customers.queries.counting.DEAR", 0)
    monkeypatch.setattr("rapport.customers.queries.counting.FEW", 0)
    told = count(everybody.filter(tags__name="oak"))
    assert not told.is_exact
    assert told.low <= told.number <= told.high
    assert str(estimate(everybody.filter(tags__name="pine"))).startswith("fewer than")
    assert count(everybody.none()) == Count(0)
    assert str(Count(412_345, False, 409_000, 416_000)) == "about 412,000 customers"


def test_every_fact_names_an_index_that_is_there(business, ann):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")
        indexes = [name for (name,) in cursor.fetchall()]
    for field in Book(ann).all:
        for index in filter(None, (field.served_by, field.sorted_by)):
            assert any(name.startswith(index) for name in indexes), (field.name, index)


def test_columns_take_one_query_for_each_source(tags, ann, django_assert_num_queries):
    book = Book(ann)
    names = [field.name for field in book.all if field.listing]
    listings = {field.listing.name for field in book.all if field.listing}
    with django_assert_num_queries(len(listings)):
        rows = book.columns(names, [customer.pk for customer in tags])
    assert rows[tags[1].pk]["tag"] == ["oak"]
    assert rows[tags[1].pk]["name"] == "Customer 1"
