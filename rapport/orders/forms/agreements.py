"""What people type about contracts and trials."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.forms import ChoiceCards, DateInput
from rapport.core.money import currency_choices
from rapport.orders.forms.amounts import ONE_LINE, AmountField
from rapport.orders.models import Contract, Product, Trial, TrialOutcome


def words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ContractForm(forms.Form):
    title = forms.CharField(
        label=pgettext_lazy("of a contract", "Title"),
        max_length=200,
        widget=ONE_LINE,
        help_text=_("“Chairs for the lobby, yearly care”"),
    )
    terms = forms.CharField(label=_("Terms"), required=False, max_length=20_000, widget=words(4))
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(
        label=_("Until"), required=False, widget=DateInput, help_text=_("The last day. Empty: until someone ends it.")
    )
    renewal = forms.ChoiceField(label=_("At the end"), widget=ChoiceCards, choices=Contract.Renewal.choices)
    period_months = forms.IntegerField(label=_("Months that a renewal adds"), min_value=1, max_value=600, initial=12)
    notice_days = forms.IntegerField(label=_("Days of notice"), min_value=0, max_value=3650, initial=30)
    amount = AmountField(label=_("Amount for the period"), required=False)
    currency = forms.ChoiceField(label=_("Currency"))
    signed_on = forms.DateField(label=_("Signed"), widget=DateInput)

    def __init__(self, *args, contract: Contract | None = None, currency: str = "EUR", **kwargs):
        first = {"currency": currency, "renewal": Contract.Renewal.NONE, "signed_on": timezone.localdate()}
        if contract:
            first = {name: getattr(contract, name) for name in self.base_fields}
        super().__init__(*args, initial=first, **kwargs)
        self.fields["currency"].choices = currency_choices()

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("It can’t end before it begins."))
        if cleaned.get("renewal") == Contract.Renewal.AUTO and not end and "ends_on" not in self.errors:
            self.add_error("ends_on", _("Say when the first period ends, so that the next can begin."))
        return cleaned


class PriceForm(forms.Form):
    what = forms.CharField(
        label=_("Product"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "products"}),
    )
    price = AmountField(label=_("Their price"), required=False)

    def clean(self):
        cleaned = super().clean()
        what = cleaned.get("what")
        if what and cleaned.get("price") is None and "price" not in self.errors:
            self.add_error("price", _("Say what they pay."))
        if what:
            rows = Product.objects.filter(sku=what) | Product.objects.filter(name=what)
            self.product = rows.order_by("-is_active").first()
            if self.product is None:
                self.add_error("what", _("There is no such product. Choose one from the list."))
        return cleaned


class BasePriceFormSet(forms.BaseFormSet):
    def clean(self):
        if any(self.errors):
            return
        seen = set()
        for form in self.forms:
            if form.cleaned_data.get("what"):
                if form.product.pk in seen:
                    form.add_error("what", _("This product is in the list twice."))
                seen.add(form.product.pk)

    def prices(self) -> dict[Product, Decimal]:
        return {form.product: form.cleaned_data["price"] for form in self.forms if form.cleaned_data.get("what")}


PriceFormSet = forms.formset_factory(PriceForm, formset=BasePriceFormSet, extra=2, max_num=200, absolute_max=200)


class ContractEndForm(forms.Form):
    whose = forms.ChoiceField(
        label=_("Who gave notice?"),
        widget=ChoiceCards,
        choices=[("customer", _("The customer")), ("us", _("We did"))],
    )
    on = forms.DateField(label=_("Last day"), widget=DateInput)
    reason = forms.CharField(label=_("Why"), max_length=300, widget=words(2))


class TrialForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), widget=ChoiceCards, choices=Trial.Kind.choices, initial=Trial.Kind.TRIAL)
    what = forms.CharField(
        label=_("What"),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "products"}),
        help_text=_("A product, or your own words: “three oiled walnut samples”."),
    )
    given_on = forms.DateField(label=_("Given on"), widget=DateInput)
    due_back_on = forms.DateField(label=_("Back, or ask again, on"), required=False, widget=DateInput)
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=words(2))

    def clean(self):
        cleaned = super().clean()
        given, back = cleaned.get("given_on"), cleaned.get("due_back_on")
        if given and back and back < given:
            self.add_error("due_back_on", _("It can’t come back before it was given."))
        if cleaned.get("what"):
            rows = Product.objects.filter(sku=cleaned["what"]) | Product.objects.filter(name=cleaned["what"])
            cleaned["product"] = rows.order_by("-is_active").first()
        return cleaned


class OutcomeForm(forms.Form):
    result = forms.ChoiceField(label=_("What came of it"), widget=ChoiceCards, choices=TrialOutcome.Result.choices)
    note = forms.CharField(label=_("Note"), max_length=300, required=False, widget=ONE_LINE)
