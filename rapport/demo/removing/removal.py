"""The removal itself: one transaction, set by set. Triggers that keep histories and guard entries look away."""

from datetime import datetime

import pgtrigger
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.utils import IntegrityError
from pghistory.models import Context

from rapport.core.registry import demo_parts
from rapport.demo.making import is_history
from rapport.demo.models import Made
from rapport.demo.removing.leaving import Leaving, Model, pointing
from rapport.demo.removing.relations import Fate, fate, relations
from rapport.staff.models import User
from rapport.staff.remembering import forget

FORGET_JOBS = """
WITH about AS (
  SELECT job.id FROM procrastinate_jobs job
  WHERE job.status <> 'doing' AND EXISTS (
    SELECT FROM regexp_matches(job.args::text, '[0-9a-f]{8}-[0-9a-f-]{27}', 'g') id WHERE id[1] = ANY(%s))
), periods AS (DELETE FROM procrastinate_periodic_defers WHERE job_id IN (SELECT id FROM about))
DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM about)
"""


@transaction.atomic
def take_out(*, heir: User, at: datetime) -> Leaving:
    """Take out everything that the demo business brought and what hangs off it. Answers what went.

    What is real stays; where someone of the demo did it, it is `heir`'s from now on.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    leaving = Leaving.now()
    files = _files(leaving)
    with pgtrigger.ignore():
        _settle(leaving, heir)
        contexts = _contexts(leaving, heir)
        for model, keys in leaving.rows.items():
            _delete(model, keys)
        _delete(Context, contexts - _used_contexts(contexts))
        for part in demo_parts:
            part.forget(leaving.ids, at)
    _end_jobs_and_sessions(leaving)
    Made.objects.all().delete()
    forget("business")
    transaction.on_commit(lambda: _delete_files(files))
    return leaving


def _settle(leaving: Leaving, heir: User) -> None:
    """Rows that stay and point to what goes: let go of it, or pass to the heir."""
    for model, key in relations():
        what = fate(model, key)
        if what in (Fate.IS_HEIRS, Fate.LETS_GO) and (gone := leaving.of(key.related_model)):
            stay = pointing(model, key, gone) - leaving.of(model)
            value = heir.pk if what is Fate.IS_HEIRS else None
            if stay and not _point_to(model, stay, key, value):
                # The heir has one already: both were named in the same note.
                leaving.rows[model] |= {row for row in stay if not _point_to(model, {row}, key, value)}


def _point_to(model: Model, rows: set, key: models.ForeignKey, value) -> bool:
    quote = connection.ops.quote_name
    names = {"table": quote(model._meta.db_table), "key": quote(key.column), "id": quote(model._meta.pk.column)}
    sql = "UPDATE {table} SET {key} = %s WHERE {id} = ANY(%s)".format(**names)  # noqa: S608
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [value, list(rows)])
    except IntegrityError:
        return False
    return True


def _contexts(leaving: Leaving, heir: User) -> set:
    """Who changed what, and where: of histories that go. What someone of the demo changed of the rest is the heir's."""
    people = [str(key) for key in leaving.of(User)]
    for context in Context.objects.filter(metadata__user__in=people):
        context.metadata = {**context.metadata, "user": str(heir.pk)}
        context.save(update_fields=["metadata"])
    found: set = set()
    for model, keys in leaving.rows.items():
        if is_history(model):
            rows = model._base_manager.filter(pk__in=keys).exclude(pgh_context=None)
            found |= set(rows.values_list("pgh_context_id", flat=True))
    return found


def _used_contexts(contexts: set) -> set:
    used: set = set()
    for model, key in relations():
        if key.related_model is Context:
            rows = model._base_manager.filter(pgh_context_id__in=contexts)
            used |= set(rows.values_list("pgh_context_id", flat=True))
    return used


def _delete(model: Model, keys: set) -> None:
    if not keys:
        return
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column)} = ANY(%s)",  # noqa: S608
            [list(keys)],
        )


def _end_jobs_and_sessions(leaving: Leaving) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FORGET_JOBS, [list(leaving.ids)])
    people = {str(key) for key in leaving.of(User)}
    theirs = [s.pk for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") in people]
    Session.objects.filter(pk__in=theirs).delete()


def _files(leaving: Leaving) -> list[tuple]:
    """The files of what goes, by where they are kept."""
    found = []
    for model, keys in leaving.rows.items():
        for file in (f for f in model._meta.concrete_fields if isinstance(f, models.FileField)):
            names = model._base_manager.filter(pk__in=keys).exclude(**{file.name: ""}).values_list(file.name, flat=True)
            found += [(file.storage, name) for name in names if name]
    return found


def _delete_files(files: list[tuple]) -> None:
    for storage, name in files:
        storage.delete(name)
