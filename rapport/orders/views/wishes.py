"""Who wants to hear when a product is there again: asked by staff, on the product's page or the customer's."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import keyset
from rapport.core.ids import is_id
from rapport.core.undo import offer
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.customers.queries.search import search
from rapport.messaging.outgoing.reasons import sentence_of
from rapport.orders import actions, queries
from rapport.orders.forms import WishForm
from rapport.orders.models import Product, Wish
from rapport.orders.views.finding import AboutCustomer, next_url


class AboutProduct(Page):
    permission = "orders.view_wish"

    def dispatch(self, request, pk, *args, **kwargs):
        return super().dispatch(request, get_object_or_404(Product.objects.visible_to(request.user), pk=pk))


class WishList(AboutProduct):
    def get(self, request, product):
        page = keyset.page(queries.wishes(request.user, product), order=("-asked_at",), after=request.GET.get("after"))
        for wish in page.items:
            wish.why = sentence_of(wish.held_back) if wish.held_back else ""
        return render(request, "orders/wishes.html", {"product": product, "page": page})


class WhoWishesPage(AboutProduct):
    """Who asked? When it does not begin on a customer's page."""

    permission = "orders.add_wish"

    def get(self, request, product):
        text = request.GET.get("q", "").strip()
        customers = Customer.objects.visible_to(request.user).current()
        found = [match.customer for match in search(customers, text, limit=20, reader=request.user)] if text else []
        return render(request, "orders/who_wishes.html", {"product": product, "text": text, "found": found})

    def post(self, request, product):
        customers = Customer.objects.visible_to(request.user)
        customer = get_object_or_404(customers, pk=_id(request.POST.get("customer")))
        wish = actions.wish(customer, product, at=timezone.now(), by=request.user)
        offer(request, _("Noted. They are told as soon as it is there."), reverse("orders:end_wish", args=[wish.pk]))
        return redirect("orders:wishes", product.pk)


class NewWishPage(AboutCustomer):
    permission = "orders.add_wish"

    def get(self, request, customer, form=None, status=200):
        context = {
            "customer": customer,
            "form": form or WishForm(),
            "products": Product.objects.missing().exclude(availability="discontinued").only("name")[:300],
            "next": next_url(request, customer.get_absolute_url()),
        }
        return render(request, "orders/new_wish.html", context, status=status)

    def post(self, request, customer):
        form = WishForm(request.POST)
        if not form.is_valid():
            return self.get(request, customer, form, status=422)
        wish = actions.wish(customer, form.cleaned_data["what"], at=timezone.now(), by=request.user)
        offer(request, _("Noted. They are told as soon as it is there."), reverse("orders:end_wish", args=[wish.pk]))
        return redirect(next_url(request, customer.get_absolute_url()))


class AboutWish(Page):
    """Something to press about one wish; its page asks once more."""

    permission = "orders.change_wish"
    heading = ""
    button = ""

    def dispatch(self, request, pk, *args, **kwargs):
        wishes = Wish.objects.visible_to(request.user).select_related("customer", "product")
        return super().dispatch(request, get_object_or_404(wishes, pk=pk))

    def get(self, request, wish):
        context = {"wish": wish, "heading": self.heading, "button": self.button, "back": self.back(request, wish)}
        return render(request, "orders/wish.html", context)

    def back(self, request, wish) -> str:
        return next_url(request, wish.customer.get_absolute_url())

    def post(self, request, wish):
        messages.success(request, self.change(request, wish))
        return redirect(self.back(request, wish))


class EndWishPage(AboutWish):
    """They no longer want to be told."""

    @property
    def heading(self):
        return _("Do they no longer want to be told?")

    @property
    def button(self):
        return _("They no longer wait for it")

    def change(self, request, wish) -> str:
        actions.end_wish(wish, at=timezone.now(), by=request.user)
        return _("Noted. They will not be told.")


class ToldWishPage(AboutWish):
    """A person told them."""

    @property
    def heading(self):
        return _("Did you tell them yourself?")

    @property
    def button(self):
        return _("I told them")

    def change(self, request, wish) -> str:
        actions.told_wish(wish, at=timezone.now(), by=request.user)
        return _("Noted. They know.")


def _id(text: str | None):
    return text if text and is_id(text) else None
