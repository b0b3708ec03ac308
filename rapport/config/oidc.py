"""The other site by which colleagues may sign in, from the environment; docs/signing-in.md tells of it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ROLES = ("", "reader", "agent", "manager")  # owners are made by owners
ON_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


def from_environment(env: Callable[..., str]) -> dict[str, Any]:
    """What is known of that site; empty when there is none."""
    issuer = env("RAPPORT_OIDC_ISSUER").rstrip("/")
    if not issuer:
        return {}
    address = urlsplit(issuer)
    if address.scheme != "https" and address.hostname not in ON_THIS_MACHINE:
        raise ImproperlyConfigured("RAPPORT_OIDC_ISSUER must begin with https://")
    if not env("RAPPORT_OIDC_CLIENT_ID"):
        raise ImproperlyConfigured("RAPPORT_OIDC_ISSUER needs RAPPORT_OIDC_CLIENT_ID, and mostly _CLIENT_SECRET")
    if env("RAPPORT_OIDC_ROLE") not in ROLES:
        raise ImproperlyConfigured("RAPPORT_OIDC_ROLE may be reader, agent or manager")
    return {
        "id": "sso",  # in the address to which the other site sends people back
        "issuer": issuer,
        "name": env("RAPPORT_OIDC_NAME") or address.hostname,
        "client_id": env("RAPPORT_OIDC_CLIENT_ID"),
        "secret": env("RAPPORT_OIDC_CLIENT_SECRET"),
        "domains": [domain.strip().lower() for domain in env("RAPPORT_OIDC_DOMAINS").split(",") if domain.strip()],
        "role": env("RAPPORT_OIDC_ROLE"),
    }


def for_allauth(oidc: dict[str, Any]) -> dict[str, Any]:
    """The same as allauth wants it."""
    if not oidc:
        return {}
    one = {name: oidc[name] for name in ("name", "client_id", "secret")} | {"provider_id": oidc["id"]}
    one["settings"] = {"server_url": oidc["issuer"], "oauth_pkce_enabled": True}
    return {"openid_connect": {"APPS": [one]}}
