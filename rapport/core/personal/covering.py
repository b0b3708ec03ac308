"""Whether every table is accounted for: a new one that no `privacy.py` speaks of is found by a test."""

from django.apps import apps
from django.db import connection, models

from rapport.core.personal.kinds import record_kinds, unrelated


def unaccounted(person: type[models.Model]) -> list[str]:
    """Tables of which no slice says what they hold, and tables said to hold nothing although they lead to `person`."""
    tables = set(connection.introspection.table_names())
    return sorted((tables - _held() - _unrelated()) | (_unrelated() & _leading_to(person)))


def _held() -> set[str]:
    held = [held for kind in record_kinds for held in kind.holds]
    models_ = [model for one in held for model in (one.of, one.history) if model]
    return {model._meta.db_table for model in models_}


def _unrelated() -> set[str]:
    found: set[str] = set()
    for table in unrelated:
        if "." in table.name:
            found |= {model._meta.db_table for model in (table.of, getattr(table.of, "pgh_event_model", None)) if model}
        else:
            found.add(table.name)
    return found


def _leading_to(person: type[models.Model]) -> set[str]:
    """Tables from whose rows one gets to a person by foreign keys that must not be empty."""
    every = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    found: set[type[models.Model]] = {person}
    while more := {model for model in every if model not in found and _leads(model, found)}:
        found |= more
    return {model._meta.db_table for model in found}


def _leads(model: type[models.Model], to: set[type[models.Model]]) -> bool:
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    return any(key.related_model in to and not key.null for key in keys)
