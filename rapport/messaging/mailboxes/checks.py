"""What `bin/rapport doctor` finds out about channels."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from rapport.core.registry import Finding
from rapport.messaging.accounts import imap_of, secrets_of, smtp_of
from rapport.messaging.mailboxes.connecting import Trouble, connected, submitting
from rapport.messaging.models import Channel, ChannelKind

LONG_AGO = timedelta(minutes=30)


def channels(at: datetime) -> Iterator[Finding]:
    """Each channel that fails; and each mail server is asked, now and from here."""
    used = list(Channel.objects.in_use())
    for channel in used:
        yield from _of(channel, at)
    if not used:
        yield Finding("ok", _("No channel is set up yet."))


def _of(channel: Channel, at: datetime) -> Iterator[Finding]:
    name = {"name": channel.name}
    if channel.secrets and not secrets_of(channel):
        yield Finding(
            "wrong",
            _("The password of %(name)s was sealed with another secret key, so nobody can read it.") % name,
            _("Type it anew under Settings, Channels."),
        )
        return
    if channel.kind == ChannelKind.EMAIL:
        yield from _servers(channel)
    if channel.failing_since:
        yield Finding(
            "wrong",
            _("%(name)s fails: %(error)s") % {**name, "error": channel.error},
            _("See Settings, Channels; “Try it” there says what is wrong."),
        )
    missing = sum(folder.comparison.get("missing", 0) for folder in channel.folders.filter(is_watched=True))
    if missing:
        yield Finding(
            "wrong",
            _("%(n)s mails of %(name)s are in the mailbox and not here.") % {**name, "n": missing},
            _("Fetch them under Settings, Channels, Mailboxes."),
        )
    if imap_of(channel) and not channel.failing_since and (channel.checked_at or channel.created_at) < at - LONG_AGO:
        yield Finding(
            "wrong",
            _("The mailbox of %(name)s has not been read for half an hour.") % name,
            _("See that a worker runs: bin/rapport worker"),
        )


def _servers(channel: Channel) -> Iterator[Finding]:
    for server, ask in ((imap_of(channel), connected), (smtp_of(channel), submitting)):
        if server is None:
            continue
        try:
            with ask(server):
                pass
        except Trouble as trouble:
            yield Finding(
                "wrong",
                _("%(name)s: %(trouble)s") % {"name": channel.name, "trouble": trouble},
                _("See the account under Settings, Channels, and whether a firewall is between."),
            )
        else:
            told = {"name": channel.name, "host": server.host, "port": server.port}
            yield Finding("ok", _("%(name)s: %(host)s:%(port)s lets us in.") % told)
