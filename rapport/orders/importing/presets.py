"""Shops whose exports of orders are known, by headings that only theirs have together."""

from rapport.core.tabular.presets import Preset

PRESETS = (
    Preset("Shopify", (("Financial Status", "Lineitem name"), ("Lineitem quantity", "Lineitem price"))),
    Preset(
        "WooCommerce",
        (
            ("Order Number", "Email (Billing)", "Item Name"),
            ("Order Number", "Order Status", "Item Cost"),
            ("Order #", "Product(s)", "Items sold"),
            ("order_number", "billing_email", "order_shipping"),
            ("order_number", "billing_email", "shipping_total"),
        ),
    ),
    Preset("Odoo", (("Order Reference", "Order Lines/Product"), ("partner_id", "date_order"))),
)
