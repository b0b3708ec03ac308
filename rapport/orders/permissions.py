from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Ability, Grant, abilities, grants

VIEW = ("order", "product", "contract", "trial", "wish")
TAKEN = ("order", "contract", "trial", "wish")

grants.add(Grant("orders.reader", "reader", tuple(f"orders.view_{noun}" for noun in VIEW)))
grants.add(
    Grant(
        "orders.agent",
        "agent",
        tuple(f"orders.{verb}_{noun}" for noun in TAKEN for verb in ("add", "change")),
    )
)
grants.add(
    Grant(
        "orders.manager",
        "manager",
        ("orders.add_product", "orders.change_product", "orders.change_stepkind"),
    )
)

ORDERS = _("Orders")
for _order, (_name, _label, _permissions) in enumerate(
    (
        ("view", _("See orders, products, contracts and trials"), tuple(f"view_{noun}" for noun in VIEW)),
        (
            "change",
            _("Take orders, contracts and trials, and move them along"),
            tuple(f"{verb}_{noun}" for noun in TAKEN for verb in ("add", "change")),
        ),
        ("products", _("Change products and prices"), ("add_product", "change_product")),
        ("steps", _("Decide which steps orders pass"), ("change_stepkind",)),
    )
):
    abilities.add(Ability(f"orders.{_name}", _label, tuple(f"orders.{p}" for p in _permissions), ORDERS, 40 + _order))
