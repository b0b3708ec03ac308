from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.core.folding import search_key
from rapport.core.forms import DateInput
from rapport.customers.models import Affiliation, Tie
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


class OtherForm(forms.Form):
    """Somebody else who is here already, by name. `others` are those whom the name may mean."""

    prefix_of_ids = "other"
    name = forms.CharField(label=_("Name"), max_length=300, help_text=_("Someone who is here already."))
    other = forms.ChoiceField(label=_("Who is meant?"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, others=None, **kwargs):
        super().__init__(*args, auto_id=f"{self.prefix_of_ids}-new-%s", **kwargs)
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


class NewAffiliationForm(OtherForm):
    """The other side of a part in an organisation, and the part."""

    prefix_of_ids = "affiliation"
    title = AffiliationForm.base_fields["title"]
    role = AffiliationForm.base_fields["role"]
    influence = AffiliationForm.base_fields["influence"]
    is_key = AffiliationForm.base_fields["is_key"]


class TieForm(forms.ModelForm):
    """What somebody is to a customer, as the customer would tell it."""

    class Meta:
        model = Tie
        fields = ("kind", "word", "word_back", "lives_together")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_as_told(self)

    def _post_clean(self):
        """The action writes and decides; this form only reads."""


class NewTieForm(OtherForm):
    """Somebody who belongs to a customer, and what they are to them."""

    prefix_of_ids = "tie"
    kind = TieForm.base_fields["kind"]
    word = TieForm.base_fields["word"]
    word_back = TieForm.base_fields["word_back"]
    lives_together = TieForm.base_fields["lives_together"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        say_as_told(self)


def say_as_told(form: forms.BaseForm) -> None:
    """On the form one speaks of the customer whose page it is."""
    fields = form.fields
    fields["kind"].label = _("What they are to this customer")
    fields["word"].help_text = _("As people here say it: goddaughter, landlady, best friend.")
    fields["word_back"].label = _("And this customer to them, in own words")
