"""The mail servers of providers that many use, so that nobody has to look them up."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.emails import email_key
from rapport.messaging.accounts import STARTTLS, TLS

APP_PASSWORD = _("It wants a password made for Rapport alone (an “app password”), not the one you sign in with.")


@dataclass(frozen=True)
class Preset:
    name: str
    label: str
    domains: frozenset[str]
    imap: tuple[str, int, str]
    smtp: tuple[str, int, str]
    hint: Any = ""
    url: str = ""  # where such a password is made
    signs_as: str = ""  # how its server begins what it found out about a sender

    @property
    def advice(self) -> str:
        return f"{self.hint} {self.url}".strip()


def _preset(
    name: str, label: str, domains: str, imap: str, smtp: str, hint: Any = "", url: str = "", signs_as: str = ""
) -> Preset:
    smtp_host, _colon, smtp_port = smtp.partition(":")
    port = int(smtp_port or 465)
    return Preset(
        name,
        label,
        frozenset(domains.split()),
        (imap, 993, TLS),
        (smtp_host, port, TLS if port == 465 else STARTTLS),
        hint,
        url,
        signs_as,
    )


PRESETS = {
    preset.name: preset
    for preset in (
        _preset(
            "google",
            "Gmail, Google Workspace",
            "gmail.com googlemail.com",
            "imap.gmail.com",
            "smtp.gmail.com",
            APP_PASSWORD,
            "https://myaccount.google.com/apppasswords",
            "mx.google.com",
        ),
        _preset(
            "microsoft",
            "Outlook, Microsoft 365",
            "outlook.com hotmail.com live.com msn.com",
            "outlook.office365.com",
            "smtp.office365.com:587",
            _(
                "Microsoft lets accounts in by its own sign-in only, not with a password. "
                "For that, whoever runs Rapport registers it at Microsoft (RAPPORT_MICROSOFT_CLIENT_ID)."
            ),
        ),
        _preset(
            "yahoo",
            "Yahoo",
            "yahoo.com yahoo.co.uk yahoo.co.in yahoo.in ymail.com",
            "imap.mail.yahoo.com",
            "smtp.mail.yahoo.com",
            APP_PASSWORD,
            "https://login.yahoo.com/account/security",
        ),
        _preset(
            "icloud",
            "iCloud",
            "icloud.com me.com mac.com",
            "imap.mail.me.com",
            "smtp.mail.me.com:587",
            APP_PASSWORD,
            "https://account.apple.com/",
        ),
        _preset(
            "seznam",
            "Seznam",
            "seznam.cz email.cz post.cz spoluzaci.cz",
            "imap.seznam.cz",
            "smtp.seznam.cz",
            _("Where sign-in takes a second step, it wants a password made for Rapport alone."),
        ),
        _preset("centrum", "Centrum, Atlas", "centrum.cz atlas.cz volny.cz", "imap.centrum.cz", "smtp.centrum.cz"),
        _preset(
            "zoho",
            "Zoho",
            "zoho.com zohomail.com",
            "imap.zoho.com",
            "smtp.zoho.com",
            APP_PASSWORD,
            "https://accounts.zoho.com/",
        ),
        _preset(
            "fastmail",
            "Fastmail",
            "fastmail.com fastmail.fm",
            "imap.fastmail.com",
            "smtp.fastmail.com",
            APP_PASSWORD,
            "https://app.fastmail.com/settings/security",
        ),
        _preset("gmx", "GMX", "gmx.com gmx.net gmx.de", "imap.gmx.com", "mail.gmx.com"),
        _preset("rediff", "Rediffmail", "rediffmail.com", "imap.rediffmail.com", "smtp.rediffmail.com"),
    )
}


def by_address(address: str) -> Preset | None:
    domain = email_key(address).rpartition("@")[2]
    return next((preset for preset in PRESETS.values() if domain in preset.domains), None)
