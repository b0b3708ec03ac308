from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.folding import search_key
from rapport.core.forms import DateInput
from rapport.customers.models import Affiliation
from rapport.customers.queries.search import search


class AffiliationForm(forms.ModelForm):
    class Meta:
        model = Affiliation
        fields = ("title", "role", "influence", "strength", "reports_to", "is_key", "since", "until")
        widgets = {"since": DateInput, "until": DateInput}
        help_texts = {
            "title": _("What their card says."),
            "role": _("What they decide or do for us."),
            "strength": _("As you judge it yourself. Your name and today's date are kept with it."),
            "until": _("Left empty while it lasts."),
        }

    def __init__(self, *args, colleagues=None, **kwargs):
        """`colleagues` are the parts of others in the same organisation; without them nobody is asked for."""
        super().__init__(*args, **kwargs)
        if colleagues is None:
            del self.fields["reports_to"]
        else:
            self.fields["reports_to"].queryset = colleagues

    def clean(self):
        facts = super().clean()
        if facts.get("since") and facts.get("until") and facts["until"] < facts["since"]:
            self.add_error("until", _("This is before it began."))
        return facts

    def _post_clean(self):
        """The action writes and decides; this form only reads."""


class NewAffiliationForm(forms.Form):
    """The other side by name, and the part. `others` are those whom the name may mean."""

    name = forms.CharField(label=_("Name"), max_length=300, help_text=_("Someone who is here already."))
    other = forms.ChoiceField(label=_("Who is meant?"), required=False, widget=forms.HiddenInput)
    title = AffiliationForm.base_fields["title"]
    role = AffiliationForm.base_fields["role"]
    influence = AffiliationForm.base_fields["influence"]
    is_key = AffiliationForm.base_fields["is_key"]

    def __init__(self, *args, others=None, **kwargs):
        super().__init__(*args, auto_id="affiliation-new-%s", **kwargs)
        self.matches = []
        if others is not None and (name := (self.data.get("name") or "").strip()):
            self.matches = [match.customer for match in search(others, name, limit=6)]
        self.fields["other"].choices = [(str(customer.pk), customer.name) for customer in self.matches]

    def clean(self):
        facts = super().clean()
        name, chosen = facts.pop("name", ""), facts.get("other")
        same = [customer for customer in self.matches if search_key(customer.name) == search_key(name)]
        meant = [customer for customer in self.matches if str(customer.pk) == chosen] or same or self.matches
        if len(meant) == 1 and (chosen or same):
            facts["other"] = meant[0]
        elif name and not self.matches:
            self.add_error("name", _("Nobody is called that. Add them first."))
        elif name and "other" not in self.errors:
            self.fields["other"].widget = forms.RadioSelect(choices=self.fields["other"].choices)
            self.add_error("other", _("Choose who is meant."))
        return facts
