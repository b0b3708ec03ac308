"""Where one can go: the side bar and the pages under Settings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rapport.core.registry.gathering import Registry

BADGES_COUNT_TO = 100  # "99+" from there on


@dataclass(frozen=True)
class Shortcut:
    """Something of their own that a person keeps in the side bar, below a place."""

    label: str
    url: str


@dataclass(frozen=True)
class NavItem:
    """A place in the side bar.

    `badge` gets the user and answers a number (or None) with at most one query, which need not count any further than
    `BADGES_COUNT_TO`. `shortcuts` gets the user, too, and asks at most one query.
    """

    name: str
    label: str
    icon: str
    url_name: str
    permission: str = ""
    order: int = 50
    key: str = ""  # second key of "g …"
    short_label: str = ""  # for the tab bar of a phone
    on_phone: bool = False
    badge: Callable[[Any], int | None] | None = None
    tone: str = ""
    shortcuts: Callable[[Any], list[Shortcut]] | None = None
    section: str | tuple[str, ...] = ""  # prefixes of addresses under which it is current; default: its own address


@dataclass(frozen=True)
class SettingsPage:
    """A page listed under Settings.

    `now(user)` says in a few words how it is at present ("Mon–Fri 9:00–18:00"), with at most two queries.
    """

    name: str
    label: str
    hint: str
    icon: str
    url_name: str
    permission: str
    order: int = 50
    section: str = "more"  # business, people, customers, promises; anything else stands at the end
    words: str = ""  # by which people look for it, beside its label and hint
    now: Callable[[Any], str] | None = None


navigation: Registry[NavItem] = Registry()
settings_pages: Registry[SettingsPage] = Registry()
