"""Orders from files of many kinds, good and bad."""

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from rapport.core.refusals import Refusal
from rapport.core.registry import import_kinds
from rapport.customers.models import Email, ExternalCode
from rapport.customers.testing import a_customer
from rapport.orders import actions
from rapport.orders.importing.running import import_orders
from rapport.orders.models import Order, OrderItem, OrderStep, Product
from rapport.orders.testing import a_product, told
from rapport.orders.tests import northwind
from rapport.promises.models import Promise
from rapport.timeline.models import Entry


@pytest.fixture
def cora(business):
    customer = a_customer("Cora Lindqvist")
    ExternalCode.objects.create(customer=customer, source="import", code="CORA")
    Email.objects.create(customer=customer, address="cora@example.org", key="cora@example.org")
    return customer


@pytest.fixture
def take(tmp_path, cora):
    """Import rows given as text; answers the result."""

    def run(orders: str, items: str | None = None, products: str | None = None, **more):
        paths = {}
        for name, text in (("file", orders), ("items", items), ("products", products)):
            paths[name] = tmp_path / f"{name}.csv" if text is not None else None
            if text is not None:
                paths[name].write_text(text, encoding="utf-8")
        return import_orders(northwind.options(**paths, **more))

    return run


ORDERS = "order_id,customer_id,order_date\n1,CORA,2026-03-02\n"


def rejected_rows(result) -> list[list[str]]:
    with Path(result.rejects_file).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def test_what_cannot_be_taken_is_handed_back_with_line_and_reason(take):
    result = take(
        "order_id,customer_id,order_date\n1,CORA,2026-03-02\n2,NOBODY,2026-03-02\n3,CORA,soon\n1,CORA,2026-03-03\n,CORA,2026-03-03\n",
        "order_id,product_id,quantity,unit_price\n1,A,2,10\n2,A,1,10\n1,A,none,10\n9,A,1,10\n",
    )

    assert (result.created, result.rejected) == (1, 6)
    rows = rejected_rows(result)
    assert [row[0] for row in rows] == ["3", "4", "5", "6"]
    assert "NOBODY" in rows[0][1]
    assert "twice" in rows[2][1]
    assert rows[0][2:] == ["2", "NOBODY", "2026-03-02"]
    order = Order.objects.get()
    assert (order.net, order.items.count(), order.customer.purchases.order_count) == (20, 1, 1)


def test_what_one_import_added_or_changed_can_be_looked_at(take, client, cast):
    first, second = uuid4(), uuid4()
    take(ORDERS + "2,CORA,2026-03-03\n", import_id=first)
    take(ORDERS.replace("03-02", "03-01"), import_id=second)

    client.force_login(cast["mark"])
    kind = import_kinds["orders"]
    assert {order.number for order in client.get(kind.url(first)).context["page"].items} == {"1", "2"}
    assert {order.number for order in client.get(kind.url(second)).context["page"].items} == {"1"}
    assert not client.get(kind.url(uuid4())).context["page"].items
    assert client.get("/orders/?import=nonsense").status_code == 200


def test_sent_again_rejects_come_back_and_the_rest_is_unchanged(take):
    orders = ORDERS + "2,NOBODY,2026-03-02\n"
    assert take(orders).created == 1
    again = take(orders)
    assert (again.created, again.unchanged, again.rejected) == (0, 1, 1)


def test_a_dry_run_saves_nothing(take):
    result = take(ORDERS, "order_id,product_id,quantity,unit_price\n1,A,2,10\n", dry_run=True)
    assert (result.created, result.dry_run) == (1, True)
    assert not Order.objects.exists() and not Product.objects.exists()


