"""Customers taken out as a table: it lies in `exports/` of the home for a day, readable by Rapport alone."""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from rapport.core import audit
from rapport.core.tabular.results import Progress, silent
from rapport.core.transactions import this_transaction
from rapport.customers.models import Choice
from rapport.customers.together.choosing import chosen_by
from rapport.customers.together.doing import DoneAlready

KEPT = timedelta(days=1)
EXPORT = "export"


@transaction.atomic
def take_out(choice: Choice, *, at: datetime, watch: Progress = silent) -> Choice:
    """Write everybody of `choice` into a file. Raises `AnotherNumber` and `DoneAlready`."""
    from rapport.customers.exporting import export_columns, export_customers

    choice = Choice.objects.select_for_update(of=("self",)).select_related("by").get(pk=choice.pk)
    if choice.done_at:
        raise DoneAlready
    path = _path(choice)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    private, columns = choice.wish.get("private", False), choice.wish.get("columns")
    customers = chosen_by(choice)
    if columns:
        choice.done = export_columns(path, columns, user=choice.by, customers=customers, progress=watch)
    else:
        choice.done = export_customers(path, private=private, customers=customers, progress=watch)
    choice.done_at, choice.transaction = at, this_transaction()
    choice.save(update_fields=["done", "done_at", "transaction"])
    audit.record("customers.taken_out", by=choice.by, about=[choice], done=choice.done, private=private)
    return choice


def file_of(choice: Choice) -> Path | None:
    """The table, while it is kept."""
    path = _path(choice) if choice.done_at and "ending" in choice.wish else None
    return path if path and path.is_file() else None


def taken_out_by(user) -> QuerySet:
    """What `user` took out, or began to, in the days that choices are kept; the newest first."""
    return Choice.objects.filter(by=user, deed=EXPORT).order_by("-made_at")


def forget_old_files(at: datetime) -> int:
    """Delete the tables that lay there long enough. Answers how many they were."""
    folder, old = settings.HOME / "exports", (at - KEPT).timestamp()
    paths = [path for path in folder.glob("*.*") if path.stat().st_mtime < old] if folder.is_dir() else []
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _path(choice: Choice) -> Path:
    return settings.HOME / "exports" / f"{choice.pk}.{choice.wish['ending']}"
