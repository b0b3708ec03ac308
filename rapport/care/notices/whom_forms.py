"""Saying whom a notice concerns."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.care.notices.forms import ONE_LINE
from rapport.core.forms import DateInput
from rapport.core.names import clean
from rapport.orders.models import Product
from rapport.segments.models import Segment
from rapport.staff.models import Location

SHORTEST_SHIPMENT = 4


class SegmentForm(forms.Form):
    segment = forms.ModelChoiceField(label=_("Everybody in"), queryset=Segment.objects.none())

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = Segment.objects.visible_to(user).order_by("name")


class OrdersForm(forms.Form):
    """Open orders, by at least one of these; of what is called back also those that came."""

    product = forms.CharField(
        label=_("That hold"), max_length=300, required=False,
        widget=forms.TextInput(attrs=ONE_LINE | {"list": "products"}),
        help_text=_("A product by its name or number."),
    )  # fmt: skip
    shipment = forms.CharField(
        label=_("In the shipment"), max_length=200, required=False, widget=forms.TextInput(attrs=ONE_LINE),
        help_text=_("Its number, or any other part of the tracking link."),
    )  # fmt: skip
    location = forms.ModelChoiceField(
        label=_("Of the location"), queryset=Location.objects.none(), required=False, empty_label=_("Any")
    )
    promised_from = forms.DateField(label=_("Promised from"), widget=DateInput, required=False)
    promised_until = forms.DateField(label=_("until"), widget=DateInput, required=False)
    came_since = forms.DateField(
        label=_("And orders that came since"), widget=DateInput, required=False,
        help_text=_("For what they have at home already. Empty: only orders that are still open."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["location"].queryset = Location.objects.filter(closed_for_good_on=None)

    def clean_product(self):
        named = clean(self.cleaned_data["product"])
        if not named:
            return None
        rows = Product.objects.filter(name__iexact=named) | Product.objects.filter(sku__iexact=named)
        if (found := rows.order_by("-is_active").first()) is None:
            raise forms.ValidationError(_("There is no such product."))
        return found

    def clean_shipment(self) -> str:
        named = clean(self.cleaned_data["shipment"])
        if named and len(named) < SHORTEST_SHIPMENT:
            raise forms.ValidationError(_("That is too short to tell one shipment from another."))
        return named

    def clean_came_since(self) -> date | None:
        day = self.cleaned_data["came_since"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("Nothing has come since a day that is still to come."))
        return day

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(value for name, value in cleaned.items() if name != "came_since"):
            raise forms.ValidationError(
                _("Name a product, a shipment, a location or days; otherwise everybody with an order is meant.")
            )
        return cleaned
