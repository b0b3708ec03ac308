from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.staff.forms import PasswordRules, new_password
from rapport.staff.models import User


class OwnAccountForm(PasswordRules, forms.Form):
    """Who someone of the demo really is: the owner of the house, once the demo is gone."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = new_password()

    def clean_email(self):
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Someone with this e-mail address already works here."))
        return email

    def future_user(self) -> User:
        return User(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", ""))
