"""What the worker can do at length."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.registry import Registry

if TYPE_CHECKING:
    from rapport.core.models import Work
    from rapport.core.progress.watching import Watch


def plain_count(done: int, total: int) -> str:
    return _("%(done)s of %(total)s") % {"done": formats.number(done), "total": formats.number(total)}


def plain_rate(per_second: str) -> str:
    return _("%(number)s per second") % {"number": per_second}


@dataclass(frozen=True)
class WorkKind:
    """Something long. `run(work, watch)` does it inside one transaction and answers its result, which JSON can hold.

    It calls `watch(fraction, doing)` as often as it likes; that raises when somebody wants it stopped. `permission` is
    needed to see it, stop it and start it again; `url(work)` is the page it belongs to.
    """

    name: str
    run: Callable[["Work", "Watch"], dict[str, Any]]
    url: Callable[["Work"], str]
    permission: str
    counted: Callable[[int, int], str] = plain_count
    speed: Callable[[str], str] = plain_rate


work_kinds: Registry[WorkKind] = Registry()
