"""Words of `bin/rapport` and of the palette. What reads tables is imported only when it is asked for."""

from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.registry import (
    ImportKind,
    ImportPart,
    PaletteItem,
    PaletteSource,
    PaletteWord,
    import_kinds,
    palette_sources,
    palette_words,
)
from rapport.core.registry.imports import Undoing
from rapport.core.tabular.kinds import ExportKind, export_kinds


def arguments(parser) -> None:
    parser.add_argument("--items", type=Path, metavar="FILE", help="what was in the orders, a row per line")
    parser.add_argument("--products", type=Path, metavar="FILE", help="the products by their codes")
    parser.add_argument("--currency", default="", help="where the files name none; the business's own if not given")


def run(options):
    from rapport.orders.importing.running import import_orders

    return import_orders(options)


def foresee(import_):
    from rapport.orders.importing import undoing

    return undoing.foresee(import_)


def undo_import(import_, by, progress):
    from rapport.orders.importing import undoing

    return undoing.undo(import_, by, progress)


def left_by_undo(import_, user):
    from rapport.orders.importing import undoing

    return undoing.left(import_, user)


def usual_dates(country: str) -> str:
    from rapport.core.tabular.dates import usual_order
    from rapport.staff.models import Business

    return usual_order(country or Business.objects.current().country)


def groups_of(name: str):
    """The fields of a file, as a menu shows them."""

    def groups():
        from rapport.orders.importing import columns

        return [(_("Columns"), getattr(columns, name))]

    return groups


def presets():
    from rapport.orders.importing.presets import PRESETS

    return PRESETS


def order_problem(columns) -> str:
    if columns.has("number") and columns.has("placed") and columns.has("customer", "customer_email"):
        return ""
    return _g("Say which columns of the orders hold the number, the date, and the customer’s code or e-mail address.")


def item_problem(columns) -> str:
    if columns.has("order") and columns.has("product", "item_name") and columns.has("quantity"):
        return ""
    return _g("Say which columns of the items hold the order’s number, the product and the quantity.")


def product_problem(columns) -> str:
    if columns.has("code", "sku") and columns.has("name"):
        return ""
    return _g("Say which columns of the products hold the code and the name.")


def told(n: int) -> str:
    return ngettext("%(n)s order imported", "%(n)s orders imported", n) % {"n": formats.number(n)}


PARTS = (
    ImportPart(
        "file",
        _("File of orders"),
        groups_of("ORDER_FIELDS"),
        hint=_("One order in a row, with its number, its day and its customer’s code or e-mail address."),
        problem=order_problem,
        presets=presets,
    ),
    ImportPart(
        "items",
        _("File of items"),
        groups_of("ITEM_FIELDS"),
        hint=_("What was in the orders: one product in a row. Not needed when the orders’ own file has them."),
        is_required=False,
        problem=item_problem,
    ),
    ImportPart(
        "products",
        _("File of products"),
        groups_of("PRODUCT_FIELDS"),
        hint=_("What the products’ codes mean: names, categories, prices."),
        is_required=False,
        problem=product_problem,
    ),
)
import_kinds.add(
    ImportKind(
        "orders",
        help=_("orders with their items, from CSV or XLSX"),
        run=run,
        arguments=arguments,
        order=2,
        label=_("Orders"),
        icon="package",
        parts=PARTS,
        permission="orders.add_order",
        asks=("country", "currency"),
        usual_dates=usual_dates,
        undoing=Undoing(
            foresee=foresee,
            undo=undo_import,
            left=left_by_undo,
            says=(
                _("Orders that this import brought, and that nobody touched since, are removed with their story."),
                _("Orders that were here before are as before the import, unless somebody changed them since."),
                _("Products go the same way: what something is sold with by now, or somebody changed, stays."),
            ),
        ),
        told=told,
        url=lambda import_id: f"{reverse('orders:orders')}?show=all&import={import_id}",
    )
)


def export_products(options) -> int:
    from rapport.orders.exporting import export_products

    return export_products(options.file)


export_kinds.add(
    ExportKind("products", help=_("what is sold, and whether it can be had"), run=export_products, order=60)
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
