"""Whom the house holds to be a key account: whoever has one of the tags that it chose for that.

Before it chose any, the tag that is called so counts.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from rapport.care.models import KeyAccounts
from rapport.customers.models import Customer, Tag

USUALLY = r"^key[ _-]account$"


def chosen() -> list[Tag]:
    return list(Tag.objects.filter(pk__in=KeyAccounts.tags.through.objects.values("tag")).order_by("name"))


def usual() -> list[Tag]:
    return list(Tag.objects.filter(name__iregex=USUALLY).order_by("name"))


def tags() -> list[Tag]:
    """Those that count. One query, or two."""
    return chosen() or usual()


def is_one(customer: Customer) -> bool:
    return customer.tags.filter(pk__in=[tag.pk for tag in tags()]).exists()


@transaction.atomic
def choose(keys: Collection[UUID]) -> list[Tag]:
    """Let exactly these tags count; none: the usual one."""
    rule, _made = KeyAccounts.objects.get_or_create(only=True)
    rule.tags.set(Tag.objects.filter(pk__in=keys))
    return tags()
