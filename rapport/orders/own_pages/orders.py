"""Their orders: the list, one order, ordering again, and files that we put beside one for them."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core import formats
from rapport.core.ids import uuid7
from rapport.core.registry import panels
from rapport.core.views import PortalPage
from rapport.messaging.own_pages.writing import write
from rapport.orders.own_pages import queries

SLOT = "portal.order"  # parts of other slices on the page of one order; their `query` gets the request and the order


class OrdersPage(PortalPage):
    def get(self, request):
        after = request.GET.get("after", "")
        page = queries.their_orders(request.visitor.customer_id, after=after)
        context = {"orders": page.items, "next": page.next, "is_further": bool(after), "now": timezone.now()}
        return render(request, "orders/own_pages/orders.html", context)


class AboutTheirOrder(PortalPage):
    """Base of pages about one order of theirs; anybody else's is not there."""

    def dispatch(self, request, pk, *args, **kwargs):
        self.now = timezone.now()
        found = queries.their_order(pk, request.visitor, at=self.now)
        if found is None:
            raise Http404
        return super().dispatch(request, found, *args, **kwargs)


class OrderPage(AboutTheirOrder):
    def get(self, request, found):
        parts = [_part(panel, request, found.order) for panel in panels if panel.slot == SLOT]
        context = {"found": found, "order": found.order, "parts": [part for part in parts if part], "now": self.now}
        return render(request, "orders/own_pages/order.html", context)


def _part(panel, request, order) -> dict | None:
    said = panel.query(request, order)
    return None if said is None else {"template": panel.template, "said": said}


class AgainForm(forms.Form):
    """How many of each they want once more; nothing of those they leave empty."""

    words = forms.CharField(
        label=gettext_lazy("Anything else we should know?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, items, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"item-{item.pk}"] = forms.DecimalField(
                label=item.name, required=False, min_value=0, max_value=99_999, decimal_places=3,
                initial=max(item.quantity.normalize(), 0),
                widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "min": 0}),
            )  # fmt: skip
        self.order_fields([f"item-{item.pk}" for item in items])

    def wanted(self) -> list[tuple[str, str]]:
        amounts = [(item.name, self.cleaned_data.get(f"item-{item.pk}")) for item in self.items]
        return [(name, formats.number(amount)) for name, amount in amounts if amount]

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.wanted():
            raise forms.ValidationError(_("Say how many you want of at least one thing."))
        return cleaned


class AgainPage(AboutTheirOrder):
    """Asking for the same once more: a message to those who take orders, which they answer by a promised time."""

    def get(self, request, found, form=None, status=200):
        form = form or AgainForm(items=found.items, initial={"once": uuid7()})
        context = {"order": found.order, "form": form}
        return render(request, "orders/own_pages/again.html", context, status=status)

    def post(self, request, found):
        form = AgainForm(request.POST, items=found.items)
        if not form.is_valid():
            return self.get(request, found, form, status=422)
        visitor = request.visitor
        write(
            visitor.customer,
            _words(found.order, form),
            at=self.now,
            by=visitor.person if visitor.acts_for_another else None,
            subject=_("Order %(number)s once more") % {"number": found.order.number},
            once=form.cleaned_data["once"],
        )
        messages.success(request, _("We have it, and answer with a price and a day."))
        return redirect(reverse("orders_portal:order", args=[found.order.pk]))


def _words(order, form: AgainForm) -> str:
    lines = [_("I would like to order again, as in order %(number)s:") % {"number": order.number}]
    lines += [f"{amount} × {name}" for name, amount in form.wanted()]
    return "\n".join(filter(None, [*lines, form.cleaned_data["words"]]))


class FileView(PortalPage):
    """A file that we put beside an order for them, always as a download."""

    def get(self, request, pk: UUID, file_id: UUID):
        found = None if request.visitor.is_guest else queries.file_of(pk, file_id, request.visitor)
        if found is None:
            raise Http404
        return FileResponse(found.file.open(), as_attachment=True, filename=found.name, content_type=found.content_type)
