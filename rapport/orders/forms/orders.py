"""What people type about orders."""

from datetime import timedelta
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.forms import ChoiceCards, DateInput, DateTimeInput
from rapport.core.money import currency_choices
from rapport.core.names import clean
from rapport.orders.actions import Line
from rapport.orders.forms.amounts import ONE_LINE, AmountField
from rapport.orders.models import Order, Product
from rapport.promises.actions import Told
from rapport.promises.forms import ToldFields
from rapport.staff.models import Location, User
from rapport.staff.sight import onlookers
from rapport.timeline.models import Channel

YEARS_AHEAD = 5
MOST_SUGGESTED = 300  # products offered while typing


def words(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class LineForm(forms.Form):
    """One item. What it is may be a product's name or number, or own words; empty means no item."""

    item = forms.UUIDField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(
        label=_("What"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "products"}),
    )
    quantity = AmountField(label=_("How many"), required=False, least=Decimal("0.000001"))
    unit_price = AmountField(label=_("Price of one"), required=False)
    discount = AmountField(label=_("Discount in %"), required=False, most=Decimal(100))

    def clean_what(self):
        return clean(self.cleaned_data["what"])

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("what") and (cleaned.get("unit_price") or cleaned.get("discount")):
            self.add_error("what", _("Say what it is."))
        return cleaned


class BaseLineFormSet(forms.BaseFormSet):
    """The items of an order. `kept` are the items it has already, whose products stay with them."""

    def __init__(self, *args, kept=(), **kwargs):
        self.kept = {str(item.pk): item for item in kept}
        super().__init__(*args, **kwargs)

    def clean(self):
        if any(self.errors):
            return
        named = [form for form in self.forms if form.cleaned_data.get("what")]
        if not named:
            raise forms.ValidationError(_("An order needs at least one item."))
        found = self._products({form.cleaned_data["what"] for form in named})
        for form in named:
            form.product = self._kept_product(form) or found.get(form.cleaned_data["what"].casefold())
            if form.product is None and form.cleaned_data.get("unit_price") is None:
                form.add_error("unit_price", _("Say what one costs; no product of that name has a price."))

    def lines(self) -> list[Line]:
        return [
            Line(
                name=form.cleaned_data["what"] if form.product is None or self._kept_product(form) else "",
                product=form.product,
                quantity=form.cleaned_data.get("quantity") or Decimal(1),
                unit_price=form.cleaned_data.get("unit_price"),
                discount=(form.cleaned_data.get("discount") or Decimal(0)) / 100,
            )
            for form in self.forms
            if form.cleaned_data.get("what")
        ]

    def _kept_product(self, form) -> Product | None:
        item = self.kept.get(str(form.cleaned_data.get("item")))
        return item.product if item and item.name == form.cleaned_data["what"] else None

    def _products(self, wanted: set[str]) -> dict[str, Product]:
        """Products by their number or name, whatever the case; the one for sale where two are called the same."""
        rows = Product.objects.filter(sku__in=wanted) | Product.objects.filter(name__in=wanted)
        found: dict[str, Product] = {}
        for product in rows.order_by("is_active", "pk"):
            found[product.name.casefold()] = product
            if product.sku:
                found[product.sku.casefold()] = product
        return found


LineFormSet = forms.formset_factory(LineForm, formset=BaseLineFormSet, extra=3, max_num=500, absolute_max=500)


