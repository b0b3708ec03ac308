from datetime import datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rapport.core.forms import ChoiceCards, DateInput
from rapport.customers.models import Customer

FIELDS = ("form_gender", "title_wish", "address_style", "pronoun_level", "vocative_given", "vocative_family")


class FormOfAddressForm(forms.ModelForm):
    permission = forms.ChoiceField(
        label=_("They allowed the first name"),
        choices=[("", _("No")), *Customer.Permission.choices],
        required=False,
        help_text=_("A name signed under a letter is no permission."),
    )
    permitted_on = forms.DateField(label=pgettext_lazy("day", "On"), required=False, widget=DateInput)

    class Meta:
        model = Customer
        fields = FIELDS
        widgets = {
            "address_style": ChoiceCards(
                hints={
                    "formal": _("With title and name, as the language asks for"),
                    "first_name": _("Only when they allowed it"),
                }
            )
        }
        help_texts = {
            "form_gender": _("Only as they said it; never guessed from the name."),
            "title_wish": _("Mrs, Miss, Mx, selvi … Left empty: Mr and Ms."),
            "pronoun_level": _("A permitted first name is no permission for this."),
            "vocative_given": _("For Czech, when ours is wrong or they said how."),
        }

    def __init__(self, *args, instance: Customer, **kwargs):
        initial = {"permission": instance.first_name_permission}
        if instance.first_name_permission_at:
            initial["permitted_on"] = timezone.localdate(instance.first_name_permission_at)
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.fields["pronoun_level"].required = False  # not said is as it was

    def clean_permitted_on(self):
        day = self.cleaned_data["permitted_on"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come."), code="in_future")
        return day

    def clean(self):
        facts = super().clean()
        if facts.get("address_style") == Customer.Style.FIRST_NAME and not facts.get("permission"):
            self.add_error("permission", _("Note first who allowed you to use the first name, and when."))
        return facts

    def facts(self) -> dict:
        said = {name: self.cleaned_data[name] for name in FIELDS if name in self.fields}
        return {name: value for name, value in said.items() if value or name != "pronoun_level"}

    def permitted_at(self) -> datetime | None:
        """Noon of the day that was named; None when it was not, or is what we knew already."""
        day = self.cleaned_data.get("permitted_on")
        known = self.instance.first_name_permission_at
        if not day or (known and timezone.localdate(known) == day):
            return known if day else None
        return timezone.make_aware(datetime.combine(day, time(12)))

    def _post_clean(self):
        """The action writes and decides; this form only reads."""
