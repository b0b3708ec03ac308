from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.customers.duplicates import queue, weights
from rapport.customers.models import DuplicatePair

LEAST = ("0.99", "0.999", "0.99999")


class AcceptanceForm(forms.Form):
    """From which certainty on. Only strong pairs; each choice says how many they are now."""

    least = forms.ChoiceField(label=_("How certain they have to be"), widget=forms.RadioSelect)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self._strong = queue.waiting(user).filter(strength=DuplicatePair.Strength.STRONG)
        self.fields["least"].choices = [(least, self._said(float(least))) for least in LEAST]
        self.initial.setdefault("least", LEAST[-1])

    def clean_least(self) -> str:
        least = self.cleaned_data["least"]
        if not self._from(float(least)).exists():
            raise forms.ValidationError(_("There is nobody as certain as that. Choose another."), code="nobody")
        return least

    def pairs(self):
        return self._from(float(self.cleaned_data["least"]))

    def _from(self, least: float):
        return self._strong.filter(weight__gte=weights.weight_of(least) - 1e-9)

    def _said(self, least: float) -> str:
        count = self._from(least).order_by().count()
        sure = formats.percent(least, decimals=len(str(least)) - 4 if least > 0.99 else 0)
        said = ngettext("%(sure)s or more: %(count)s pair", "%(sure)s or more: %(count)s pairs", count)
        return said % {"sure": sure, "count": formats.number(count)}