class OrderForm(forms.Form):
    """What goes for the whole order. A day can be promised only with a new one."""

    promised_on = forms.DateField(
        label=_("Promised for"),
        required=False,
        widget=DateInput,
        help_text=_("A day you are sure of. It becomes a promise that Today reminds you of."),
    )
    channel = forms.ChoiceField(
        label=_("Have you told them the day?"), choices=[("", _("Not yet")), *Channel.choices], required=False
    )
    seller = forms.ModelChoiceField(label=_("Sold by"), queryset=User.objects.none(), empty_label=None)
    location = forms.ModelChoiceField(
        label=_("Location"), queryset=Location.objects.none(), required=False, empty_label=_("None")
    )
    freight = AmountField(label=_("Freight"), required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    note = forms.CharField(label=_("Note"), required=False, max_length=10_000, widget=words())

    def __init__(self, *args, customer, order: Order | None = None, seller=None, currency: str = "EUR", **kwargs):
        first = {"seller": seller, "currency": currency, "location": seller and seller.location_id}
        if order:
            first = {
                "seller": order.seller,
                "location": order.location,
                "freight": order.freight or None,
                "note": order.note,
            }
        super().__init__(*args, initial=first, **kwargs)
        people = onlookers(customer.team_id)
        self.fields["seller"].queryset = (people | User.objects.filter(pk=order.seller_id)) if order else people
        self.fields["location"].queryset = Location.objects.filter(closed_for_good_on=None)
        if order:
            self.fields["seller"].required = bool(order.seller_id)
            self.fields["seller"].empty_label = None if order.seller_id else _("Nobody")
            for name in ("promised_on", "channel", "currency"):
                del self.fields[name]
        else:
            self.fields["currency"].choices = currency_choices()

    def clean_promised_on(self):
        return _to_come(self.cleaned_data["promised_on"])

    def told(self, at) -> Told | None:
        channel = self.cleaned_data.get("channel")
        return Told(channel=channel, at=at) if channel else None


class StepForm(forms.Form):
    kind = forms.ChoiceField(label=_("Step"), widget=ChoiceCards)
    done_at = forms.DateTimeField(
        label=_("When"), widget=DateTimeInput, required=False, help_text=_("Empty means just now.")
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=ONE_LINE)

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds]

    def clean_done_at(self):
        done_at = self.cleaned_data["done_at"]
        if done_at and done_at > timezone.now():
            raise forms.ValidationError(_("A step can’t have been taken in the future."))
        return done_at


class CancellationForm(ToldFields):
    whose = forms.ChoiceField(
        label=_("Whose wish is it?"),
        widget=ChoiceCards(
            hints={
                "customer": _("What we promised ends as no longer wanted."),
                "us": _("What we promised counts as broken: say so, and ask for pardon."),
            }
        ),
        choices=[("customer", _("The customer no longer wants it")), ("us", _("We cannot deliver it"))],
    )
    reason = forms.CharField(label=_("Why"), max_length=300, widget=words())

    field_order = ("whose", "reason", "channel", "told_at", "words")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["channel"].label = _("How you spoke about it")


class ReturnForm(forms.Form):
    reason = forms.CharField(label=_("Why it came back"), max_length=300, widget=words())


class DateForm(forms.Form):
    due_on = forms.DateField(
        label=_("Day you are sure of"), widget=DateInput, help_text=_("It ends with our business hours that day.")
    )
    channel = forms.ChoiceField(
        label=_("Have you told them?"), choices=[("", _("Not yet")), *Channel.choices], required=False
    )

    def clean_due_on(self):
        return _to_come(self.cleaned_data["due_on"])

    def told(self, at) -> Told | None:
        channel = self.cleaned_data.get("channel")
        return Told(channel=channel, at=at) if channel else None


class DelayForm(ToldFields):
    """That an order will be late. Told: the promise moves. Not told yet: Today asks for it."""

    cause = forms.CharField(
        label=_("What happened"), max_length=300, widget=words(), help_text=_("The true cause in plain words.")
    )
    due_on = forms.DateField(label=_("New day you are sure of"), widget=DateInput, required=False)

    field_order = ("cause", "due_on", "channel", "told_at", "words")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        channel = self.fields["channel"]
        channel.required, channel.label = False, _("How you told them")
        channel.choices = [("", _("Not told yet: remind me on Today")), *Channel.choices]
        self.fields["words"].help_text = _("As you said or wrote it, so that colleagues say the same.")

    def clean_due_on(self):
        return _to_come(self.cleaned_data["due_on"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("channel") and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("A customer who is told of a delay is told the new day, too."))
        return cleaned

    @property
    def is_told(self) -> bool:
        return bool(self.cleaned_data["channel"])


class TrackingForm(forms.Form):
    tracking_url = forms.URLField(
        label=_("Tracking link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("Where the parcel can be followed. Empty takes it away."),
    )


def _to_come(day):
    today = timezone.localdate()
    if day and day < today:
        raise forms.ValidationError(_("That day has passed. Promise one that is still to come."))
    if day and day > today + timedelta(days=365 * YEARS_AHEAD):
        raise forms.ValidationError(_("That is more than five years away. Check the year."))
    return day
