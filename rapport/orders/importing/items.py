"""Lines of orders: what was bought, how much of it, for how much."""

from decimal import Decimal

from django.utils.translation import gettext as _

from rapport.orders.importing.columns import ITEM_FIELDS
from rapport.orders.importing.reading import OrderRows, Rows, Unreadable
from rapport.orders.pricing import MOST

LARGE = MOST / 10**6
ITEM_COLUMNS = {
    "line": "integer",
    "order_code": "text",
    "product_code": "text",
    "name": "text",
    "quantity": "numeric",
    "unit_price": "numeric",
    "discount": "numeric",
    "is_percent": "boolean",  # null: a share, unless any in the column is above 1
}


class ItemRows(Rows):
    """Lines of orders; those of orders that were not taken go the same way."""

    fields = ITEM_FIELDS

    def __init__(self, *args, orders: OrderRows, **kwargs):
        super().__init__(*args, **kwargs)
        self._orders = orders
        headings = [self.columns.headings[i] for i in self.columns.indexes("discount")]
        self._percent_heading = any("%" in heading or "percent" in heading.lower() for heading in headings)
        self.gone_with_order = 0  # rejected only because their order was
        self._large: dict[str, Decimal] = {}  # of orders with large lines, what these come to

    def values(self, line, cells):
        code = self.text("order", cells, 60)
        if code in self._orders.refused:
            self.gone_with_order += 1
            raise Unreadable(_("Its order %(number)s was rejected.") % {"number": code})
        if code not in self._orders.taken:
            raise Unreadable(_("Order %(number)s is not in the file of orders.") % {"number": code or "–"})
        product, name = self.text("product", cells, 120), self.text("item_name", cells, 300)
        if not product and not name:
            raise Unreadable(_("The row names no product."))
        quantity = self.amount("quantity", cells)
        if not quantity:
            raise Unreadable(_("The row has no quantity."))
        unit_price = self._unit_price(cells, quantity)
        self._check_sum(code, abs(quantity * unit_price))
        return line, code, product, name, quantity, unit_price, *self._discount(cells, quantity * unit_price)

    def _check_sum(self, code: str, value: Decimal) -> None:
        """Lines that are not large don't come to too much, however many a file has of them."""
        if value < LARGE:
            return
        total = self._large.get(code, Decimal(0)) + value
        if total >= MOST:
            raise Unreadable(_("With this row order %(number)s comes to more than an order can.") % {"number": code})
        self._large[code] = total

    def _unit_price(self, cells: list[str], quantity: Decimal) -> Decimal:
        price = self.amount("unit_price", cells)
        if price is None and (total := self.amount("line_total", cells)) is not None:
            price = round(total / quantity, 8)
        if price is None:
            raise Unreadable(_("The row has no price."))
        return price

    def _discount(self, cells: list[str], value: Decimal) -> tuple[Decimal, bool | None]:
        """The discount and whether it is in per cent; None when only the whole column can tell."""
        discount = self.amount("discount", cells)
        if discount is None:
            amount = self.amount("line_discount" if self.columns.has("line_discount") else "discount_amount", cells)
            discount, is_percent = (round(amount / value, 10) if amount and value else Decimal(0)), False
        else:
            is_percent = True if self._percent_heading or "%" in self.columns.first("discount", cells) else None
        if not 0 <= discount <= (1 if is_percent is False else 100):
            raise Unreadable(_("A discount is between 0 and 100 per cent."))
        return discount, is_percent
