"""What the page of a channel says of its pass."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from rapport.messaging.models import Channel, MailPass
from rapport.messaging.passes.asking import label_of
from rapport.messaging.passes.keeping import is_open


@dataclass(frozen=True)
class Standing:
    provider: str
    is_registered: bool
    state: str  # "open", "refused", "never"
    given_at: datetime | None = None
    given_by: str = ""

    @property
    def is_needed(self) -> bool:
        """Somebody has to sign in before anything comes or goes."""
        return self.state != "open"


def address_of_return() -> str:
    """As it has to be registered at the provider."""
    return settings.ADDRESS.rstrip("/") + reverse("messaging:channel_signed_in")


def standing(channel: Channel) -> Standing | None:
    """None where a password opens the mailbox. One query."""
    name = channel.settings.get("sign_in", "")
    if not name:
        return None
    kept = MailPass.objects.filter(channel=channel, provider=name).select_related("given_by").first()
    label, is_registered = label_of(name), name in settings.MAIL_SIGN_INS
    if kept is None:
        return Standing(label, is_registered, "never")
    by = kept.given_by.get_short_name() if kept.given_by else ""
    return Standing(label, is_registered, "open" if is_open(kept) else "refused", kept.given_at, by)
