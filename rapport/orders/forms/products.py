"""What people type about products and the steps of orders."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.forms import ChoiceCards, DateInput, Switch
from rapport.core.money import currency_choices
from rapport.orders.forms.amounts import ONE_LINE, AmountField
from rapport.orders.models import Product, StepKind


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

    def __init__(self, *args, product: Product | None = None, currency: str = "EUR", **kwargs):
        first = {"currency": currency, "is_active": True}
        if product:
            first = {name: getattr(product, name) for name in self.base_fields}
        super().__init__(*args, initial=first, **kwargs)
        self.product = product
        self.fields["currency"].choices = currency_choices()

    def clean_sku(self):
        sku = self.cleaned_data["sku"]
        others = Product.objects.exclude(pk=self.product.pk) if self.product else Product.objects.all()
        if sku and others.filter(sku=sku).exists():
            raise forms.ValidationError(_("Another product has this number."))
        return sku


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
