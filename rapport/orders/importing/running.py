"""`bin/rapport import orders FILE --items FILE [--products FILE]`: everything in one transaction, or nothing."""

import argparse
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.refusals import Refusal
from rapport.core.tabular.columns import Columns, Field, fold, recognise
from rapport.core.tabular.dates import order_of_file
from rapport.core.tabular.reading import Table, open_table
from rapport.core.tabular.rejects import Rejects
from rapport.core.tabular.results import ImportResult
from rapport.core.tabular.sampling import unobserved
from rapport.core.tabular.staging import Staging, staging
from rapport.orders import summaries
from rapport.orders.importing import items as item_rows
from rapport.orders.importing import merging, products, reading, undoing, undoing_products
from rapport.orders.importing.columns import ITEM_FIELDS, ORDER_FIELDS, PRODUCT_FIELDS
from rapport.orders.models import Order
from rapport.promises import actions as promises
from rapport.promises.calendars import calendar_of
from rapport.staff.models import Business

# Folded headings of shops that write a row per item into the file of orders: Shopify, WooCommerce.
ITEMS_TOLD = {"lineitemquantity", "lineitemname", "itemcost", "itemname"}


class ColumnsMissing(Refusal):
    code = "import_columns_missing"


def import_orders(options: argparse.Namespace) -> ImportResult:
    """Take orders in. Sent again, the same files change nothing; an interrupted run leaves nothing."""
    options.progress(0.0, _("Waiting for another import to end"))
    with transaction.atomic():
        _one_at_a_time(options.source)
        with ExitStack() as stack:
            result = _Import(options, stack, at=getattr(options, "at", None) or timezone.now()).run()
        if options.dry_run:
            transaction.set_rollback(True)
    return result


def _one_at_a_time(source: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"orders.import {source}"])


