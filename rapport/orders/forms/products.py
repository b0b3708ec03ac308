"""What people type about products and the steps of orders."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.forms import ChoiceCards, DateInput, Switch
from rapport.core.money import currency_choices
from rapport.orders.forms.amounts import ONE_LINE, AmountField
from rapport.orders.models import Availability, Product, StepKind

TYPED = {"autocomplete": "off", "list": "products"}
INSTEAD = ("instead_1", "instead_2", "instead_3")


def product_called(text: str) -> Product | None:
    """The product of that number or name, whatever the case; the one for sale where two are called the same."""
    rows = Product.objects.filter(sku=text) | Product.objects.filter(name__iexact=text)
    return rows.order_by("-is_active", "pk").first()


class ProductForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=300, widget=ONE_LINE)
    sku = forms.CharField(
        label=pgettext_lazy("of a product", "Number"),
        max_length=60,
        required=False,
        widget=ONE_LINE,
        help_text=_("Yours, as on the price tag."),
    )
    category = forms.CharField(
        label=_("Category"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "categories"}),
    )
    price = AmountField(label=_("Price"), required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    available_from = forms.DateField(label=_("Available from"), required=False, widget=DateInput)
    is_active = forms.BooleanField(label=_("For sale"), required=False, widget=Switch)
    availability = forms.ChoiceField(
        label=_("To be had?"), choices=Availability, initial=Availability.IN_STOCK, widget=ChoiceCards
    )
    expected_on = forms.DateField(
        label=_("Comes again on"),
        required=False,
        widget=DateInput,
        help_text=_("Only where it is out of stock. Empty means that nobody knows yet."),
    )
    instead_1 = forms.CharField(
        label=_("Instead of it"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=TYPED),
        help_text=_("Name or number of what does nearly as well."),
    )
    instead_2 = forms.CharField(label=_("Or"), required=False, max_length=300, widget=forms.TextInput(attrs=TYPED))
    instead_3 = forms.CharField(label=_("Or also"), required=False, max_length=300, widget=forms.TextInput(attrs=TYPED))

    def __init__(self, *args, product: Product | None = None, currency: str = "EUR", **kwargs):
        first = {"currency": currency, "is_active": True}
        if product:
            first = {name: getattr(product, name) for name in self.base_fields if name not in INSTEAD}
            others = product.alternatives.select_related("other")
            first |= {name: row.other.name for name, row in zip(INSTEAD, others, strict=False)}
        super().__init__(*args, initial=first, **kwargs)
        self.product = product
        self.fields["currency"].choices = currency_choices()

    def clean_sku(self):
        sku = self.cleaned_data["sku"]
        others = Product.objects.exclude(pk=self.product.pk) if self.product else Product.objects.all()
        if sku and others.filter(sku=sku).exists():
            raise forms.ValidationError(_("Another product has this number."))
        return sku

    def clean(self):
        """A day says something only about what is out of stock; a new one lies ahead."""
        cleaned = super().clean()
        if cleaned.get("availability") != Availability.EXPECTED:
            cleaned["expected_on"] = None
        elif (day := cleaned.get("expected_on")) and "expected_on" in self.changed_data and day < timezone.localdate():
            self.add_error("expected_on", _("This day has passed. When does it come?"))
        cleaned["alternatives"] = [other for name in INSTEAD if (other := self._other(name, cleaned.pop(name, "")))]
        return cleaned

    def _other(self, name: str, text: str) -> Product | None:
        if not text:
            return None
        other = product_called(text)
        if other is None:
            self.add_error(name, _("We have no product of this name or number."))
        elif self.product and other.pk == self.product.pk:
            self.add_error(name, _("A product cannot stand in for itself."))
        return other


class WishForm(forms.Form):
    """Of which product a customer wants to hear."""

    what = forms.CharField(
        label=_("Product"), max_length=300, widget=forms.TextInput(attrs=TYPED), help_text=_("Its name or number.")
    )

    def clean_what(self):
        product = product_called(self.cleaned_data["what"])
        if product is None:
            raise forms.ValidationError(_("We have no product of this name or number."))
        return product


class StepKindForm(forms.Form):
    """An own step."""

    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=60, widget=ONE_LINE)
    meaning = forms.ChoiceField(
        label=_("What it means"),
        widget=ChoiceCards,
        choices=[(m.value, m.label) for m in (StepKind.Meaning.WAY, StepKind.Meaning.DELIVERED)],
        initial=StepKind.Meaning.WAY,
    )


class StepNameForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=60, required=False, widget=ONE_LINE)

    def __init__(self, *args, kind: StepKind, **kwargs):
        super().__init__(*args, initial={"name": kind.label}, **kwargs)
        self.fields["name"].required = not kind.is_first
        if kind.is_first:
            self.fields["name"].help_text = _("Empty gives it its first name back, in each reader’s language.")
        self.kind = kind

    def clean_name(self):
        """The name as it was, in whatever language, is no name of its own."""
        name = self.cleaned_data["name"]
        return "" if self.kind.is_first and not self.kind.name and name == str(self.kind.label) else name
