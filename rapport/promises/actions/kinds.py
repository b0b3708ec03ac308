"""Kinds of promises and their service levels. A change counts from the next promise on."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from rapport.core.ids import uuid7
from rapport.promises.kinds import FIRST, kind_of
from rapport.promises.models import Kind


@transaction.atomic
def add_kind(name: str, **level) -> Kind:
    """Add an own kind with its service level."""
    key = slugify(name)[:30]
    if not key or key in FIRST or Kind.objects.filter(pk=key).exists():
        key = f"{key or 'own'}-{uuid7().hex[-8:]}"
    return Kind.objects.create(key=key, name=name, **level)


@transaction.atomic
def change_kind(key: str, **level) -> Kind:
    """Change how promises of a kind are due and warned about; of an own kind also its name."""
    return _keep(key, **level)


@transaction.atomic
def restore_kind(key: str, was: dict | None) -> None:
    """Make the kind as it `was`, its columns by name; None for a first kind that nobody had changed."""
    if was is None:
        Kind.objects.filter(pk=key).delete()
    else:
        _keep(key, **was)


@transaction.atomic
def retire(key: str, *, at: datetime) -> Kind:
    """Offer the kind no longer. Promises of that kind keep it."""
    return _keep(key, retired_at=kind_of(key).retired_at or at)


@transaction.atomic
def return_to_use(key: str) -> Kind:
    """Offer the kind again."""
    return _keep(key, retired_at=None)


def _keep(key: str, **changes) -> Kind:
    """Write the changes; a first kind gets its row with them."""
    kind = kind_of(key)
    as_it_was = {field.attname: getattr(kind, field.attname) for field in Kind._meta.concrete_fields}
    row, _is_new = Kind.objects.update_or_create(pk=key, defaults=changes, create_defaults=as_it_was | changes)
    return row
