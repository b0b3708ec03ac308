"""Starting long work, stopping it, starting it again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.core.models import Work
from rapport.core.progress.tasks import do_work
from rapport.core.refusals import Refusal

WORKERS_SILENT_FOR = timedelta(seconds=20)


class AlreadyUnderWay(Refusal):
    code = "already_under_way"
    message = _("This is under way already. Wait for it to end, or stop it.")


class NothingToStop(Refusal):
    code = "nothing_to_stop"
    message = _("This has ended already, so there is nothing to stop.")


class StillUnderWay(Refusal):
    code = "still_under_way"
    message = _("This is still under way. Stop it before you start it again.")


@transaction.atomic
def start(kind: str, *, subject_id: UUID | None = None, total: int = 0, by: Any = None) -> Work:
    """Have the worker do it; `total` is how many there are to do, as far as one knows. Raises `AlreadyUnderWay`."""
    try:
        with transaction.atomic():
            work = Work.objects.create(
                kind=kind, subject_id=subject_id, total=total, by=by, language=get_language() or "en"
            )
    except IntegrityError:
        raise AlreadyUnderWay from None
    do_work.defer(work_id=str(work.pk))
    return work


@transaction.atomic
def stop(work: Work, *, at: datetime) -> Work:
    """End it. What is being done ends within a second or two; what nobody works on ends at once."""
    work = Work.objects.select_for_update().get(pk=work.pk)
    if not work.is_under_way:
        raise NothingToStop
    work.cancel_asked_at = work.cancel_asked_at or at
    if work.state == Work.State.WAITING or work.is_silent(at):
        work.state, work.ended_at = Work.State.CANCELLED, at
    work.save(update_fields=["cancel_asked_at", "state", "ended_at"])
    return work


@transaction.atomic
def restart(work: Work, *, by: Any, at: datetime) -> Work:
    """Do it once more after it failed, was stopped, or died. Raises `StillUnderWay`."""
    work = Work.objects.select_for_update().get(pk=work.pk)
    if work.state == Work.State.DONE or (work.is_under_way and not work.is_silent(at)):
        raise StillUnderWay
    work.state, work.by, work.asked_at, work.attempts = Work.State.WAITING, by, at, 0
    work.started_at = work.heard_at = work.ended_at = work.cancel_asked_at = None
    work.done, work.doing, work.error = 0, "", ""
    work.language = get_language() or work.language
    try:
        with transaction.atomic():
            work.save()
    except IntegrityError:
        raise AlreadyUnderWay from None
    do_work.defer(work_id=str(work.pk))
    return work


def is_a_worker_there(at: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > %s)", [at - WORKERS_SILENT_FOR]
        )
        return cursor.fetchone()[0]