@pytest.mark.parametrize(
    "headings",
    [
        "Číslo objednávky;Kód zákazníka;Datum objednávky;Termín dodání;Doručeno;Doprava",
        "შეკვეთის ნომერი;კლიენტის კოდი;შეკვეთის თარიღი;მიწოდების ვადა;ჩაბარების თარიღი;მიწოდების ფასი",
        "ஆர்டர் எண்;வாடிக்கையாளர் குறியீடு;ஆர்டர் தேதி;வாக்களித்த தேதி;வழங்கிய தேதி;அனுப்பும் கட்டணம்",
    ],
)
def test_columns_are_known_in_many_languages(take, headings):
    take(f"{headings}\n77;CORA;2.3.2026;20.3.2026;19.3.2026;1 234,50\n")

    order = Order.objects.select_related("promise").get()
    assert (order.number, order.freight, order.outcome, order.promise.state) == (
        "77",
        Decimal("1234.5"),
        "delivered",
        "kept",
    )
    assert order.placed_at.date() == date(2026, 3, 2)


@pytest.mark.parametrize(
    "discounts, net",
    [(("0.1", "0"), 190), (("10", "0"), 190), (("10%", "0.5"), 140), (("0,25", ""), 175), (("1", "0"), 100)],
)
def test_discounts_are_shares_or_per_cent_by_the_whole_column(take, discounts, net):
    first, second = discounts
    take(ORDERS, f'order_id,product_id,quantity,unit_price,discount\n1,A,1,100,"{first}"\n1,B,1,100,{second}\n')
    assert Order.objects.get().net == net


def test_delivered_on_the_promised_day_is_in_time_and_the_day_after_is_late(take):
    take(
        "order_id,customer_id,order_date,required_date,shipped_date\n"
        "1,CORA,2026-03-02,2026-03-20,2026-03-20\n2,CORA,2026-03-02,2026-03-20,2026-03-21\n3,CORA,2026-03-02,2026-03-20,\n"
    )
    states = {order.number: order.promise.state for order in Order.objects.select_related("promise")}
    assert states == {"1": "kept", "2": "kept_late", "3": "overdue"}


def test_shipping_is_a_step_of_its_own_where_delivery_is_told(take):
    take("order_id,customer_id,order_date,shipped_date,delivered_date\n1,CORA,2026-03-02,2026-03-04,2026-03-06\n")
    steps = OrderStep.objects.order_by("at").values_list("kind", flat=True)
    assert list(steps) == ["placed", "shipped", "delivered"]


def test_called_off_orders_promise_nothing_and_count_nothing(take, cora):
    take(
        "order_id,customer_id,order_date,required_date,status\n1,CORA,2026-03-02,2026-03-20,Cancelled\n",
        "order_id,product_id,quantity,unit_price\n1,A,1,50\n",
    )
    assert Order.objects.get().outcome == "cancelled"
    assert not Promise.objects.exists()
    assert (cora.purchases.order_count, cora.purchases.revenue) == (0, 0)


def test_a_shop_export_with_a_row_per_item_needs_no_second_file(take):
    take(
        "Name,Email,Created at,Fulfilled at,Shipping,Currency,"
        "Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n"
        "#1001,Cora@example.org,2026-03-02 10:11:12 +0100,2026-03-05 09:00:00 +0100,4.90,EUR,2,Oak spoon,12.50,SP-1\n"
        "#1001,Cora@example.org,,,,,1,Oak board,40.00,BO-1\n"
    )
    order = Order.objects.get()
    assert (order.number, order.net, order.freight, order.line_count) == ("#1001", 65, Decimal("4.9"), 2)
    assert order.placed_at.isoformat() == "2026-03-02T09:11:12+00:00"


def test_items_find_products_made_here_by_their_number(take, cora):
    chair = a_product("Oak chair", "120", sku="CH-1")
    take(ORDERS, "order_id,sku,quantity,unit_price\n1,CH-1,2,110\n1,NEW-9,1,5\n")
    assert [item.product for item in OrderItem.objects.order_by("position")] == [
        chair,
        Product.objects.get(name="NEW-9"),
    ]


