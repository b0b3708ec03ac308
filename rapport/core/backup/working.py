"""A backup that an owner asks for on the page: long work, with its progress to be seen."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core import formats
from rapport.core.backup import keeping_up
from rapport.core.models import Backup, Work
from rapport.core.progress import actions
from rapport.core.progress.kinds import WorkKind, work_kinds
from rapport.core.progress.watching import Watch
from rapport.core.refusals import Refusal

THE_HOUSE = UUID("0192a5b0-0000-7000-8000-0000000000b5")  # there is only one thing to back up
STEPS = 1000


def ask_for(*, by: Any) -> Work:
    """Have the worker make one. Raises `AlreadyUnderWay`."""
    return actions.start("backup", subject_id=THE_HOUSE, total=STEPS, by=by)


def latest_work() -> Work | None:
    return Work.objects.filter(kind="backup", subject_id=THE_HOUSE).order_by("-asked_at").first()


def _run(work: Work, watch: Watch) -> dict[str, Any]:
    now: datetime = timezone.now()
    try:
        made = keeping_up.make_here(Backup.Why.ASKED, at=now, by=work.by, progress=watch)
    except OSError as problem:
        raise Refusal(_("The backup could not be written: %(problem)s") % {"problem": problem.strerror}) from problem
    keeping_up.thin(now)
    return made.as_json()


work_kinds.add(
    WorkKind(
        "backup",
        _run,
        url=lambda work: reverse("backups:list"),
        permission="core.add_backup",
        counted=lambda done, total: formats.percent(done / total) if total else "",
        speed=lambda per_second: "",
    )
)
