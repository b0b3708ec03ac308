from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.forms import DateInput
from rapport.customers.models import Erasure, LegalHold, Restriction, RetentionRule
from rapport.customers.rights.holds import Wish


class WishForm(forms.Form):
    wish = forms.ChoiceField(label=_("What they ask for"), choices=Wish, widget=forms.RadioSelect)
    asked_on = forms.DateField(label=_("Asked on"), widget=DateInput)

    def clean_asked_on(self):
        day = self.cleaned_data["asked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_g("This day is still to come."))
        return day


class HoldForm(forms.ModelForm):
    class Meta:
        model = LegalHold
        fields = ["case", "reason", "until"]
        widgets = {"until": DateInput}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = _g("Without a day it stands until somebody lifts it.")

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_g("This day has passed."))
        return day


class RestrictionForm(forms.ModelForm):
    class Meta:
        model = Restriction
        fields = ["reason"]


class ErasureForm(forms.Form):
    """The word is asked for because nothing brings back what goes here."""

    ground = forms.ChoiceField(
        label=_("On what ground"),
        choices=[choice for choice in Erasure.Ground.choices if choice[0] != Erasure.Ground.RETENTION],
    )
    named_in = forms.MultipleChoiceField(required=False)
    word = forms.CharField(label=_("To confirm"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args, mentions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["named_in"].choices = [(mention.key, mention.excerpt) for mention in mentions]
        self.fields["word"].help_text = _g("Type “%(word)s”.") % {"word": self.asked_word}

    @property
    def asked_word(self) -> str:
        return _g("erase")

    def clean_word(self):
        if self.cleaned_data["word"].strip().casefold() != self.asked_word.casefold():
            raise forms.ValidationError(_g("Type “%(word)s” to confirm.") % {"word": self.asked_word})
        return self.cleaned_data["word"]


class RuleForm(forms.ModelForm):
    class Meta:
        model = RetentionRule
        fields = ["months", "is_on"]

    def clean_months(self):
        months = self.cleaned_data["months"]
        if not 1 <= months <= 600:
            raise forms.ValidationError(_g("Between 1 and 600 months."))
        return months
