"""Our own pages on networks, for customers to follow."""

from urllib.parse import quote

from rapport.messaging.models import Channel, ChannelKind

SOCIAL = (ChannelKind.MESSENGER, ChannelKind.INSTAGRAM, ChannelKind.TELEGRAM, ChannelKind.MASTODON)


def page_url(channel: Channel) -> str:
    """Where everybody finds us there; "" where nobody has said."""
    name = quote(channel.address.strip().lstrip("@").partition("@")[0])
    if url := channel.settings.get("page_url"):
        return url
    if channel.kind == ChannelKind.TELEGRAM:
        name = channel.settings.get("post_to", "").lstrip("@") or name
        return f"https://t.me/{name}" if name else ""
    if channel.kind == ChannelKind.MASTODON:
        server = (channel.settings.get("base_url") or "").rstrip("/")
        return f"{server}/@{name}" if name and server else ""
    places = {ChannelKind.MESSENGER: "https://www.facebook.com/", ChannelKind.INSTAGRAM: "https://www.instagram.com/"}
    return places[channel.kind] + name if name and channel.kind in places else ""


def followable() -> list[tuple[Channel, str]]:
    """The pages that customers can be invited to follow, each with its address. One query."""
    channels = Channel.objects.in_use().filter(kind__in=SOCIAL)
    return [(channel, url) for channel in channels if (url := page_url(channel))]
