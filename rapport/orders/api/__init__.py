"""Orders and products for programs."""

from rapport.core.api.routing import Routes, routers
from rapport.orders.api import orders, products

routers.add(Routes("orders", orders.router, order=30))
routers.add(Routes("orders of a customer", orders.of_customer, prefix="customers", order=12))
routers.add(Routes("products", products.router, order=31))
