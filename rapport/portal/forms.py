"""What staff say about the customers' site."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rapport.core.forms import Switch
from rapport.core.names import clean_lines
from rapport.portal import mounting
from rapport.portal.colours import check_brand
from rapport.portal.models import Site

LONGEST_WELCOME = 400


class SiteForm(forms.Form):
    is_open = forms.BooleanField(label=_("Customers can sign in"), required=False, widget=Switch)
    brand = forms.CharField(
        label=_("Colour"),
        max_length=7,
        validators=[check_brand],
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Of buttons, links and the mark. What is written on it turns black or white by itself."),
    )
    sections = forms.MultipleChoiceField(
        label=_("What customers find there"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, site: Site, **kwargs):
        shown = [section.name for section in mounting.fitting() if section.name not in site.closed_sections]
        initial = {"is_open": site.is_open, "brand": site.brand, "sections": shown}
        initial |= {f"welcome_{code}": words for code, words in site.welcome.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["sections"].choices = [(section.name, section.label) for section in mounting.fitting()]
        for code, name in settings.LANGUAGES:
            self.fields[f"welcome_{code}"] = forms.CharField(
                label=name, max_length=LONGEST_WELCOME, required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )  # fmt: skip

    @property
    def welcomes(self) -> list:
        return [self[f"welcome_{code}"] for code, _name in settings.LANGUAGES]

    def said(self) -> dict:
        """For `change_site`."""
        said = self.cleaned_data
        return {
            "is_open": said["is_open"],
            "brand": said["brand"],
            "welcome": {code: clean_lines(said[f"welcome_{code}"]) for code, _name in settings.LANGUAGES},
            "closed_sections": [name for name, _l in self.fields["sections"].choices if name not in said["sections"]],
        }


class InviteForm(forms.Form):
    address = forms.ChoiceField(label=_("To which address"), widget=forms.RadioSelect)

    def __init__(self, *args, addresses: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.addresses = addresses
        self.fields["address"].choices = [(one.address, _label(one)) for one in addresses]
        if addresses:
            self.fields["address"].initial = addresses[0].address


def _label(point) -> str:
    if point.verified_at:
        return _("%(address)s, verified") % {"address": point.address}
    return point.address
