"""All adapters and what belongs to them, so that they are known from the start."""

from rapport.messaging.calls import phone  # noqa: F401
from rapport.messaging.channels import (  # noqa: F401
    account_forms,
    instagram,
    mastodon,
    messenger,
    places,
    reasons,
    sms,
    telegram,
    whatsapp,
)
from rapport.messaging.chat import adapter, form  # noqa: F401
from rapport.messaging.own_pages import channel, settings  # noqa: F401
