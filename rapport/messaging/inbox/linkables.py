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
    """`name` is the model's label ("orders.order"). `offer(customer)` answers keys and labels, the likeliest first;
    a third word, where there is one, helps to choose and is not kept.

    `seen(user, keys)`, where some are kept from some, answers those that `user` may see: one query, where there is one.
    """

    name: str
    label: str
    icon: str
    url: Callable[[UUID], str]
    offer: Callable[[Any], Iterable[tuple]]
    permission: str = ""
    order: int = 50
    seen: Callable[[Any, list[UUID]], Iterable[UUID]] | None = None


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
    links = list(links)
    found = []
    for name in dict.fromkeys(link.subject_type for link in links):
        about = linkables.find(name)
        if about is None or (about.permission and not user.has_perm(about.permission)):
            continue
        rows = [link for link in links if link.subject_type == name]
        seen = about.seen and set(about.seen(user, [row.subject_id for row in rows]))
        found += [
            {"row": row, "icon": about.icon, "url": about.url(row.subject_id)}
            for row in rows
            if seen is None or row.subject_id in seen
        ]
    return found
