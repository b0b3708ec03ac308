from datetime import datetime

from django.db import transaction

from rapport.timeline.models import Entry, Mention, Pin


@transaction.atomic
def pin(entry: Entry, *, by, at: datetime) -> Pin:
    """Keep `entry` on top of its customer's story. Pinning twice keeps the first pin."""
    pin, _ = Pin.objects.get_or_create(entry=entry, defaults={"by": by, "at": at})
    return pin


@transaction.atomic
def unpin(entry: Entry) -> None:
    Pin.objects.filter(entry=entry).delete()


@transaction.atomic
def see(mention: Mention, *, at: datetime) -> None:
    """Note that the colleague has seen where they are named. The first time counts."""
    Mention.objects.filter(pk=mention.pk, seen_at=None).update(seen_at=at)


def unsee(mention: Mention) -> None:
    """Put where a colleague is named before them again."""
    Mention.objects.filter(pk=mention.pk).update(seen_at=None)
