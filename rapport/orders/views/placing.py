"""Taking an order down, and changing it while it is open."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.undo import offer, watch
from rapport.core.views import Page
from rapport.customers.models import Customer
from rapport.customers.queries.search import search
from rapport.orders import actions
from rapport.orders.forms import LineFormSet, OrderForm
from rapport.orders.forms.orders import MOST_SUGGESTED
from rapport.orders.models import Product
from rapport.orders.refusals import OrderFinished
from rapport.orders.views.finding import AboutCustomer, AboutOrder
from rapport.staff.models import Business

MORE_ROWS = 3


def suggestions(on) -> list[Product]:
    """Products that the browser offers while one types; any other can be typed by name or number."""
    return list(Product.objects.offered(on).only("name", "sku", "price", "currency")[:MOST_SUGGESTED])


def with_more_rows(request) -> dict:
    """What was posted, with room for more items: "Add rows" works without JavaScript."""
    posted = request.POST.copy()
    posted["form-TOTAL_FORMS"] = str(int(posted.get("form-TOTAL_FORMS") or 0) + MORE_ROWS)
    return posted


def wants_more_rows(request) -> bool:
    return "more_rows" in request.POST and request.POST.get("form-TOTAL_FORMS", "").isdecimal()


class ChooseCustomerPage(Page):
    """Who is ordering? The first step when it does not begin on a customer's page."""

    permission = "orders.add_order"

    def get(self, request):
        text = request.GET.get("q", "").strip()
        customers = Customer.objects.visible_to(request.user).current()
        found = [match.customer for match in search(customers, text, limit=20, reader=request.user)] if text else []
        return render(request, "orders/choose_customer.html", {"text": text, "found": found})


class NewOrderPage(AboutCustomer):
    def get(self, request, customer, form=None, lines=None, status=200):
        business = Business.objects.current()
        context = {
            "customer": customer,
            "form": form or OrderForm(customer=customer, seller=request.user, currency=business.currency),
            "lines": lines or LineFormSet(),
            "products": suggestions(timezone.localdate()),
        }
        return render(request, "orders/new.html", context, status=status)

    def post(self, request, customer):
        currency = Business.objects.current().currency
        if wants_more_rows(request):
            form = OrderForm(request.POST, customer=customer, seller=request.user, currency=currency)
            return self.get(request, customer, unjudged(form), unjudged(LineFormSet(with_more_rows(request))))
        form = OrderForm(request.POST, customer=customer, seller=request.user, currency=currency)
        lines = LineFormSet(request.POST)
        if not (form.is_valid() & lines.is_valid()):
            return self.get(request, customer, form, lines, status=422)
        at, data = timezone.now(), dict(form.cleaned_data)
        del data["channel"]
        data["freight"] = data["freight"] or 0
        order = actions.place(customer, lines.lines(), at=at, by=request.user, told=form.told(at), **data)
        messages.success(request, _("Order %(number)s is taken down.") % {"number": order.number})
        return redirect(order)


class EditOrderPage(AboutOrder):
    def get(self, request, order, form=None, lines=None, status=200):
        if not order.is_open:
            raise OrderFinished
        items = self.items(order)
        context = {
            "order": order,
            "form": form or OrderForm(customer=order.customer, order=order),
            "lines": lines or LineFormSet(initial=[self.initial(item) for item in items]),
            "products": suggestions(timezone.localdate()),
        }
        return render(request, "orders/edit.html", context, status=status)

    def post(self, request, order):
        form, kept = OrderForm(request.POST, customer=order.customer, order=order), self.items(order)
        if wants_more_rows(request):
            lines = LineFormSet(with_more_rows(request), kept=kept)
            return self.get(request, order, unjudged(form), unjudged(lines))
        lines = LineFormSet(request.POST, kept=kept)
        if not (form.is_valid() & lines.is_valid()):
            return self.get(request, order, form, lines, status=422)
        with watch(order) as change:
            actions.change(order, lines.lines(), at=timezone.now(), by=request.user, **form.cleaned_data)
        undo = f"{reverse('orders:edit_undo', args=[order.pk])}?step={change.step}" if change.step else ""
        offer(request, _("The order is changed."), undo)
        return redirect(order)

    def items(self, order):
        return list(order.items.select_related("product"))

    def initial(self, item) -> dict:
        return {
            "item": item.pk,
            "what": item.name,
            "quantity": item.quantity,
            "unit_price": item.unit_price,
            "discount": item.discount * 100 or None,
        }


def unjudged(form):
    """A form that shows what was typed so far, without a word about what is missing."""
    if hasattr(form, "forms"):
        for each in form.forms:
            each._errors = {}
        form._errors, form._non_form_errors = [], form.error_class()
    else:
        form._errors = {}
    return form
