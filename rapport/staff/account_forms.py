"""allauth's forms in our words: "E-mail" as everywhere else, labels instead of grey hints inside the boxes."""

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _


class Ours:
    """The first field is where one begins to write."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in ("login", "email"):
                field.label = _("E-mail")
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class SignInForm(Ours, allauth.LoginForm):
    pass


class ForgottenPasswordForm(Ours, allauth.ResetPasswordForm):
    pass


class NewPasswordForm(Ours, allauth.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Ours, allauth.ChangePasswordForm):
    pass


class PasswordAgainForm(Ours, allauth.ReauthenticateForm):
    pass
