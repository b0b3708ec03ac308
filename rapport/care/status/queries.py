"""What the public page shows, with four queries however long the history is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q, QuerySet

from rapport.care.models import Incident, IncidentUpdate, Service
from rapport.care.status.uptime import DAYS, WORST, Record, record_of
from rapport.core.prepared import prepared


@dataclass(frozen=True)
class Offered:
    """One service: how it is now, and how it was."""

    service: Service
    record: Record
    now: str  # the worst effect of what is open; empty when it works


@dataclass(frozen=True)
class Place:
    """A location with what is offered there; without one, what is offered everywhere."""

    location: Any
    offered: list[Offered]
    record: Record  # of all of it together: out of order when one of them was


@dataclass(frozen=True)
class Standing:
    """Everything the public page shows."""

    places: list[Place]
    current: list[Incident]
    planned: list[Incident]
    past: list[Incident]

    @property
    def worst(self) -> str:
        """How it is altogether, now: the worst effect of what is open."""
        return worst_of(self.current)


def standing(*, at: datetime, zone: ZoneInfo) -> Standing:
    """Four queries: services, disruptions, what they hit, what was said about them."""
    services = list(_services())
    incidents = list(_public(at - timedelta(days=DAYS)))
    hit = {service.pk: [i for i in incidents if service in i.services.all()] for service in services}
    ways = {"at": at, "zone": zone}
    offered = [_offered(service, hit[service.pk], ways) for service in services]
    return Standing(
        places=_by_place(offered, hit, ways),
        current=running(incidents, at),
        planned=sorted((i for i in incidents if i.began_at > at and not i.ended_at), key=lambda i: i.began_at),
        past=[i for i in incidents if i.ended_at],
    )


def _offered(service: Service, hit: list[Incident], ways: dict) -> Offered:
    return Offered(service, record_of(hit, since=service.since, **ways), worst_of(running(hit, ways["at"])))


def running(incidents: Iterable[Incident], at: datetime) -> list[Incident]:
    return [i for i in incidents if i.ended_at is None and i.began_at <= at]


def worst_of(incidents: Iterable[Incident]) -> str:
    effects = {i.effect for i in incidents}
    return next((str(effect) for effect in reversed(WORST) if effect in effects), "")


@prepared
def _services() -> QuerySet[Service]:
    return Service.objects.filter(is_public=True, retired_at=None).select_related("location")


def _public(since: datetime) -> QuerySet[Incident]:
    rows = Incident.objects.filter(Q(ended_at=None) | Q(ended_at__gte=since), is_public=True)
    said = Prefetch("updates", IncidentUpdate.objects.order_by("-at", "-id"))
    return rows.order_by("-began_at", "-id").prefetch_related("services", said)


def _by_place(offered: list[Offered], hit: dict, ways: dict) -> list[Place]:
    found: dict = {}
    for one in offered:
        found.setdefault(one.service.location, []).append(one)
    return [Place(location, mine, _together(mine, hit, ways)) for location, mine in found.items()]


def _together(offered: list[Offered], hit: dict, ways: dict) -> Record:
    incidents = {i.pk: i for one in offered for i in hit[one.service.pk]}
    since: date = min(one.service.since for one in offered)
    return record_of(list(incidents.values()), since=since, **ways)


def public_incident(pk: Any) -> Incident | None:
    """One disruption with all that was said; three queries."""
    rows = Incident.objects.filter(pk=pk, is_public=True).prefetch_related("services", "updates")
    return rows.first()


def incidents(*, show: str) -> QuerySet[Incident]:
    """For the people who work here; open ones by the news that are due, the rest latest first."""
    rows = Incident.objects.select_related("owner").prefetch_related("services")
    if show == "open":
        return rows.filter(ended_at=None)
    return rows.filter(ended_at__isnull=False) if show == "over" else rows


def awaiting_news(at: datetime, within: timedelta) -> list[Incident]:
    """Open ones whose promised news are due soon, or late; one query."""
    rows = Incident.objects.filter(ended_at=None, next_news_at__lte=at + within)
    return list(rows.order_by("next_news_at")[:20])
