from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.forms import DateInput
from rapport.messaging.models import Filling


class FillingForm(forms.ModelForm):
    """A period of which all mails shall be here. Without days: from the day on which the folders begin."""

    class Meta:
        model = Filling
        fields = ["since", "until"]
        widgets = {"since": DateInput, "until": DateInput}

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day comes before the first one."))
        return cleaned
