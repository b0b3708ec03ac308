from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from rapport.core.audit.kinds import deed_kinds
from rapport.core.circumstances import current
from rapport.core.models.deeds import Deed

ADDRESSES_KEPT_FOR = timedelta(days=90)

Subject = models.Model | UUID | str


def record(kind: str, /, *, by: Any = None, about: Subject | Iterable[Subject] = (), **facts: Any) -> Deed:
    """Note that `by` did this: once, in the transaction of the deed. `by` is None on the command line.

    `about` are the things it was done to, or their keys. `facts` are counts, names of settings and the like, never
    anything of a customer. From where, in which session and for which request is noted by itself.
    """
    if kind not in deed_kinds:
        raise LookupError(f"no kind of deed is called {kind!r}")
    now = current()
    subjects = [about] if isinstance(about, (models.Model, UUID, str)) else about
    return Deed.objects.create(
        by=by.pk if by else None,
        kind=kind,
        about=[subject.pk if isinstance(subject, models.Model) else subject for subject in subjects],
        facts={name: _plain(value) for name, value in facts.items()},
        ip=now.ip,
        session=now.session,
        token=now.token_id,
        request_id=now.request_id,
    )


def forget_addresses(at: datetime) -> int:
    """Take away from where, once that is older than it may be kept. Answers of how many deeds."""
    return Deed.objects.filter(ip__isnull=False, at__lt=at - ADDRESSES_KEPT_FOR).update(ip=None)


def _plain(value: Any) -> Any:
    """As JSON keeps it; what is more than a small fact has no place here."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