class _Import:
    """One run: the files that are open, and what is known across them."""

    def __init__(self, options: argparse.Namespace, stack: ExitStack, *, at: datetime):
        self.options, self.stack, self.at = options, stack, at
        self.source, self.progress = options.source, options.progress
        self.import_id = getattr(options, "import_id", None)
        self.common = {
            "currency": (options.currency or Business.objects.current().currency).upper(),
        }
        self.country = options.country or Business.objects.current().country
        self.remarks: list[str] = []
        self.observer = getattr(options, "observer", unobserved)
        self.readings = getattr(options, "readings", {})
        self.rejects: list[Rejects] = []
        self.product_rejects: Rejects | None = None
        self.ignored: list[str] = []
        self._check_map()

    def run(self) -> ImportResult:
        self._products()
        orders, order_stage = self._orders()
        items, item_stage = self._items(orders, order_stage)
        fates = self._merge(order_stage, item_stage, items_told=items is not None)
        return ImportResult(
            created=fates.get("new", 0),
            updated=fates.get("changed", 0),
            unchanged=fates.get("same", 0),
            rejected=sum(rejects.count for rejects in self.rejects) - (items.gone_with_order if items else 0),
            rejects_file=self._rejects_file(),
            dry_run=self.options.dry_run,
            ignored_columns=self.ignored,
            remarks=list(dict.fromkeys(self.remarks)),
        )

    def _products(self) -> None:
        if not self.options.products:
            return
        table, columns = self._open(self.options.products, PRODUCT_FIELDS)
        if not columns.has("code", "sku") or not columns.has("name"):
            raise ColumnsMissing(_("The file of products needs columns for the code and the name."))
        self.product_rejects = self._rejects(self.options.products, table)
        rows = products.ProductRows(table, columns, self.product_rejects, **self.common)
        stage = self._stage("products", products.PRODUCT_COLUMNS)
        self._fill(stage, rows, self.options.products, 0, 0.1, _("Reading the products"))
        products.merge_products(stage, self.source, import_id=self.import_id, at=self.at)

    def _orders(self) -> tuple[reading.OrderRows, Staging]:
        table, columns = self._open(self.options.file, ORDER_FIELDS)
        if not columns.has("number") or not columns.has("placed") or not columns.has("customer", "customer_email"):
            raise ColumnsMissing(
                _("The file of orders needs columns for the number, the customer and the date. Name them with --map.")
            )
        rows = reading.OrderRows(
            table,
            columns,
            self._rejects(self.options.file, table),
            source=self.source,
            calendar=calendar_of(None),
            **self.common,
        )
        rows.row_per_item = self._items_file() == self.options.file
        stage = self._stage("orders", reading.ORDER_COLUMNS)
        self._fill(stage, rows, self.options.file, 0.1, 0.35, _("Reading the orders"))
        return rows, stage

    def _items(self, orders: reading.OrderRows, order_stage: Staging) -> tuple[item_rows.ItemRows | None, Staging]:
        path, stage = self._items_file(), self._stage("items", item_rows.ITEM_COLUMNS)
        if path is None:
            merging.keep_items(stage, order_stage, self.source)
            return None, stage
        table, columns = self._open(path, ITEM_FIELDS)
        if not columns.has("order") or not columns.has("product", "item_name") or not columns.has("quantity"):
            raise ColumnsMissing(
                _("The file of items needs columns for the order, the product, the quantity and the price.")
            )
        rows = item_rows.ItemRows(
            table, columns, self._rejects(path, table, name="items"), orders=orders, **self.common
        )
        self._fill(stage, rows, path, 0.35, 0.65, _("Reading the items"))
        products.add_missing_products(stage, self.source, import_id=self.import_id, at=self.at)
        merging.settle_items(stage, self.source)
        return rows, stage

    def _items_file(self) -> Path | None:
        """The file that holds the items: the one named, or that of the orders when it has a row per item."""
        if self.options.items:
            return self.options.items
        headings = {fold(heading) for heading in self._headings}
        has_items = headings & ITEMS_TOLD and recognise(self._headings, ITEM_FIELDS).has("quantity")
        return self.options.file if has_items else None

    def _merge(self, orders: Staging, items: Staging, *, items_told: bool) -> dict[str, int]:
        self.progress(0.7, _("Comparing with what is here"))
        for stage in (orders, items):
            stage.analyse()
        merged = self._stage("merged", merging.MERGED_COLUMNS)
        merging.weigh(merged, orders, items, self.source, items_told=items_told)
        touched = merged.rows(
            "SELECT customer_id FROM {stage} WHERE fate <> 'same' UNION"
            " SELECT o.customer_id FROM {stage} m JOIN orders_order o ON o.id = m.order_id WHERE m.fate = 'changed'"
        )
        self.progress(0.75, _("Saving the orders"))
        fates = merging.merge_orders(merged, items, source=self.source, at=self.at, import_id=self.import_id)
        self._keep_living_promises(merged)
        if self.import_id:
            undoing.note_after(self.import_id)
            undoing_products.note_after(merged, self.import_id)
        self._tell_fates(orders, merged)
        self.progress(0.9, _("Adding up what each customer bought"))
        summaries.refresh([customer_id for (customer_id,) in touched])
        self.progress(1, _("Done"))
        return fates

    def _tell_fates(self, orders: Staging, merged: Staging) -> None:
        """Say what becomes of the orders that somebody looks at."""
        if lines := self.observer.curious_about(self.options.file):
            told = merged.rows(
                f'SELECT o.line, m.fate FROM {{stage}} m JOIN "{orders.table}" o USING (code) WHERE o.line = ANY(%s)',  # noqa: S608
                [lines],
            )
            self.observer.fated(self.options.file, dict(told))

    def _keep_living_promises(self, merged: Staging) -> None:
        """A day that people here promised for an imported order is kept by the delivery that the file tells of."""
        delivered = merged.rows(
            "SELECT m.order_id FROM {stage} m JOIN promises_promise p ON p.id = m.promise_id AND NOT p.imported"
            " AND p.state IN ('open', 'overdue') WHERE m.fate = 'changed' AND m.outcome = 'delivered'"
        )
        for order in Order.objects.filter(pk__in=[pk for (pk,) in delivered]).select_related("promise").order_by("pk"):
            promises.keep(order.promise, at=self.at, done_at=min(order.finished_at, self.at), evidence=_("Delivered"))

    def _open(self, path: Path, fields: list[Field]) -> tuple[Table, Columns]:
        options, told = self.options, self.readings.get(path, self.options)
        open_anew = partial(open_table, path, encoding=told.encoding, delimiter=told.delimiter, sheet=told.sheet)
        table = self.stack.enter_context(open_anew())
        if path == options.file:
            self._headings = table.headings
        columns = recognise(table.headings, fields, told.map if path in self.readings else self._chosen(table, fields))
        self.ignored += [name for name in columns.ignored if name not in self.ignored]
        given = getattr(options, "dates", None)
        order, remark = order_of_file(open_anew, columns, fields, given=given, country=self.country)
        self.common["day_first"] = order == "dmy"
        self.remarks += [remark] if remark else []
        return table, columns

    def _chosen(self, table: Table, fields: list[Field]) -> dict[str, str]:
        """What the command line says of this file's columns; the same words are for all files."""
        here = {fold(heading) for heading in table.headings}
        names = {field.name for field in fields}
        return {
            column: field
            for column, field in self.options.map.items()
            if fold(column) in here and (not field or field.partition(":")[0] in names)
        }

    def _check_map(self) -> None:
        """A field that no file can have is a slip of the keyboard; let the usual refusal list the choices."""
        if self.readings:
            return
        fields = [*ORDER_FIELDS, *ITEM_FIELDS, *PRODUCT_FIELDS]
        names = {field.name for field in fields}
        unknown = {c: f for c, f in self.options.map.items() if f and f.partition(":")[0] not in names}
        if unknown:
            recognise(list(unknown), fields, unknown)

    def _rejects(self, path: Path, table: Table, name: str = "") -> Rejects:
        name = name if path == self.options.file else ""
        together = (self.options.file, self.options.items, self.options.products)
        rejects = self.stack.enter_context(Rejects(path, table, name, self.observer, together))
        self.rejects.append(rejects)
        return rejects

    def _rejects_file(self) -> str | None:
        """The one to look at first: that of the orders, if there is one."""
        products_last = sorted(self.rejects, key=lambda rejects: rejects is self.product_rejects)
        return next((str(rejects.path) for rejects in products_last if rejects.path), None)

    def _stage(self, name: str, columns: dict[str, str]) -> Staging:
        return self.stack.enter_context(staging(name, columns))

    def _fill(self, stage: Staging, rows: reading.Rows, path: Path, start: float, end: float, doing: str) -> None:
        rows.observed_by(self.observer, path)
        for batch in rows.batches():
            stage.copy(batch)
            self.progress(start + (end - start) * rows.table.progress(), doing)
