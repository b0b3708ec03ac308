"""What is sold, whether it can be had, and what we do for it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.folding import search_key
from rapport.core.names import clean
from rapport.core.views import PortalPage
from rapport.orders import actions
from rapport.orders.models import Availability, OrderItem, Product, Wish
from rapport.staff.models import Location

MOST = 60
LONGEST_SEARCH = 100


def on_sale(on: date) -> QuerySet[Product]:
    """What customers may ask about: what is offered, and what we offered and have no more."""
    return Product.objects.offered(on) | Product.objects.filter(availability=Availability.DISCONTINUED)


class ProductsPage(PortalPage):
    def get(self, request):
        text = clean(request.GET.get("text", ""))[:LONGEST_SEARCH]
        rows = Product.objects.offered(timezone.localdate())
        for word in search_key(text).split():
            rows = rows.filter(search_key__contains=word)
        found = list(rows.order_by("name", "id")[: MOST + 1])
        bought = OrderItem.objects.filter(order__customer=request.visitor.customer_id, product__isnull=False)
        context = {
            "products": found[:MOST],
            "is_long": len(found) > MOST,
            "text": text,
            "bought": set(bought.filter(product__in=found).values_list("product", flat=True)),
            "places": list(Location.objects.open()[:10]),
        }
        return render(request, "orders/own_pages/products.html", context)


class ProductPage(PortalPage):
    def get(self, request, pk: UUID):
        product = _product(pk)
        theirs = OrderItem.objects.filter(product=product, order__customer=request.visitor.customer_id)
        instead = product.alternatives.filter(other__in=on_sale(timezone.localdate())).select_related("other")
        wishes = Wish.objects.waiting().filter(customer=request.visitor.customer_id, product=product)
        context = {
            "product": product,
            "bought": list(theirs.select_related("order").order_by("-order__placed_at")[:5]),
            "instead": [row.other for row in instead],
            "is_awaited": product.is_missing and wishes.exists(),
        }
        return render(request, "orders/own_pages/product.html", context)


def _product(pk: UUID) -> Product:
    return get_object_or_404(on_sale(timezone.localdate()), pk=pk)


class WishPage(PortalPage):
    """Being told when it is there again; `off` takes that back."""

    def get(self, request, pk: UUID):
        return redirect("products_portal:product", _product(pk).pk)

    def post(self, request, pk: UUID):
        product, now, customer = _product(pk), timezone.now(), request.visitor.customer
        if request.visitor.is_guest:
            raise Http404
        if "off" in request.POST:
            for wish in Wish.objects.waiting().filter(customer=customer, product=product):
                actions.end_wish(wish, at=now, by_customer=True)
            messages.success(request, _("We don't write to you about it."))
        else:
            actions.wish(customer, product, at=now, by_customer=True)
            messages.success(request, _("We write to you as soon as it is there again."))
        return redirect("products_portal:product", product.pk)
