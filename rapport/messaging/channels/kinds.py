"""All adapters, so that they are known from the start, and why they do not take a message."""

from rapport.messaging.channels import (  # noqa: F401
    instagram,
    mastodon,
    messenger,
    reasons,
    sms,
    telegram,
    whatsapp,
)
