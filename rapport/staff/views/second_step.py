"""allauth's pages about the second step, with its rules and our words: what is wrong is answered by 422."""

import json

from allauth.account import views as account
from allauth.mfa.base import views as steps
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from rapport.staff import second_step
from rapport.staff.models import Business

SECURITY = reverse_lazy("mfa_index")


class Answers422:
    def form_invalid(self, form):
        response = super().form_invalid(form)
        if response.status_code == 200:
            response.status_code = 422
        return response


class Optioned:
    """What the browser needs to know to make or use a passkey, as text for an attribute."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if options := context.get("js_data"):
            context["options"] = json.dumps(next(iter(options.values())))
        return context


class SignIn(Answers422, account.LoginView):
    permission = "public"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.OIDC:
            there = reverse("openid_connect_login", args=[settings.OIDC["id"]])
            context |= {"elsewhere": self.passthrough_next_url(there), "elsewhere_name": settings.OIDC["name"]}
        return context


class SecondStepPage(Answers422, Optioned, steps.AuthenticateView):
    """After the password: a code of the app, a passkey or a recovery code."""

    permission = "public"


class PasskeySignIn(webauthn.LoginWebAuthnView):
    """A passkey instead of a password; it counts as both steps, for the device has checked its owner."""

    permission = "public"


class PasswordAgainPage(Answers422, account.ReauthenticateView):
    permission = "signed_in"


class CodeAgainPage(Answers422, steps.ReauthenticateView):
    permission = "signed_in"


class PasskeyAgainPage(Optioned, webauthn.ReauthenticateWebAuthnView):
    permission = "signed_in"

    def form_invalid(self, form):
        super().form_invalid(form)  # says what is wrong, and would lead away
        return redirect(self.passthrough_next_url(self.request.path))


@method_decorator(never_cache, name="dispatch")
class AppPage(Answers422, totp.ActivateTOTPView):
    """Setting up an app that shows a new code every half minute."""

    permission = "signed_in"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        secret = context["form"].secret
        context["secret"] = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
        return context


class Removal:
    """Says what removing it means: whether the password alone lets them in then, and for how long."""

    permission = "signed_in"
    success_url = SECURITY

    def get_context_data(self, **kwargs):
        is_last = second_step.of(self.request.user).count == 1
        required = second_step.is_required_of(self.request.user)
        return super().get_context_data(**kwargs) | {"is_last": is_last, "required": required}


class AppRemovalPage(Removal, Answers422, totp.DeactivateTOTPView):
    pass


class PasskeyFormPage(Answers422):
    permission = "signed_in"
    success_url = SECURITY


class NewPasskeyPage(PasskeyFormPage, Optioned, webauthn.AddWebAuthnView):
    pass


class PasskeyNamePage(PasskeyFormPage, webauthn.EditWebAuthnView):
    pass


class PasskeyRemovalPage(Removal, webauthn.RemoveWebAuthnView):
    pass


@method_decorator(never_cache, name="dispatch")
class CodesPage(codes.ViewRecoveryCodesView):
    """The recovery codes, once. Afterwards only how many are left."""

    permission = "signed_in"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        whose = f"{Business.objects.current().name}, {self.request.user.email}"
        context["as_text"] = "\r\n".join([whose, "", *context["unused_codes"], ""])
        return context


class NewCodesPage(Answers422, codes.GenerateRecoveryCodesView):
    permission = "signed_in"
