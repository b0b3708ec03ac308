"""What the palette finds, and the words that lead to a page or do a thing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rapport.core.registry.gathering import Registry


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


palette_sources: Registry[PaletteSource] = Registry()
palette_words: Registry[PaletteWord] = Registry()
