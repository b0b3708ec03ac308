"""Asterisk's REST interface (ARI): its events, heard on its web socket (`listening`) or posted to us as they came."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from rapport.messaging.calls.line import Line, base_of, secret
from rapport.messaging.calls.pbx import a_moment
from rapport.messaging.channels import wire
from rapport.messaging.channels.events import (
    ANSWERED,
    ENDED,
    LEFT_MESSAGE,
    RINGING,
    TRANSFERRED,
    FileThere,
    Rang,
    part_of,
)
from rapport.messaging.models import Channel

ZONE = re.compile(r"([+-]\d\d)(\d\d)$")  # "+0100", as Asterisk writes it
AT_EXTENSION = re.compile(r"^[A-Za-z]+/([^-@/]+)")  # "PJSIP/101-0000001f"
INSIDE = 6  # digits: numbers with fewer are telephones of ours
TRANSFERS = {"BridgeBlindTransfer": "channel", "BridgeAttendedTransfer": "transferer_first_leg"}


class Ari(Line):
    name = "ari"

    def read(self, channel: Channel, body: bytes) -> Iterator[Rang]:
        said = json.loads(body)
        for one in said if isinstance(said, list) else [said]:
            if isinstance(one, dict) and (told := _told(one)):
                yield told

    def call(self, channel: Channel, extension: str, number: str, key: str) -> str:
        """Rings at the extension; the dial plan goes on to the number when it is taken up."""
        query = {
            "endpoint": f"{channel.settings.get('technology') or 'PJSIP'}/{extension}",
            "extension": number,
            "context": channel.settings.get("context") or "from-internal",
            "priority": "1",
            "channelId": key,
        }
        headers = wire.basic(channel.settings.get("account", ""), secret(channel, "token"))
        wire.ask("POST", f"{base_of(channel)}/ari/channels", query=query, headers=headers)
        return key

    def recording(self, channel: Channel, where: str) -> bytes:
        headers = wire.basic(channel.settings.get("account", ""), secret(channel, "token"))
        return wire.fetch(f"{base_of(channel)}/ari/recordings/stored/{quote(where, safe='')}/file", headers)

    def look(self, channel: Channel) -> str:
        if not base_of(channel):
            return str(channel)
        headers = wire.basic(channel.settings.get("account", ""), secret(channel, "token"))
        said = wire.ask("GET", f"{base_of(channel)}/ari/asterisk/info", headers=headers)
        return f"Asterisk {part_of(said.data, 'system').get('version', '')}".strip()


def events_address(channel: Channel) -> tuple[str, str, dict[str, str]]:
    """Where Asterisk tells what happens: base, path, and what proves that we may hear it. Raises `Refused`."""
    query = urlencode({"app": channel.settings.get("application") or "rapport", "subscribeAll": "true"})
    headers = wire.basic(channel.settings.get("account", ""), secret(channel, "token"))
    return base_of(channel), f"/ari/events?{query}", headers


def says_something(one: dict[str, Any]) -> bool:
    """Of the hundreds of events of one call few tell what we want to know."""
    return _told(one) is not None


def _told(one: dict[str, Any]) -> Rang | None:
    """An event that says something of a call. Legs to our own telephones begin no call: they are known by none."""
    kind, at = str(one.get("type") or ""), a_moment(ZONE.sub(r"\1:\2", str(one.get("timestamp") or "")))
    if kind == "Dial":
        caller, peer = part_of(one, "caller"), part_of(one, "peer")
        if one.get("dialstatus") == "ANSWER" and caller.get("id"):
            return Rang(str(caller["id"]), ANSWERED, at, agent=_extension(peer))
        return None
    if kind == "RecordingFinished":
        return _recorded(part_of(one, "recording"), at)
    leg = part_of(one, TRANSFERS.get(kind, "channel"))
    if not leg.get("id"):
        return None
    call_id, state = str(leg["id"]), str(leg.get("state") or "")
    peer = str(part_of(leg, "caller").get("number") or "")
    if kind in ("StasisStart", "ChannelCreated") and state == "Ring":
        return _began(call_id, at, peer, str(part_of(leg, "dialplan").get("exten") or ""))
    if kind == "ChannelStateChange" and state == "Up":
        return Rang(call_id, ANSWERED, at)
    if kind == "ChannelDestroyed":
        return Rang(call_id, ENDED, at)
    return Rang(call_id, TRANSFERRED, at) if kind in TRANSFERS else None


def _began(call_id: str, at: Any, caller: str, dialled: str) -> Rang | None:
    """From outside, or from one of our telephones to somebody outside. Among ourselves it is nobody's business."""
    if not _is_inside(caller):
        return Rang(call_id, RINGING, at, caller, "in")
    return None if _is_inside(dialled) else Rang(call_id, RINGING, at, dialled, "out", caller)


def _is_inside(number: str) -> bool:
    digits = sum(map(str.isdigit, number))
    return 0 < digits < INSIDE


def _recorded(recording: dict[str, Any], at: Any) -> Rang | None:
    """Of a channel: a message on the machine."""
    way, _colon, call_id = str(recording.get("target_uri") or "").partition(":")
    name = str(recording.get("name") or "")
    return Rang(call_id, LEFT_MESSAGE, at, recording=FileThere(name)) if way == "channel" and call_id and name else None


def _extension(leg: dict[str, Any]) -> str:
    found = AT_EXTENSION.match(str(leg.get("name") or ""))
    return found.group(1) if found else str(part_of(leg, "caller").get("number") or "")
