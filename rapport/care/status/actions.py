"""Services, and disruptions of them from the first word to the last. They touch no single customer, so no timeline
tells of them: history keeps who did what, updates are what was said, and a notice tells whom it hits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rapport.care.models import Incident, IncidentUpdate, Service
from rapport.care.status import cached
from rapport.care.status.refusals import (
    EndsBeforeItBegan,
    IncidentOver,
    NewsInThePast,
    NewsNotPromised,
    NothingHit,
    NothingSaid,
    ServiceInUse,
)
from rapport.core.names import clean, clean_lines
from rapport.staff.models import Business

State = IncidentUpdate.State


@transaction.atomic
def offer_service(name: str, *, since: date, local_names: Mapping[str, str] | None = None, **said: Any) -> Service:
    """Something that the business always offers. `said`: hint, location, position, is_public."""
    service = Service(name=clean(name), local_names=_filled(local_names), since=since, **said)
    service.save(force_insert=True)
    cached.forget()
    return service


@transaction.atomic
def change_service(service: Service, **said: Any) -> Service:
    """`said`: name, local_names, hint, location, position, is_public, since."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    for name, value in said.items():
        setattr(service, name, _filled(value) if name == "local_names" else value)
    service.name = clean(service.name)
    service.save()
    cached.forget()
    return service


@transaction.atomic
def retire_service(service: Service, *, at: datetime) -> Service:
    """It is no longer offered; its history stays. Raises `ServiceInUse` while a disruption of it is open."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    if service.retired_at is None:
        if service.incidents.filter(ended_at=None).exists():
            raise ServiceInUse
        service.retired_at = at
        service.save(update_fields=["retired_at"])
        cached.forget()
    return service


@transaction.atomic
def return_service(service: Service) -> Service:
    service = Service.objects.select_for_update().get(pk=service.pk)
    service.retired_at = None
    service.save(update_fields=["retired_at"])
    cached.forget()
    return service


@transaction.atomic
def begin(
    title: str,
    *,
    effect: str,
    services: Sequence[Service],
    texts: Mapping[str, str],
    began_at: datetime,
    next_news_at: datetime | None,
    at: datetime,
    by,
    local_titles: Mapping[str, str] | None = None,
    state: str = State.FOUND,
    is_public: bool = True,
) -> Incident:
    """Say that something does not work as it should, and when there is news; planned work may lie ahead.

    Raises `NothingHit`, `NothingSaid`, `NewsNotPromised` and `NewsInThePast`.
    """
    if not services:
        raise NothingHit
    _promised(next_news_at, at)
    incident = Incident.objects.create(
        title=clean(title),
        local_titles=_filled(local_titles),
        effect=effect,
        began_at=began_at,
        known_at=at,
        at=at,
        next_news_at=next_news_at,
        is_public=is_public,
        owner=by,
    )
    incident.services.set(services)
    _say(incident, state, texts, at=at, by=by)
    cached.forget()
    return incident


@transaction.atomic
def update(
    incident: Incident,
    *,
    state: str,
    texts: Mapping[str, str],
    next_news_at: datetime | None,
    at: datetime,
    by,
    effect: str = "",
) -> IncidentUpdate:
    """Say in public what is known by now, and when there is news again. Raises as `begin`, and `IncidentOver`."""
    incident = _open(incident)
    _promised(next_news_at, at)
    incident.next_news_at = next_news_at
    incident.effect = effect or incident.effect
    incident.save(update_fields=["next_news_at", "effect"])
    said = _say(incident, state, texts, at=at, by=by)
    cached.forget()
    return said


@transaction.atomic
def end(incident: Incident, *, texts: Mapping[str, str], ended_at: datetime, at: datetime, by) -> IncidentUpdate:
    """It works again, since `ended_at`. Raises `IncidentOver`, `NothingSaid` and `EndsBeforeItBegan`."""
    incident = _open(incident)
    if not incident.began_at <= ended_at <= at:
        raise EndsBeforeItBegan
    incident.ended_at, incident.next_news_at = ended_at, None
    incident.save(update_fields=["ended_at", "next_news_at"])
    said = _say(incident, State.SOLVED, texts, at=at, by=by)
    cached.forget()
    return said


@transaction.atomic
def take_up_again(incident: Incident, *, next_news_at: datetime, at: datetime, by) -> Incident:
    """It was not over after all. The word that it was solved stays in public; the next one corrects it.

    One that is open is answered unchanged.
    """
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if incident.ended_at is not None:
        _promised(next_news_at, at)
        incident.ended_at, incident.next_news_at = None, next_news_at
        incident.save(update_fields=["ended_at", "next_news_at"])
        cached.forget()
    return incident


def _open(incident: Incident) -> Incident:
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if incident.ended_at is not None:
        raise IncidentOver
    return incident


def _promised(next_news_at: datetime | None, at: datetime) -> None:
    if next_news_at is None:
        raise NewsNotPromised
    if next_news_at <= at:
        raise NewsInThePast


def _say(incident: Incident, state: str, texts: Mapping[str, str], *, at: datetime, by) -> IncidentUpdate:
    said = {language: clean_lines(text) for language, text in texts.items() if text.strip()}
    if Business.objects.current().language not in said:
        raise NothingSaid
    return IncidentUpdate.objects.create(incident=incident, state=state, texts=said, at=at, by=by)


def _filled(names: Mapping[str, str] | None) -> dict[str, str]:
    return {language: clean(name) for language, name in (names or {}).items() if name.strip()}
