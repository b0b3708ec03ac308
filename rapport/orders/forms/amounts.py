"""Amounts as people type them in their language."""

from decimal import Decimal

from babel.numbers import get_decimal_symbol
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.core.formats import locale_of
from rapport.core.money import parse_amount

ONE_LINE = forms.TextInput(attrs={"autocomplete": "off"})


def typed(amount: Decimal | None) -> str:
    """`amount` as it would be typed: no zeros behind it, the decimal sign of the reader's language."""
    if amount is None:
        return ""
    text = f"{amount:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", get_decimal_symbol(locale_of()))


class AmountField(forms.CharField):
    """A number with the decimal sign of the reader's language, not negative unless said."""

    widget = forms.TextInput

    def __init__(self, *, least: Decimal | None = Decimal(0), most: Decimal = Decimal(10) ** 10, **kwargs):
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value):
        return typed(value) if isinstance(value, Decimal) else value

    def clean(self, value) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        amount = parse_amount(text, get_language() or "en")
        if self.least is not None and amount < self.least:
            raise ValidationError(_("This is too little."), code="too_little")
        if amount > self.most:
            raise ValidationError(_("This is too much."), code="too_much")
        return amount
