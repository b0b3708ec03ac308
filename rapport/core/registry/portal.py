"""The customer's own site: what each slice brings to it, and who is looking."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from rapport.core.registry.gathering import Registry

ALL = "all"  # what somebody who looks at their own pages may see


@dataclass(frozen=True)
class Visitor:
    """A customer on their own pages: who they are, and whose matters they look at.

    `person` is who signed in. `customer` is whose matters are shown: the same, or an organisation for which they
    act; `may` then names the sections that their role there opens.
    """

    person_id: UUID
    customer_id: UUID
    language: str
    may: frozenset[str] = field(default_factory=lambda: frozenset({ALL}))

    def sees(self, section: str) -> bool:
        return ALL in self.may or section in self.may


@dataclass(frozen=True)
class Section:
    """A part of the customer's own site: pages under `/portal/`, and what stands of them on its first page.

    `urls` names a module whose `urlpatterns` are mounted there. Each of its views gets a request whose `visitor` is a
    `Visitor`; who is not signed in never reaches one, and one whose role does not open the section gets 404.
    `home(visitor)` gives the context of `template` on the first page with at most two SQL queries, or None for nothing.
    """

    name: str
    label: Any
    urls: str
    place: str = ""  # the named address in the site's navigation; empty: not there
    home: Callable[[Visitor], dict | None] | None = None
    template: str = ""
    icon: str = ""
    order: int = 50
    fits: Callable[[], bool] = lambda: True  # whether this house has such a thing at all; asks no database


portal_sections: Registry[Section] = Registry()
