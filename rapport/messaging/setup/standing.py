"""How the channels stand, in a few words for the rows of the settings."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.messaging.models import Channel, Folder


def channels(user) -> str:
    used = list(Channel.objects.in_use())
    failing = sum(channel.failing_since is not None for channel in used)
    said = ngettext("%(count)s channel", "%(count)s channels", len(used)) % {"count": len(used)}
    if not failing:
        return said
    return f"{said} · {ngettext('%(count)s fails', '%(count)s fail', failing) % {'count': failing}}"


def mailboxes(user) -> str:
    folders = list(Folder.objects.filter(is_watched=True, channel__is_active=True))
    if not folders:
        return _("none yet")
    missing = sum(folder.comparison.get("missing", 0) for folder in folders)
    return _("%(count)s missing") % {"count": formats.number(missing)}
