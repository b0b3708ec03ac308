"""Setting up channels, and doing without one."""

from django.db import transaction

from rapport.messaging.channels.tasks import connect_soon
from rapport.messaging.mailboxes.tasks import ask_to_read
from rapport.messaging.models import Channel


@transaction.atomic
def keep_channel(channel: Channel) -> Channel:
    """Save a channel as it was set up. It is asked anew at once, whatever failed before."""
    others = Channel.objects.select_for_update().of(channel.kind).exclude(pk=channel.pk)
    if channel.is_default:
        others.filter(is_default=True).update(is_default=False)
    channel.failing_since = channel.retry_at = None
    channel.error = channel.failing_way = ""
    channel.save()
    if channel.is_active and (channel.settings.get("imap") or {}).get("host"):
        ask_to_read(channel.pk)
    connect_soon(channel)
    return channel


@transaction.atomic
def stop_using(channel: Channel) -> Channel:
    """Nothing comes in by it and nothing goes out any more. What was said there stays."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    channel.is_active = channel.is_default = False
    channel.failing_since = channel.retry_at = None
    channel.error = channel.failing_way = ""
    channel.save()
    return channel


@transaction.atomic
def use_again(channel: Channel) -> Channel:
    """As before. A mailbox is read on from where it was, so what came meanwhile is not lost."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk)
    channel.is_active = True
    return keep_channel(channel)
