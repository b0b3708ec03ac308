"""Orders as shops export them come in with their items, without anybody choosing columns."""

from decimal import Decimal

import pytest

from rapport.core.tabular.presets import recognised
from rapport.orders.importing.presets import PRESETS
from rapport.orders.models import Order
from rapport.orders.tests.test_import_files import cora, rejected_rows, take  # noqa: F401

SHOPIFY = """Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,\
Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,\
Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,\
Lineitem fulfillment status,Billing Name,Billing Street,Billing City,Billing Zip,Billing Country,Shipping Name,Notes,\
Note Attributes,Cancelled at,Payment Method,Refunded Amount,Vendor,Id,Tags,Risk Level,Source,Lineitem discount
#1001,cora@example.org,paid,2026-03-02 10:12:00 +0100,fulfilled,2026-03-05 09:00:00 +0100,no,EUR,63.00,4.90,0.00,67.90,\
,0.00,Standard,2026-03-02 10:11:12 +0100,2,Oak spoon,12.50,,SP-1,true,true,fulfilled,Cora Lindqvist,Long 1,Lund,22100,\
SE,Cora Lindqvist,By the door,,,Card,0.00,Linden,5500001,,Low,web,2.00
#1001,cora@example.org,,,,,,,,,,,,,,2026-03-02 10:11:12 +0100,1,Oak board,40.00,,BO-1,true,true,fulfilled,,,,,,,,,,,,\
Linden,,,,,0.00
#1002,cora@example.org,refunded,,,,no,EUR,40.00,0,0,40.00,,0.00,,2026-03-04 08:00:00 +0100,1,Oak board,40.00,,BO-1,\
true,true,pending,Cora Lindqvist,,,,,,,,,Card,40.00,Linden,5500002,,Low,web,0.00
#1003,nobody@example.org,paid,,,,no,EUR,40.00,0,0,40.00,,0.00,,2026-03-04 08:00:00 +0100,1,Oak board,40.00,,BO-1,true,\
true,pending,Nobody,,,,,,,,,Card,0.00,Linden,5500003,,Low,web,0.00
"""
WOOCOMMERCE = """Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),\
Company (Billing),City (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),Phone (Billing),\
Payment Method Title,Cart Discount Amount,Order Subtotal Amount,Shipping Method Title,Order Shipping Amount,\
Order Refund Amount,Order Total Amount,Order Total Tax Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost
77,Completed,2026-03-02 10:11,Ring twice,Cora,Lindqvist,,Lund,22100,SE,Cora@example.org,,Card,0,65,Flat rate,4.90,0,\
69.90,0,SP-1,1,Oak spoon,2,12.50
77,Completed,2026-03-02 10:11,Ring twice,Cora,Lindqvist,,Lund,22100,SE,Cora@example.org,,Card,0,65,Flat rate,4.90,0,\
69.90,0,BO-1,2,Oak board,1,40.00
78,Cancelled,2026-03-03 12:00,,Cora,Lindqvist,,Lund,22100,SE,Cora@example.org,,Card,0,12.50,Flat rate,0,0,12.50,0,SP-1,\
1,Oak spoon,1,12.50
"""


def items_of(order: Order) -> list[tuple]:
    return [(item.product.name, item.quantity, item.unit_price) for item in order.items.order_by("position")]


SPOONS_AND_BOARD = [("Oak spoon", 2, Decimal("12.5")), ("Oak board", 1, 40)]


def test_an_export_of_shopify(take, cora):  # noqa: F811
    result = take(SHOPIFY)

    first, second = Order.objects.order_by("number")
    assert (first.number, first.customer, first.outcome) == ("#1001", cora, "delivered")
    assert (first.net, first.freight, first.currency) == (Decimal(63), Decimal("4.9"), "EUR")
    assert (first.placed_at.isoformat(), first.note) == ("2026-03-02T09:11:12+00:00", "By the door")
    assert items_of(first) == SPOONS_AND_BOARD
    assert (second.number, second.outcome) == ("#1002", "returned")
    assert result.created == 2
    assert "nobody@example.org" in rejected_rows(result)[0][1]


def test_an_export_of_woocommerce(take, cora):  # noqa: F811
    result = take(WOOCOMMERCE)

    first, second = Order.objects.order_by("number")
    assert (first.number, first.customer, first.outcome) == ("77", cora, "delivered")
    assert (first.net, first.freight, first.note) == (65, Decimal("4.9"), "Ring twice")
    assert items_of(first) == SPOONS_AND_BOARD
    assert (second.number, second.outcome) == ("78", "cancelled")
    assert (result.created, result.rejected) == (2, 0)


@pytest.mark.parametrize("export, name", [(SHOPIFY, "Shopify"), (WOOCOMMERCE, "WooCommerce"), ("a,b\n", "")])
def test_the_shop_is_told_by_the_headings(export, name):
    assert recognised(export.splitlines()[0].split(","), PRESETS) == name
