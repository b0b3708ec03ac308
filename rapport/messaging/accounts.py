"""How a channel keeps the account behind it: servers and names openly, passwords and keys sealed."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from rapport.messaging.models import Channel
from rapport.staff.sealing import seal, unseal

TLS, STARTTLS, PLAIN = "tls", "starttls", "none"


@dataclass(frozen=True)
class Server:
    """Where mail is fetched from or given to, and as whom."""

    host: str
    port: int
    security: str = TLS
    user: str = ""
    password: str = ""
    sign_in: str = ""  # the provider where somebody signed in for it; then its pass opens it, not a password
    channel_id: UUID | None = None

    def __repr__(self) -> str:  # never the password: a repr ends up in logs
        return f"Server({self.host}:{self.port}, {self.security})"


def imap_of(channel: Channel) -> Server | None:
    """None where the channel has no mailbox that we read."""
    return _server(channel, "imap")


def smtp_of(channel: Channel) -> Server | None:
    """None where its mails go through a provider's API, or through the mail server of the house."""
    return _server(channel, "smtp")


def _server(channel: Channel, name: str) -> Server | None:
    where = channel.settings.get(name) or {}
    if not where.get("host"):
        return None
    secrets = secrets_of(channel)
    return Server(
        where["host"],
        int(where["port"]),
        where.get("security", TLS),
        secrets.get(f"{name}_user") or channel.settings.get("user", ""),
        secrets.get(f"{name}_password") or secrets.get("password", ""),
        channel.settings.get("sign_in", ""),
        channel.pk,
    )


def secrets_of(channel: Channel) -> dict[str, Any]:
    """Empty when there are none, and when they were sealed under a secret key that is not ours."""
    return json.loads((channel.secrets and unseal(channel.secrets)) or "{}")


def keep_secrets(channel: Channel, **changed: str) -> None:
    """Put these into the channel, beside those it has; an empty one is forgotten. The caller saves."""
    kept = {name: value for name, value in (secrets_of(channel) | changed).items() if value}
    channel.secrets = seal(json.dumps(kept)) if kept else ""