def test_a_changed_row_changes_the_order_and_tells_so(take):
    items = "order_id,product_id,quantity,unit_price\n1,A,{},10\n"
    take("order_id,customer_id,order_date,required_date,shipped_date\n1,CORA,2026-03-02,2026-03-20,\n", items.format(1))
    result = take(
        "order_id,customer_id,order_date,required_date,shipped_date\n1,CORA,2026-03-02,2026-03-20,2026-03-19\n",
        items.format(3),
    )

    assert (result.created, result.updated) == (0, 1)
    order = Order.objects.get()
    assert (order.net, order.outcome, order.promise.state, order.customer.purchases.revenue) == (
        30,
        "delivered",
        "kept",
        30,
    )
    kinds = Entry.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["order.placed", "order.delivered", "order.changed"]


def test_orders_without_their_items_keep_the_items_they_have(take):
    items = "order_id,product_id,quantity,unit_price,discount\n1,A,2,10,0.150000006\n1,B,1,4,\n"
    take(ORDERS, items)
    again = take(ORDERS)
    later = take("order_id,customer_id,order_date,shipped_date\n1,CORA,2026-03-02,2026-03-19\n")

    assert (again.unchanged, again.updated, later.updated) == (1, 0, 1)
    order = Order.objects.get()
    assert (order.outcome, order.net, order.line_count, order.headline) == ("delivered", 21, 2, "A")
    assert [str(item.product) for item in order.items.order_by("position")] == ["A", "B"]
    assert take("order_id,customer_id,order_date,shipped_date\n1,CORA,2026-03-02,2026-03-19\n", items).unchanged == 1


def test_a_day_promised_here_for_an_imported_order_is_kept_by_the_file(take, business, ann):
    take(ORDERS)
    at = datetime.fromisoformat("2026-11-23T09:00:00Z")
    actions.promise_date(Order.objects.get(), at=at, by=ann, due_on=date(2027, 1, 15), told=told(at))
    take("order_id,customer_id,order_date,shipped_date\n1,CORA,2026-03-02,2026-03-19\n")

    assert (Order.objects.get().outcome, Promise.objects.get().state) == ("delivered", "kept")


def test_files_without_the_needed_columns_are_refused_in_one_sentence(take):
    with pytest.raises(Refusal, match="--map"):
        take("a,b\n1,2\n")
    with pytest.raises(Refusal):
        take(ORDERS, "order_id,what\n1,2\n")


def test_a_map_says_what_a_column_holds(take):
    take("Our ref,customer_id,order_date\n9,CORA,2026-03-02\n", map={"Our ref": "number"})
    assert Order.objects.get().number == "9"


@pytest.mark.parametrize(
    ("price", "quantity"), [("99999999999", "99999999"), ("-9999999999", "9999999"), ("1e20", "1")]
)
def test_sums_that_no_order_comes_to_are_rejected_and_the_rest_is_taken(take, price, quantity):
    result = take(
        "number,customer,date\nA1,CORA,2026-01-02\nA2,CORA,2026-01-02\n",
        f"order,product,price,quantity\nA1,Shelf,{price},{quantity}\nA1,Shelf,2,1\nA2,Shelf,3,1\n",
    )
    assert (result.created, result.rejected) == (2, 1)
    assert dict(Order.objects.values_list("number", "gross")) == {"A1": 2, "A2": 3}


def test_lines_that_come_to_too_much_only_together_are_rejected_from_there_on(take):
    lines = "A1,Shelf,400000000,1000\n" * 4
    result = take("number,customer,date\nA1,CORA,2026-01-02\n", f"order,product,price,quantity\n{lines}")
    assert (result.created, result.rejected) == (1, 2)
    assert Order.objects.get().gross == 800_000_000_000


@pytest.mark.parametrize(
    "other, more, placed",
    [
        ("2026-03-14", {}, date(2026, 4, 3)),
        ("3/14/2026", {}, date(2026, 3, 4)),
        ("3/14/2026", {"dates": "dmy"}, date(2026, 4, 3)),
        ("2026-03-14", {"country": "US"}, date(2026, 3, 4)),
    ],
)
def test_days_and_months_are_told_apart_by_the_file_then_by_the_country(take, other, more, placed):
    result = take(f"order_id,customer_id,order_date\n1,CORA,3/4/2026\n2,CORA,{other}\n", **more)

    assert Order.objects.get(number="1").placed_at.date() == placed
    assert bool(result.remarks) == ("-" in other)
