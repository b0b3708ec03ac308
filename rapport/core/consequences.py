"""What a setting would change, said before it is saved.

A settings view answers a POST that carries `preview` with the same page and the lines that `foreseen` gives it; nothing
is changed. With JavaScript that happens while one types, without it by the button "See what changes".
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.http import HttpRequest

T = TypeVar("T")


@dataclass(frozen=True)
class Consequence:
    """One thing that would change, or stay, in a sentence; `details` name some of those it concerns."""

    text: str
    icon: str = "arrow-right"
    tone: str = ""
    details: Iterable[str] = ()
    url: str = ""  # where to see them all


def is_preview(request: HttpRequest) -> bool:
    """Whether the form only asks what would change."""
    return "preview" in request.POST


def tried(act: Callable[[], object], look: Callable[[], T]) -> T:
    """What `look` sees once `act` is done; then all of it is taken back, so a preview cannot differ from the deed."""
    with transaction.atomic():
        act()
        seen = look()
        transaction.set_rollback(True)
    return seen
