from django.shortcuts import render
from django.utils import timezone

from rapport.orders import queries
from rapport.orders.views.finding import AboutOrder


class OrderPage(AboutOrder):
    permission = "orders.view_order"

    def get(self, request, order):
        now = timezone.now()
        context = {"page": queries.order_page(order, at=now), "order": order, "now": now}
        return render(request, "orders/order.html", context)
