"""The slices of this house, top floor first. Remove a line and its folder, and the rest still runs."""

SLICES = [
    "rapport.demo",
    "rapport.api",
    "rapport.today",
    "rapport.portal",
    "rapport.care",
    "rapport.orders",
    "rapport.messaging",
    "rapport.segments",
    "rapport.promises",
    "rapport.customers",
    "rapport.timeline",
    "rapport.staff",
    "rapport.core",
]
