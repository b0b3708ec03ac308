"""Signing in by way of another site (OpenID Connect), as the settings say. It lets in who already works here."""

import logging

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from rapport.core import audit
from rapport.staff import actions
from rapport.staff.models import User

log = logging.getLogger(__name__)


class Adapter(DefaultSocialAccountAdapter):
    """Knows a colleague by the address that the other site has verified; from then on by their key there."""

    def pre_social_login(self, request, sociallogin) -> None:
        if sociallogin.is_existing:
            return
        user = colleague(sociallogin.account.extra_data)
        if user is None:
            name = settings.OIDC["name"]
            raise ImmediateHttpResponse(render(request, "socialaccount/stranger.html", {"name": name}, status=403))
        with transaction.atomic():
            sociallogin.connect(request, user)
            audit.record("sign_in.connected", by=user, provider=settings.OIDC["name"])
            actions.tell(user, "sign_in.connected", at=timezone.now())

    def is_open_for_signup(self, request, sociallogin) -> bool:
        return False

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None) -> None:
        log.warning("Signing in elsewhere failed: %s %s", error or "", type(exception).__name__ if exception else "")


def nonce_of(state: str) -> str:
    """What the token has to carry that answers the request with `state`, which this browser's session alone knows."""
    return salted_hmac("rapport.staff.elsewhere", state, algorithm="sha256").hexdigest()


class Client(OAuth2Client):
    def get_redirect_url(self, authorization_url, scope, extra_params) -> str:
        return super().get_redirect_url(authorization_url, scope, extra_params | {"nonce": nonce_of(self.state)})


class SignatureAdapter(OpenIDConnectOAuth2Adapter):
    """Checks who signed the token, always: that it came by TLS is not enough to let somebody in. And for whom it is."""

    client_class = Client

    def get_provider(self):
        provider = super().get_provider()
        provider.oauth2_adapter_class = SignatureAdapter  # the way there is as careful as the way back
        return provider

    @property
    def openid_config(self):
        config = super().openid_config
        if config["issuer"].rstrip("/") != settings.OIDC["issuer"].rstrip("/"):
            raise OAuth2Error("Another issuer answered than the one that was asked")
        return config

    def complete_login(self, request, app, token, **kwargs):
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        if "id_token" not in told or told.get("userinfo", told["id_token"])["sub"] != told["id_token"]["sub"]:
            raise OAuth2Error("It is not said, or not said alike, who this is")
        if not constant_time_compare(told["id_token"].get("nonce", ""), nonce_of(request.GET["state"])):
            raise OAuth2Error("The token answers another request")
        return login

    def _decode_id_token(self, app, id_token: str) -> dict:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


def colleague(told: dict) -> User | None:
    """Whoever works here under the verified address in what the other site told, or may join by it."""
    claims = {**(told.get("id_token") or {}), **(told.get("userinfo") or {})}
    email = str(claims.get("email") or "").strip().lower()
    if not email or claims.get("email_verified") not in (True, "true"):
        return None
    if settings.OIDC["domains"] and email.rpartition("@")[2] not in settings.OIDC["domains"]:
        return None
    known = User.objects.filter(email__iexact=email).first()
    if known:
        return known if known.is_active else None
    if not settings.OIDC["role"]:
        return None
    return actions.create_user(email, role=settings.OIDC["role"], name=str(claims.get("name") or ""))
