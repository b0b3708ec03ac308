"""Trying failed reactions again."""

from django.db import transaction

from rapport.timeline import tasks
from rapport.timeline.models import ReactionRun


@transaction.atomic
def run_again(run: ReactionRun) -> None:
    """Try once more from the first attempt on, because someone put right what was wrong."""
    _start_anew([ReactionRun.objects.select_for_update().get(pk=run.pk)])


@transaction.atomic
def run_all_again() -> int:
    """`run_again` for everything that was given up; answers how many there were."""
    rows = ReactionRun.objects.filter(done_at=None, dead_at__isnull=False)
    return _start_anew(list(rows.select_for_update().order_by("pk")))


def _start_anew(runs: list[ReactionRun]) -> int:
    runs = [run for run in runs if not run.done_at]
    ReactionRun.objects.filter(pk__in=[run.pk for run in runs]).update(dead_at=None, attempts=0)
    if runs:
        tasks.react.batch_defer(*({"entry_id": str(run.entry_id), "reaction": run.reaction} for run in runs))
    return len(runs)
