"""Where mailboxes are opened by a sign-in instead of a password, from the environment (docs/mailboxes.md)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured

MICROSOFT, GOOGLE = "microsoft", "google"  # as their mail servers are called among the presets


def from_environment(env: Callable[..., str]) -> dict[str, dict[str, Any]]:
    """By provider; only those at which Rapport is registered."""
    found = {}
    if client := env("RAPPORT_MICROSOFT_CLIENT_ID"):
        authority = env("RAPPORT_MICROSOFT_AUTHORITY", "https://login.microsoftonline.com").rstrip("/")
        if not authority.startswith("https://"):
            raise ImproperlyConfigured("RAPPORT_MICROSOFT_AUTHORITY must begin with https://")
        where = f"{authority}/{env('RAPPORT_MICROSOFT_TENANT', 'common')}/oauth2/v2.0"
        found[MICROSOFT] = {
            "label": "Microsoft",
            "client_id": client,
            "client_secret": env("RAPPORT_MICROSOFT_CLIENT_SECRET"),
            "authorize": f"{where}/authorize",
            "token": f"{where}/token",
            "scope": "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send "
            "offline_access",
            "also": {"prompt": "select_account"},
        }
    if client := env("RAPPORT_GOOGLE_CLIENT_ID"):
        found[GOOGLE] = {
            "label": "Google",
            "client_id": client,
            "client_secret": env("RAPPORT_GOOGLE_CLIENT_SECRET"),
            "authorize": "https://accounts.google.com/o/oauth2/v2/auth",
            "token": "https://oauth2.googleapis.com/token",
            "scope": "https://mail.google.com/",
            "also": {"access_type": "offline", "prompt": "consent"},  # or no token comes with which to ask again
        }
    return found
