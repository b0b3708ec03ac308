"""What a slice shows on pages of lower floors: panels, and lines of Today with what to press."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rapport.core.registry.gathering import Registry


@dataclass(frozen=True)
class Panel:
    """A part of a page that belongs to another slice.

    `query(request, subject)` answers the template's context with at most two SQL queries, or None to show nothing.
    A `lazy` panel is fetched when it is scrolled to (it is below the fold). One with a `label` is one of those that
    everybody arranges as they like: folded, hidden, in another place of its column.
    """

    name: str
    slot: str  # "customer.top", "….side", "….facts", "….call", "….thumb", "….head"; "today.top", "today.side";
    # "conversation.side", "message.foot" (asks nothing); "case.top", "….actions", "….main", "….side"
    template: str
    query: Callable[[Any, Any], dict | None]
    permission: str = ""
    order: int = 50
    lazy: bool = False
    label: str = ""
    icon: str = ""
    is_folded: bool = False  # until somebody opens it, once and for all
    fits: Callable[[Any], bool] = lambda subject: True  # whether such a one can have it; asks no database


@dataclass(frozen=True)
class Step:
    """Something to press: a link (`method="get"`) or a form that posts `fields`."""

    label: str
    url: str
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    icon: str = ""
    done: str = ""  # what the toast says when the press was enough


@dataclass(frozen=True)
class TodayItem:
    """One thing that needs a person now: who, why, until when, and one main step."""

    key: str  # "promise:<id>": what a snooze or a tick refers to
    customer: Any  # None for a grouped line
    what: str
    icon: str
    kind: str  # the name of its TodaySource
    due_at: datetime | None = None
    due_on: date | None = None
    about: str = ""
    tone: str = ""
    step: Step | None = None
    more: tuple[Step, ...] = ()
    lang: str = ""  # language of `what`, when it is a person's own words
    tickable: bool = False  # "Done" puts it away; otherwise only its own steps settle it


@dataclass(frozen=True)
class TodaySource:
    """Where Today gets its lines from. `query(user, at)` answers its lines with a fixed number of queries."""

    name: str
    label: str
    query: Callable[[Any, datetime], Iterable[TodayItem]]
    permission: str = ""
    order: int = 50
    dates: bool = False  # a day to remember: shown beside the list, not in it


panels: Registry[Panel] = Registry()
today: Registry[TodaySource] = Registry()
