"""allauth's forms about the second step, in our words."""

from collections.abc import Iterator

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as steps
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from rapport.core.names import clean
from rapport.staff import sealing, second_step
from rapport.staff.account_forms import Ours

GOOD_FOR = 3 * 30  # seconds in which a code of an app is taken: its own half minute, the one before, the one after


class OnlyOnce:
    """A code of an app lets somebody in once, however long it is good for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _("Six digits from your app, or one of your recovery codes.")

    def clean_code(self) -> str:
        code = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not _use_up(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _use_up(user, code: str) -> bool:
    """Note that this code of an app was used. False: it was before."""
    given = f"{user.pk} {normalize_user_code(code)}"  # however they space it
    used = "staff.code." + salted_hmac("staff.code", given, algorithm="sha256").hexdigest()
    return cache.add(used, True, GOOD_FOR)


class CodeForm(OnlyOnce, Ours, steps.AuthenticateForm):
    pass


class CodeAgainForm(OnlyOnce, Ours, steps.ReauthenticateForm):
    pass


class AppForm(Ours, totp.ActivateTOTPForm):
    """The secret waits in the session, which lies in the database: sealed there too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.secret = sealing.unseal(self.secret) or self.secret
        context.request.session[SECRET_SESSION_KEY] = sealing.seal(self.secret)
        self.fields["code"].label = _("The six digits that the app shows now")
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "maxlength": "8"}

    def clean_code(self) -> str:
        code = super().clean_code()
        _use_up(self.user, code)  # whoever looked over their shoulder doesn't get in with it
        return code


class Named:
    """What a passkey is called."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].max_length = 60
        self.fields["name"].widget.attrs["maxlength"] = "60"

    def clean_name(self) -> str:
        parent = getattr(super(), "clean_name", None)
        return clean(parent() if parent else self.cleaned_data["name"])[:60] or str(_("My passkey"))


class PasskeyForm(Named, webauthn.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("So that you know it among others: “Blue key”, “My phone”.")
        self.fields["passwordless"].label = _("Let me in with it alone, without my password")
        self.fields["passwordless"].help_text = _("Needs a device that checks you itself, by finger, face or PIN.")
        self.fields["passwordless"].initial = True


class PasskeyNameForm(Named, webauthn.EditWebAuthnForm):
    pass


class RequirementForm(forms.Form):
    """Which roles sign in with a second step."""

    roles = forms.MultipleChoiceField(
        label=_("These roles need a second step"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = list(_roles_with_counts())


def _roles_with_counts() -> Iterator[tuple[str, str]]:
    counts = second_step.counts()
    for name, label in settings.ROLES.items():
        count = counts.get(name)
        said = _("%(role)s: %(have)s of %(all)s have one")
        yield name, said % {"role": label, "have": count.have, "all": count.all} if count else label
