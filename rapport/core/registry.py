"""The one mechanism by which upper slices show up on lower pages.

A lower slice, or `core` for what every floor may use, owns a `Registry`. A slice brings files named below; they are
imported once at start-up and add their items. Nobody imports upwards.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Generic, TypeVar

from django.apps import apps

T = TypeVar("T")

FILES = (
    "permissions",
    "navigation",
    "panels",
    "today",
    "entries",
    "audit",
    "holdings",
    "privacy",
    "reactions",
    "commands",
    "keeping",
    "first_run",
    "demo",
)


class Registry(Generic[T]):
    """Items by name, in the order given by their `order` attribute, then by name."""

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def add(self, item: T) -> T:
        name = item.name  # type: ignore[attr-defined]
        if name in self._items:
            raise ValueError(f"{name!r} is registered twice")
        self._items[name] = item
        return item

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._items.values(), key=lambda i: (getattr(i, "order", 50), i.name)))

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def find(self, name: str) -> T | None:
        """The item called so; None when its slice is gone."""
        return self._items.get(name)

    def __contains__(self, name: str) -> bool:
        return name in self._items

    def for_user(self, user) -> list[T]:
        """The items this person's role may see."""
        return [i for i in self if not i.permission or user.has_perm(i.permission)]


def discover(files: Iterable[str] = FILES) -> None:
    """Import every slice's registration files: most when all models are loaded, `api` when addresses are."""
    for config in reversed(list(apps.get_app_configs())):
        for file in files:
            if config.name.startswith("rapport.") and find_spec(f"{config.name}.{file}"):
                import_module(f"{config.name}.{file}")


@dataclass(frozen=True)
class Grant:
    """Permissions that a role has. Roles add up: reader < agent < manager < owner."""

    name: str  # the slice's name, with the role: "orders.agent"
    role: str
    permissions: tuple[str, ...]


BADGES_COUNT_TO = 100  # "99+" from there on


