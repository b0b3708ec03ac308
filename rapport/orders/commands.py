"""Words of `bin/rapport` and of the palette. What reads tables is imported only when it is asked for."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from rapport.core.registry import (
    ImportKind,
    PaletteItem,
    PaletteSource,
    PaletteWord,
    import_kinds,
    palette_sources,
    palette_words,
)


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


def find_orders(user, text: str, limit: int) -> list[PaletteItem]:
    from rapport.orders.queries import numbered

    return [
        PaletteItem(
            order.number,
            order.get_absolute_url(),
            "package",
            note=" · ".join(filter(None, (order.customer.name, order.headline))),
        )
        for order in numbered(user, text, limit=limit)
    ]


palette_sources.add(PaletteSource("orders", _("Orders"), find_orders, permission="orders.view_order", order=20))
palette_words.add(
    PaletteWord(
        "orders.new",
        _("Place an order for…"),
        "shopping-bag",
        "orders:new",
        permission="orders.add_order",
        order=30,
        also=_("take an order, buy, sell, new order"),
        about="customers",
    )
)
for name, label, icon in (
    ("products", _("Products"), "tag"),
    ("contracts", _("Contracts"), "signature"),
    ("trials", _("Trials"), "flask"),
):
    permission = f"orders.view_{name[:-1]}"
    palette_words.add(
        PaletteWord(f"orders.{name}", label, icon, f"orders:{name}", permission=permission, order=70, is_page=True)
    )
