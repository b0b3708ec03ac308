"""What upper slices add to a location under Settings: opening hours and holidays, from `promises`."""

from collections.abc import Callable
from dataclasses import dataclass

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


location_links: Registry[LocationLink] = Registry()
