"""What every registry is, and which files of a slice bring items into one at start-up."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Generic, TypeVar

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
    "fields",
    "narrowings",
    "privacy",
    "merge",
    "deeds",
    "reactions",
    "commands",
    "keeping",
    "first_run",
    "portal",
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
