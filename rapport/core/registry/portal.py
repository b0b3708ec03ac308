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
    only: UUID | None = None  # whoever came by a signed link sees one thing: this one
    person: Any = field(default=None, compare=False, repr=False)  # the Customer who signed in
    customer: Any = field(default=None, compare=False, repr=False)  # the Customer whose matters are shown

    def sees(self, section: str) -> bool:
        return ALL in self.may or section in self.may

    @property
    def is_guest(self) -> bool:
        """Came by a signed link, without signing in."""
        return self.only is not None

    @property
    def acts_for_another(self) -> bool:
        return self.person_id != self.customer_id


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


@dataclass(frozen=True)
class Pass:
    """A page of the customer's own site that a signed link opens without signing in: an order, a case, a notice.

    `place` is the named address of the page, whose only gap is `pk`. `of(pk)` answers whose it is, or None.
    """

    name: str  # "order": what `core.passes.address` and the API call it
    section: str  # the name of the `Section` it belongs to
    place: str
    of: Callable[[UUID], UUID | None]
    permission: str = ""  # what a colleague needs who makes such a link
    may_see: Callable[[Any, UUID], bool] | None = None  # whether this colleague may see this very one, where it differs
    order: int = 50


portal_sections: Registry[Section] = Registry()
portal_passes: Registry[Pass] = Registry()
