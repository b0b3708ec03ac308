"""Words of `bin/rapport`. What reads tables is imported only when it is asked for."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import ImportKind, import_kinds


def arguments(parser) -> None:
    parser.add_argument("--items", type=Path, metavar="FILE", help="what was in the orders, a row per line")
    parser.add_argument("--products", type=Path, metavar="FILE", help="the products by their codes")
    parser.add_argument("--currency", default="", help="where the files name none; the business's own if not given")


def run(options):
    from rapport.orders.importing.running import import_orders

    return import_orders(options)


import_kinds.add(
    ImportKind("orders", help=_("orders with their items, from CSV or XLSX"), run=run, arguments=arguments, order=2)
)
