"""What a chat is set to: on which sites it may stand, in which colour, and with which words it begins."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.translation import gettext as _

from rapport.messaging.models import Channel
from rapport.staff.models import Business

USUAL_COLOUR = "#1f5a8a"
COLOUR = re.compile(r"#[0-9a-f]{6}")
SITE = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?")
WHITE, BLACK = "#ffffff", "#000000"


def sites_of(channel: Channel) -> list[str]:
    return list(channel.settings.get("sites") or [])


def read_sites(text: str) -> tuple[list[str], list[str]]:
    """Origins as browsers name them, and what is none. Whoever leaves "https://" out means it."""
    good, bad = [], []
    for line in text.replace(",", "\n").split():
        parts = urlsplit(line.lower() if "://" in line else f"https://{line.lower()}")
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
        is_site = (
            parts.scheme in ("https", "http") and SITE.fullmatch(host) and not (parts.path.strip("/") or parts.query)
        )
        (good if is_site else bad).append(f"{parts.scheme}://{host}" if is_site else line)
    return list(dict.fromkeys(good)), bad


def ancestors(channel: Channel) -> str:
    """Who may show the frame: these sites, and our own settings page for the preview."""
    return " ".join(["'self'", *sites_of(channel)])


def colour_of(channel: Channel) -> str:
    wanted = str(channel.settings.get("colour") or "")
    return wanted if COLOUR.fullmatch(wanted) else USUAL_COLOUR


def colour_on(colour: str) -> str:
    """What can be read on it: one of the two always has a contrast of more than 4.5."""
    return max((WHITE, BLACK), key=lambda ink: _contrast(colour, ink))


def greeting_of(channel: Channel) -> str:
    """How the chat begins, in the language that is active."""
    own = (channel.settings.get("greetings") or {}).get(translation.get_language() or "")
    return own or _("Good day! Write to us here, and a person of %(business)s answers.") % {
        "business": Business.objects.current().name
    }


def hides_person(channel: Channel) -> bool:
    return bool(channel.settings.get("hides_person"))


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _weighed(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def _weighed(parts: Iterable[float]) -> float:
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