@dataclass(frozen=True)
class NavItem:
    """A place in the side bar.

    `badge` gets the user and answers a number (or None) with at most one query, which need not count any further than
    `BADGES_COUNT_TO`.
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
    section: str = ""  # address prefix under which the item is current; default: its own address


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


@dataclass(frozen=True)
class Ability:
    """What permissions let a person do, in words that an owner reads: "Call off and change orders"."""

    name: str  # the slice's name, with the ability: "orders.change"
    label: str
    permissions: tuple[str, ...]
    section: str = ""  # the heading under which it stands: "Orders"
    order: int = 50


@dataclass(frozen=True)
class Panel:
    """A part of a page that belongs to another slice.

    `query(request, subject)` answers the template's context with at most two SQL queries, or None to show nothing.
    A `lazy` panel is fetched when it is scrolled to (it is below the fold).
    """

    name: str
    slot: str  # "customer.top", "customer.main", "customer.side", "customer.facts", "today.top", "today.side"
    template: str
    query: Callable[[Any, Any], dict | None]
    permission: str = ""
    order: int = 50
    lazy: bool = False


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


@dataclass(frozen=True)
class PaletteItem:
    """One thing that the palette found: a line that leads to `url`."""

    label: str
    url: str
    icon: str = ""
    note: str = ""  # smaller, behind the label: why it was found, or what it is about
    lang: str = ""  # language of the label, when it is somebody's own name or words
    note_lang: str = ""
    subject: Any = None  # with an avatar in place of the icon
    is_sure: bool = True  # False: merely alike; goes behind what is not


@dataclass(frozen=True)
class PaletteSource:
    """Where the palette finds things. `find(user, text, limit)` answers the best with a fixed number of SQL queries.

    `recent(user, limit)` answers what this person had in hand last, for when nothing is typed yet; one query.
    """

    name: str
    label: str
    find: Callable[[Any, str, int], list[PaletteItem]]
    permission: str = ""
    order: int = 50
    recent: Callable[[Any, int], list[PaletteItem]] | None = None


@dataclass(frozen=True)
class PaletteWord:
    """A page to go to or a thing to do, found in the palette by its words.

    A word `about` a source is done in two steps: the word, then which one. Its `url_name` takes the key of that one.
    """

    name: str
    label: str
    icon: str
    url_name: str
    permission: str = ""
    order: int = 50
    also: str = ""  # other words by which people look for it
    about: str = ""  # name of a PaletteSource
    query: str = ""  # what follows "?" in the address
    in_dialog: bool = False
    is_page: bool = False  # a place to go; otherwise something to do
    key: str = ""  # the keys that do the same


@dataclass(frozen=True)
class Command:
    """A word of `bin/rapport`. `arguments(parser)` adds arguments, `run(options)` works and answers an exit code."""

    name: str
    help: str
    run: Callable[[Any], int | None]
    arguments: Callable[[Any], None] = lambda parser: None
    needs_site: bool = True  # False: runs without a database
    look: Callable[[Any], None] = lambda options: None  # refuses what one can refuse before a database is started


@dataclass(frozen=True)
class ImportPart:
    """One of the files that an import takes. `groups()` answers what its columns may hold: (heading, fields).

    `problem(columns)` says in one sentence which column is missing, when without it nothing can be taken in.
    """

    name: str
    label: str
    groups: Callable[[], Iterable[tuple[str, Iterable[Any]]]]
    hint: str = ""
    is_required: bool = True
    problem: Callable[[Any], str] = lambda columns: ""

    @property
    def fields(self) -> list[Any]:
        return [known for _label, group in self.groups() for known in group]


@dataclass(frozen=True)
class ImportKind:
    """Something that can be imported: `customers`, `orders`.

    `bin/rapport import` calls `run(options)`, and so do the import pages, for kinds that name their `parts`, the main
    file first. `permission` is needed beside that to import at all; `asks` says which of language, country and currency
    the rows may need. `told(n)` is the sentence about n things brought in, `url(import_id)` where they can be seen.
    """

    name: str
    help: str
    run: Callable[[Any], Any]
    arguments: Callable[[Any], None] = lambda parser: None
    order: int = 50
    label: str = ""
    icon: str = "file-import"
    parts: tuple[ImportPart, ...] = ()
    permission: str = ""
    asks: tuple[str, ...] = ()
    told: Callable[[int], str] = str
    url: Callable[[Any], str] = lambda import_id: ""


@dataclass(frozen=True)
class DemoPart:
    """A slice's part of the demo business. `fill(stage)` runs inside one transaction, lower slices first.

    What it made is known by itself when the demo is removed, and whatever hangs off it by foreign keys. Only what no
    foreign key tells has to be said: `needed(leaving)` answers rows that real ones use, where `leaving(model)` are the
    ids that go; `forget(ids, at)` runs after everything is gone, and drops what mentions one of `ids` (texts).
    """

    name: str
    fill: Callable[[Any], None]
    order: int = 50
    counted: dict[str, Any] = field(default_factory=dict)  # model label: ngettext_lazy("%(count)s order", …, "count")
    needed: Callable[[Callable[[Any], set]], Iterable[Any]] = lambda leaving: ()
    forget: Callable[[set[str], datetime], None] = lambda ids, at: None


@dataclass(frozen=True)
class HomeFile:
    """A file in the home that belongs into every backup: a secret, a record that must outlive the database.

    Restoring puts the backup's in its place. Where both must survive, `joined(ours, theirs)` makes one of the two.
    """

    name: str  # its path in the home: "secret_key"
    joined: Callable[[bytes, bytes], bytes] | None = None


@dataclass(frozen=True)
class Restored:
    """What a hook is told about the database that was just restored; Django is connected to it, nobody else is."""

    made_at: datetime  # the moment that the backup shows
    at: datetime
    kept: Any = None  # what the hook itself kept of the database that is being replaced


@dataclass(frozen=True)
class AfterRestore:
    """What a slice puts right in a restored database before it takes the place of the old one.

    `keep()` is asked first, in the database that will be replaced, and answers what must survive it; it does not run
    when there is none, or one without our tables. `run` may answer one sentence for the person at the terminal. When
    either raises, nothing is replaced.
    """

    name: str
    run: Callable[[Restored], str | None]
    keep: Callable[[], Any] = lambda: None
    order: int = 50


@dataclass(frozen=True)
class Finding:
    """What a check of `bin/rapport doctor` found. `state`: "ok", "warning", "wrong" (it ends with 1)."""

    state: str
    means: str
    do: str = ""  # what to do about it


@dataclass(frozen=True)
class Check:
    """Something that `bin/rapport doctor` looks at. `look(at)` answers what it found, one or several."""

    name: str
    label: str
    look: Callable[[datetime], Iterable[Finding]]
    order: int = 50
    needs_database: bool = True


grants: Registry[Grant] = Registry()
navigation: Registry[NavItem] = Registry()
settings_pages: Registry[SettingsPage] = Registry()
abilities: Registry[Ability] = Registry()
panels: Registry[Panel] = Registry()
today: Registry[TodaySource] = Registry()
commands: Registry[Command] = Registry()
palette_sources: Registry[PaletteSource] = Registry()
palette_words: Registry[PaletteWord] = Registry()
import_kinds: Registry[ImportKind] = Registry()
demo_parts: Registry[DemoPart] = Registry()
home_files: Registry[HomeFile] = Registry()
after_restore: Registry[AfterRestore] = Registry()
checks: Registry[Check] = Registry()
