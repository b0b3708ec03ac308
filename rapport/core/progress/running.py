"""One piece of work, from being taken up to its end."""

import logging
from contextlib import AbstractContextManager, nullcontext

import pghistory
from django.db import connection, transaction
from django.db.models import F
from django.db.utils import OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from rapport.core.models import Work
from rapport.core.outages import is_lost_connection
from rapport.core.progress.kinds import work_kinds
from rapport.core.progress.watching import Stopped, Watch
from rapport.core.refusals import Refusal

ATTEMPTS = 3  # workers that may die over it before it is given up

log = logging.getLogger(__name__)


def do(work_id: str) -> None:
    """Do the work, unless it is done, stopped or being done by somebody else. Safe to repeat."""
    work = _take_up(work_id)
    if work is None:
        return
    watch = Watch(work)
    with translation.override(work.language):
        try:
            with watch, _in_the_name_of(work), transaction.atomic():
                if _is_still_to_do(work):
                    result = work_kinds[work.kind].run(work, watch)
                    watch.close()
                    _finish(work, result)
        except Stopped:
            _end(work, Work.State.CANCELLED)
        except Refusal as refusal:
            _end(work, Work.State.FAILED, error=str(refusal.message))
        except OperationalError as error:
            if is_lost_connection(error):
                raise  # nothing is saved; whoever takes the job up again begins anew
            if not watch.is_stopped:  # else it is the statement that was interrupted
                _fail(work)
                raise
            _end(work, Work.State.CANCELLED)
        except Exception:
            _fail(work)
            raise


def _in_the_name_of(work: Work) -> AbstractContextManager:
    """What is changed stands in the histories under the name of whoever asked for it, as if they did it by hand."""
    return pghistory.context(user=str(work.by_id)) if work.by_id else nullcontext()


def _take_up(work_id: str) -> Work | None:
    now = timezone.now()
    taken = Work.objects.under_way().filter(pk=work_id)
    if not taken.update(
        state=Work.State.RUNNING, started_at=now, heard_at=now, attempts=F("attempts") + 1, done=0, doing=""
    ):
        return None
    work = Work.objects.get(pk=work_id)
    if work.attempts > ATTEMPTS:
        with translation.override(work.language):
            _end(work, Work.State.FAILED, error=_("It was interrupted again and again. Nothing of it was saved."))
        return None
    return work


def _is_still_to_do(work: Work) -> bool:
    """Waits for another worker that has it in hand; that one may seem dead and not be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"rapport.work.{work.pk}"])
    return Work.objects.under_way().filter(pk=work.pk).exists()


def _finish(work: Work, result: dict) -> None:
    """In the transaction of the work itself. Whoever was taken for dead, or stopped meanwhile, saves nothing."""
    running = Work.objects.filter(pk=work.pk, state=Work.State.RUNNING, cancel_asked_at=None)
    if not running.update(
        state=Work.State.DONE, ended_at=timezone.now(), done=work.total, doing="", error="", result=result
    ):
        raise Stopped


def _end(work: Work, state: str, error: str = "") -> None:
    Work.objects.under_way().filter(pk=work.pk).update(state=state, ended_at=timezone.now(), doing="", error=error)


def _fail(work: Work) -> None:
    log.error("work %s (%s) failed", work.pk, work.kind)
    sentence = _("Something went wrong on our side. Nothing of it was saved; the reason is in the log of the worker.")
    _end(work, Work.State.FAILED, error=sentence)
