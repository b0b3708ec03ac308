from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.forms import DateInput
from rapport.customers.models import Affiliation


class AffiliationForm(forms.ModelForm):
    class Meta:
        model = Affiliation
        fields = ("title", "role", "is_key", "since", "until")
        widgets = {"since": DateInput, "until": DateInput}
        help_texts = {
            "title": _("What their card says."),
            "role": _("What they decide or do for us."),
            "until": _("Left empty while it lasts."),
        }

    def clean(self):
        facts = super().clean()
        if facts.get("since") and facts.get("until") and facts["until"] < facts["since"]:
            self.add_error("until", _("This is before it began."))
        return facts

    def _post_clean(self):
        """The action writes and decides; this form only reads."""
