from collections.abc import Iterable
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from rapport.core.names import clean
from rapport.customers.actions.basics import touch
from rapport.customers.models import Customer, Tag
from rapport.timeline.actions import record
from rapport.timeline.models import Entry


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
    names = {clean(name)[:60] for name in names} - {""}
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(names)], ignore_conflicts=True)
    tags = list(Tag.objects.filter(name__in=names))
    if customer.tags.exists() or tags:
        customer.tags.set(tags)
    return tags


@transaction.atomic
def set_photo(customer: Customer, picture: bytes, *, by, at: datetime | None = None) -> Customer:
    """Keep `picture`, made by `pictures.as_jpeg`, as the photo of `customer`. The old file goes on commit."""
    return _replace_photo(customer, ContentFile(picture, name=f"{customer.pk}.jpg"), by=by, at=at)


@transaction.atomic
def remove_photo(customer: Customer, *, by, at: datetime | None = None) -> Customer:
    """Take the photo of `customer` away."""
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
        storage = customer.photo.storage
        transaction.on_commit(lambda: storage.delete(old))
    return customer
