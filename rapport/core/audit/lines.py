"""Deeds as an owner reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.audit.kinds import DeedKind, deed_kinds
from rapport.core.models.deeds import Deed


@dataclass(frozen=True)
class Line:
    deed: Deed
    by: Any  # the colleague, or None
    people: tuple[Any, ...]  # the colleagues it was about

    @property
    def kind(self) -> DeedKind | None:
        """None when its slice is gone."""
        return deed_kinds.find(self.deed.kind)

    @property
    def facts(self) -> dict[str, Any]:
        return self.deed.facts

    @property
    def whom(self) -> str:
        return ", ".join(str(person) for person in self.people) or _("someone who is gone")

    @property
    def by_name(self) -> str:
        if self.by:
            return str(self.by)
        return _("Someone who is gone") if self.deed.by else ""

    @property
    def sentence(self) -> str:
        """What was done, in the reader's language and without its doer."""
        return str(self.kind.say(self)) if self.kind else self.deed.kind

    @property
    def icon(self) -> str:
        return self.kind.icon if self.kind else "history"

    @property
    def is_grave(self) -> bool:
        return bool(self.kind and self.kind.is_grave)


@dataclass(frozen=True)
class DeedFilters:
    """What the audit is narrowed to. Days are those of the reader, the last one included."""

    group: str = ""
    person: Any = None  # a colleague who did it, or whom it was done to
    since: date | None = None
    until: date | None = None

    def apply(self, deeds: QuerySet[Deed]) -> QuerySet[Deed]:
        if self.group:
            deeds = deeds.filter(kind__in=[kind.name for kind in deed_kinds if kind.group == self.group])
        if self.person:
            deeds = deeds.filter(Q(by=self.person.pk) | Q(about__contains=[self.person.pk]))
        if self.since:
            deeds = deeds.filter(at__gte=_midnight(self.since))
        if self.until:
            deeds = deeds.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        return deeds

    @property
    def are_set(self) -> bool:
        return self != DeedFilters()


def told(deeds: Iterable[Deed]) -> list[Line]:
    """Those deeds with the names of their people. One query."""
    deeds = list(deeds)
    keys = {key for deed in deeds for key in (deed.by, *deed.about) if key}
    people = get_user_model()._default_manager.in_bulk(keys) if keys else {}
    return [
        Line(deed, people.get(deed.by), tuple(people[key] for key in deed.about if key in people)) for deed in deeds
    ]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
