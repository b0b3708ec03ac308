from collections.abc import Iterable
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q

from rapport.core.names import clean
from rapport.customers import tasks
from rapport.customers.actions.basics import touch
from rapport.customers.models import Customer, Tag
from rapport.timeline.actions import record
from rapport.timeline.models import Entry

KEPT_DAYS = 30  # a picture that was taken away can be put back as long


@transaction.atomic
def set_tags(customer: Customer, names: Iterable[str], *, by, at: datetime | None = None) -> Entry | None:
    """Give `customer` exactly these tags; those that don't exist yet come into being. Answers what is told of it."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    before = set(customer.tags.values_list("name", flat=True))
    tags = write_tags(customer, names)
    after = {tag.name for tag in tags}
    if before == after:
        return None
    touch(customer, at)
    customer.save(update_fields=["version", "updated_at"])
    added, removed = sorted(after - before), sorted(before - after)
    return record(customer, "customer.tagged", by=by, at=at, added=added, removed=removed)


def write_tags(customer: Customer, names: Iterable[str]) -> list[Tag]:
    tags = named_tags(names)
    if customer.tags.exists() or tags:
        customer.tags.set(tags)
    return tags


def named_tags(names: Iterable[str]) -> list[Tag]:
    """The tags of these names; those that don't exist yet come into being."""
    names = {clean(name)[:60] for name in names} - {""}
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
    return list(Tag.objects.filter(name__in=names))


@transaction.atomic
def set_photo(customer: Customer, picture: bytes, *, by, at: datetime | None = None) -> Customer:
    """Keep `picture`, made by `pictures.as_jpeg`, as the photo of `customer`. The old one goes after `KEPT_DAYS`."""
    return _replace_photo(customer, ContentFile(picture, name=f"{customer.pk}.jpg"), by=by, at=at)


@transaction.atomic
def remove_photo(customer: Customer, *, by, at: datetime | None = None) -> Customer:
    """Take the photo of `customer` away. For `KEPT_DAYS` it can be put back."""
    return _replace_photo(customer, None, by=by, at=at)


def _replace_photo(customer: Customer, picture: ContentFile | None, *, by, at: datetime | None) -> Customer:
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    old = customer.photo.name
    if not old and picture is None:
        return customer
    customer.photo = picture or ""
    touch(customer, at)
    customer.save()
    record(customer, "customer.edited", by=by, at=at, changes=[{"field": "photo"}])
    if old:
        tasks.forget_photo.configure(schedule_in={"days": KEPT_DAYS}).defer(customer_id=str(customer.pk), name=old)
    return customer


def forget_photo(customer_id: str, name: str) -> None:
    """Delete a picture that was taken away, unless it was put back meanwhile. Twice is harmless.

    One that came from a record that was merged into theirs stays with that.
    """
    if not Customer.every.filter(Q(pk=customer_id) | Q(merged_into=customer_id), photo=name).exists():
        Customer._meta.get_field("photo").storage.delete(name)
