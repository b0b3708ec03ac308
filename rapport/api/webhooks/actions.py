"""What people decide about endpoints, and when Rapport gives one up."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from rapport.api import tasks
from rapport.api.webhooks import collecting
from rapport.api.webhooks.models import Delivery, Endpoint, Progress, Secret
from rapport.core import audit
from rapport.core.outward.line import Problem

OVERLAP = timedelta(hours=24)


@transaction.atomic
def make(
    *,
    url: str,
    description: str,
    by,
    at: datetime,
    kinds: Iterable[str] = (),
    with_imported: bool = False,
) -> Endpoint:
    """A new endpoint that is told of what happens from now on; without `kinds`, of all."""
    kinds = sorted(set(kinds))
    endpoint = Endpoint.objects.create(
        url=url, description=description, has_all_kinds=not kinds, kinds=kinds, with_imported=with_imported,
        made_by=by, made_at=at,
    )  # fmt: skip
    _new_secret(endpoint, at)
    collecting.begin(endpoint)
    audit.record("webhook.made", by=by, name=description)
    tasks.look_soon()
    return endpoint


@transaction.atomic
def change(
    endpoint: Endpoint, *, url: str, description: str, kinds: Iterable[str] = (), with_imported: bool, by
) -> Endpoint:
    """Change what an endpoint is. What waits goes to the new address."""
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    is_elsewhere = endpoint.url != url
    endpoint.url, endpoint.description, endpoint.with_imported = url, description, with_imported
    endpoint.kinds = sorted(set(kinds))
    endpoint.has_all_kinds = not endpoint.kinds
    endpoint.save()
    if is_elsewhere:
        Progress.objects.filter(pk=endpoint.pk).update(failures=0, paused_until=None)
    audit.record("webhook.changed", by=by, name=description)
    return endpoint


@transaction.atomic
def rotate(endpoint: Endpoint, *, by, at: datetime) -> Secret:
    """A new secret. For a day the old one signs beside it, so that the other program can change over."""
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    endpoint.secrets.filter(ends_at=None).update(ends_at=at + OVERLAP)
    endpoint.secrets.filter(ends_at__lte=at).delete()
    audit.record("webhook.secret_changed", by=by, name=endpoint.description)
    return _new_secret(endpoint, at)


@transaction.atomic
def switch_off(endpoint: Endpoint, *, by, at: datetime) -> Endpoint:
    """Tell an endpoint no more. What was waiting is over. Twice keeps the first time and reason."""
    audit.record("webhook.switched_off", by=by, name=endpoint.description)
    return _off(endpoint, Endpoint.Off.BY_HAND, at)


@transaction.atomic
def switch_on(endpoint: Endpoint, *, by, at: datetime) -> Endpoint:
    """Tell it again, from now on. What happened in between is not told; `/entries` has it."""
    endpoint = _locked(endpoint)
    if endpoint.is_on:
        return endpoint
    _end_what_waits(endpoint)
    collecting.begin(endpoint)
    endpoint.off_at, endpoint.off_because = None, ""
    endpoint.save(update_fields=["off_at", "off_because"])
    audit.record("webhook.switched_on", by=by, name=endpoint.description)
    tasks.look_soon()
    return endpoint


@transaction.atomic
def test(endpoint: Endpoint, *, at: datetime) -> Delivery:
    """Send something that means nothing, once, to see whether it arrives."""
    endpoint = _locked(endpoint)
    delivery = Delivery.objects.create(endpoint=endpoint, made_at=at, begun_at=at, next_at=at)
    Progress.objects.filter(pk=endpoint.pk).update(paused_until=None)
    tasks.send_soon(endpoint.pk)
    return delivery


def again(delivery: Delivery, *, at: datetime) -> None:
    """Send one once more, under the same id, for another three days if need be."""
    again_all(Delivery.objects.filter(pk=delivery.pk), at=at)


@transaction.atomic
def again_all(deliveries, *, at: datetime) -> int:
    """`again` for many that are over; answers how many."""
    endpoints = set(deliveries.values_list("endpoint_id", flat=True).distinct())
    count = deliveries.exclude(state=Delivery.State.WAITING).update(
        state=Delivery.State.WAITING, next_at=at, begun_at=at, attempts=0
    )
    Progress.objects.filter(pk__in=endpoints).update(paused_until=None)
    for endpoint_id in endpoints:
        tasks.send_soon(endpoint_id)
    return count


@transaction.atomic
def remove(endpoint: Endpoint, *, by) -> None:
    """Take an endpoint away, with its secrets and its log."""
    endpoint = _locked(endpoint)
    audit.record("webhook.removed", by=by, name=endpoint.description)
    Delivery.objects.filter(endpoint=endpoint)._raw_delete("default")  # nothing hangs off them; there may be many
    endpoint.delete()


def give_up(endpoint: Endpoint, because: Endpoint.Off, *, at: datetime) -> None:
    """Switch off what takes nothing any more, and tell its maker. In the caller's transaction."""
    if _off(endpoint, because, at).off_at == at:
        tasks.tell_of_giving_up.defer(endpoint_id=str(endpoint.pk))


def _off(endpoint: Endpoint, because: Endpoint.Off, at: datetime) -> Endpoint:
    endpoint = _locked(endpoint)
    if endpoint.is_on:
        endpoint.off_at, endpoint.off_because = at, because
        endpoint.save(update_fields=["off_at", "off_because"])
        _end_what_waits(endpoint)
    return endpoint


def _end_what_waits(endpoint: Endpoint) -> None:
    endpoint.deliveries.filter(state=Delivery.State.WAITING).update(
        state=Delivery.State.FAILED, next_at=None, problem=Problem.OFF
    )


def _locked(endpoint: Endpoint) -> Endpoint:
    """Behind whoever collects or sends for it, in the order in which these lock."""
    Progress.objects.select_for_update().get(pk=endpoint.pk)
    return Endpoint.objects.select_for_update().get(pk=endpoint.pk)


def _new_secret(endpoint: Endpoint, at: datetime) -> Secret:
    return Secret.objects.create(endpoint=endpoint, salt=secrets.token_hex(32), made_at=at)
