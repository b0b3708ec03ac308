"""Migrating without drawing every model anew after every step.

While it migrates, Django keeps classes of all models as they were at that moment. When one of them changes it makes the
classes of its relatives anew, and of theirs: here nearly all of them, some hundred times over, which was nine tenths of
the first start. What a step needs is its own model; its relatives matter only where a key of theirs changes its type.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.migrations.state import ProjectState


def bring_tables_up_to_date(verbosity: int = 0) -> None:
    with only_what_changed():
        call_command("migrate", interactive=False, verbosity=verbosity)


@contextmanager
def only_what_changed() -> Iterator[None]:
    with_relatives = ProjectState._find_reload_model

    def found(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        known = state.apps.all_models[app_label].get(model_name)
        if delay or known is None or _fields(known) != len(state.models[app_label, model_name].fields):
            state.is_delayed = True  # Django's word for it: whatever runs Python in a migration gets all classes anew
            return {(app_label, model_name)}
        return with_relatives(state, app_label, model_name, delay)

    ProjectState._find_reload_model = found
    try:
        yield
    finally:
        ProjectState._find_reload_model = with_relatives


def _fields(model: type) -> int:
    return len(model._meta.local_fields) + len(model._meta.local_many_to_many)
