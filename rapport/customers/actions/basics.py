from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from rapport.customers.models import Customer


@dataclass(frozen=True)
class Edited:
    """An edit that went through. `merged` names what someone else had changed meanwhile; it stays as they wrote."""

    customer: Customer
    merged: tuple[str, ...] = ()


def touch(customer: Customer, at: datetime | None = None) -> None:
    """Note on the row that something about `customer` changed. Does not save."""
    customer.version += 1
    customer.updated_at = max(at or timezone.now(), customer.updated_at)
