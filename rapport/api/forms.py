from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.forms import Switch


class TokenForm(forms.Form):
    name = forms.CharField(label=_("Which program is it for?"), max_length=80)
    read_only = forms.BooleanField(
        label=_("It may only read"), required=False, widget=Switch, help_text=_("Enough for reports and copies.")
    )
