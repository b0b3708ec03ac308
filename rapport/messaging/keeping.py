from django.utils.translation import gettext_lazy as _

from rapport.core.registry import Check, checks
from rapport.messaging.mailboxes.checks import channels

checks.add(Check("channels", _("Channels"), channels, order=30))
