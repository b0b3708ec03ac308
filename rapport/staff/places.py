"""What upper slices add to a location under Settings: opening hours and holidays, from `promises`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rapport.core.consequences import Consequence
from rapport.core.registry import Registry
from rapport.staff.models import Location


@dataclass(frozen=True)
class LocationLink:
    name: str
    label: str
    icon: str
    url: Callable[[Location], str]
    permission: str = ""
    order: int = 50


@dataclass(frozen=True)
class PlaceForeseer:
    """Says what a change of a location would mean for an upper slice: its hours follow its country and zone.

    `foresee(act, at)` answers lines; it does `act`, looks, and takes it back.
    """

    name: str
    foresee: Callable[[Callable[[], object], datetime], list[Consequence]]
    order: int = 50


place_foreseers: Registry[PlaceForeseer] = Registry()
location_links: Registry[LocationLink] = Registry()
