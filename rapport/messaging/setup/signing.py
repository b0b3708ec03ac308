"""Signing mails (DKIM), as the form of an e-mail account offers it."""

from typing import Any

import dns.exception
import dns.resolver
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.messaging.accounts import secrets_of
from rapport.messaging.channels.forms import Tried
from rapport.messaging.models import Channel
from rapport.messaging.outgoing import rendering, signing

PATIENCE = 5.0  # seconds for the DNS to answer


class SigningFields(forms.Form):
    signs = forms.BooleanField(
        label=gettext_lazy("Sign mails that go out (DKIM)"),
        required=False,
        help_text=gettext_lazy(
            "Receivers know by it that a mail is yours and unchanged. Most providers sign by themselves; for a mail "
            "server of your own, tick this, save, and put the record that is shown then into the DNS of your domain."
        ),
    )
    new_key = forms.BooleanField(
        label=gettext_lazy("With a new key"),
        required=False,
        help_text=gettext_lazy("It needs a new record. Leave the old one for a week: mails on their way need it."),
    )


def kept(channel: Channel, typed: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What of it is open, and the secret key if a new one is wanted. Who signs no more keeps the key."""
    before = channel.settings.get("dkim") or {}
    if not typed.get("signs"):
        return ({"dkim": before | {"on": False}}, {}) if before else ({}, {})
    if secrets_of(channel).get("dkim_key") and not typed.get("new_key"):
        return {"dkim": before | {"on": True}}, {}
    return {"dkim": {"on": True, "selector": signing.new_selector()}}, {"dkim_key": signing.new_key()}


def record_of(channel: Channel) -> tuple[str, str] | None:
    return signing.record(channel, rendering.domain_of(channel))


def looked_up(record: tuple[str, str] | None) -> Tried:
    """Whether the DNS has the record of the key."""
    label = _("The record of the signature")
    if record is None:
        return Tried(label, False, _("There is none yet: save first, and it is shown here."))
    name, text = record
    try:
        found = dns.resolver.resolve(name, "TXT", lifetime=PATIENCE)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return Tried(label, False, _("The DNS does not have it. A new one takes up to some hours to be seen."))
    except dns.exception.DNSException:
        return Tried(label, False, _("The DNS did not answer."))
    if text in ("".join(part.decode("ascii", "replace") for part in one.strings) for one in found):
        return Tried(label, True, _("The DNS has it: mails are signed, and receivers can see it."))
    return Tried(label, False, _("The DNS has another one: its text has to be just as it is shown here."))
