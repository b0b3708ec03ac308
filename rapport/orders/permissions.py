from rapport.core.registry import Grant, grants

VIEW = ("order", "product", "contract", "trial")

grants.add(Grant("orders.reader", "reader", tuple(f"orders.view_{noun}" for noun in VIEW)))
grants.add(
    Grant(
        "orders.agent",
        "agent",
        tuple(f"orders.{verb}_{noun}" for noun in ("order", "contract", "trial") for verb in ("add", "change")),
    )
)
grants.add(
    Grant(
        "orders.manager",
        "manager",
        ("orders.add_product", "orders.change_product", "orders.change_stepkind"),
    )
)
