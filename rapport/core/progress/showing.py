"""What a person reads about work that is under way."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.core import formats
from rapport.core.models import Work
from rapport.core.progress import actions
from rapport.core.progress.kinds import work_kinds

PATIENCE = timedelta(seconds=10)  # that waiting work may wait before one asks whether anybody works at all


def job(work: Work, at: datetime) -> dict[str, Any]:
    """The context of `core/progress/_job.html`. At most one query."""
    kind = work_kinds[work.kind]
    is_lonely = work.state == Work.State.WAITING and work.asked_at < at - PATIENCE
    return {
        "work": work,
        "is_silent": work.is_silent(at),
        "is_lonely": is_lonely and not actions.is_a_worker_there(at),
        "counted": kind.counted(work.done, work.total) if work.total else "",
        "speed": kind.speed(formats.number(round(work.rate))) if work.rate and work.rate >= 1 else "",
        "left": time_left(work.seconds_left),
    }


def time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 55:
        n = max(5, 5 * round(seconds / 5))
        return ngettext("about %(n)d second left", "about %(n)d seconds left", n) % {"n": n}
    if seconds < 55 * 60:
        n = max(1, round(seconds / 60))
        return ngettext("about %(n)d minute left", "about %(n)d minutes left", n) % {"n": n}
    n = max(1, round(seconds / 3600))
    return (
        ngettext("about %(n)d hour left", "about %(n)d hours left", n) % {"n": n} if n < 100 else _("many hours left")
    )
