"""What a conversation can be about: a promise, an order, a complaint. Each slice adds its own to `linkables`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rapport.core.addresses import address_of
from rapport.core.registry import Registry
from rapport.promises.models import Promise

MOST = 20


@dataclass(frozen=True)
class Linkable:
    """`name` is the model's label ("orders.order"). `offer(customer)` answers keys and labels, the likeliest first."""

    name: str
    label: str
    icon: str
    url: Callable[[UUID], str]
    offer: Callable[[Any], Iterable[tuple[UUID, str]]]
    permission: str = ""
    order: int = 50


linkables: Registry[Linkable] = Registry()


def open_promises(customer) -> list[tuple[UUID, str]]:
    return list(Promise.objects.open().filter(customer=customer).order_by("due_at").values_list("pk", "text")[:MOST])


linkables.add(
    Linkable(
        "promises.promise",
        _("Promise"),
        "heart-handshake",
        url=lambda pk: address_of("promises:promise", pk),
        offer=open_promises,
        permission="promises.view_promise",
        order=20,
    )
)


def shown(links: Iterable, user) -> list[dict]:
    """Links as the page shows them; those of a slice that is gone, or that the reader may not see, are left out."""
    found = []
    for link in links:
        about = linkables.find(link.subject_type)
        if about and (not about.permission or user.has_perm(about.permission)):
            found.append({"row": link, "icon": about.icon, "url": about.url(link.subject_id)})
    return found
