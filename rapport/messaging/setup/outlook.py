"""What a change of a channel would mean, said before it is saved."""

from ipaddress import ip_address

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core.consequences import Consequence
from rapport.messaging.accounts import PLAIN, Server, imap_of, smtp_of
from rapport.messaging.channels.forms import ChannelDetails
from rapport.messaging.models import Channel, Conversation, Message
from rapport.messaging.passes.asking import label_of


def of_form(form: ChannelDetails, before: Channel | None) -> list[Consequence]:
    """Of a valid form; `before` is the channel as it stands."""
    channel = form.as_channel()
    lines = _of_servers(form, channel)
    if channel.team:
        lines.append(
            Consequence(_("New conversations go to the team %(team)s.") % {"team": channel.team}, "users-group")
        )
    if before and before.address and before.address != channel.address:
        lines.append(
            Consequence(
                _("Answers leave as %(new)s from now on, no longer as %(old)s.")
                % {"new": channel.address, "old": before.address},
                "mail-forward",
            )
        )
    lines += _of_default(channel)
    return lines


def _of_servers(form: ChannelDetails, channel: Channel) -> list[Consequence]:
    lines = []
    for server, said in (
        (imap_of(channel), _("Mail is fetched from %(host)s, port %(port)s.")),
        (smtp_of(channel), _("Mail is sent by %(host)s, port %(port)s.")),
    ):
        if server:
            lines.append(Consequence(said % {"host": server.host, "port": server.port}, "server"))
            if server.security == PLAIN and not _is_near(server):
                said = _("The password goes to %(host)s unencrypted: whoever is on the way can read it.")
                lines.append(Consequence(said % {"host": server.host}, "alert-triangle", "late"))
    preset = form.found_preset() if hasattr(form, "found_preset") else None
    if sign_in := channel.settings.get("sign_in"):
        said = _("Somebody signs in at %(provider)s once; Rapport never learns the password.")
        lines.append(Consequence(said % {"provider": label_of(sign_in)}, "key"))
    elif preset and preset.advice:
        lines.append(Consequence(f"{preset.label}: {preset.advice}", "key", "risk"))
    return lines


def _is_near(server: Server) -> bool:
    """Whether it is this machine, or a name or address inside the house."""
    try:
        return ip_address(server.host).is_private
    except ValueError:
        return "." not in server.host


def _of_default(channel: Channel) -> list[Consequence]:
    now = Channel.objects.of(channel.kind).filter(is_default=True).exclude(pk=channel.pk).first()
    if not channel.is_default or now is None:
        return []
    said = _("It is used unless another fits better. Until now that is %(name)s.")
    return [Consequence(said % {"name": now}, "star")]


def of_stopping(channel: Channel) -> list[Consequence]:
    """Two queries."""
    lines = []
    if (channel.settings.get("imap") or {}).get("host"):
        lines.append(Consequence(_("Its mailbox is not read any more; what comes there stays there."), "mail"))
    if count := Conversation.objects.filter(channel=channel, state=Conversation.State.OPEN).count():
        said = ngettext(
            "%(n)d conversation is open here. It stays open, and somebody has to answer by another way.",
            "%(n)d conversations are open here. They stay open, and somebody has to answer by another way.",
            count,
        )
        lines.append(Consequence(said % {"n": count}, "messages", "risk"))
    if count := Message.objects.filter(channel=channel, state=Message.State.QUEUED).count():
        said = ngettext(
            "%(n)d message waits to be sent and will not be.", "%(n)d messages wait to be sent and will not be.", count
        )
        lines.append(Consequence(said % {"n": count}, "send", "late"))
    lines.append(Consequence(_("What was said here stays, and you can use it again at any time."), "history"))
    return lines
