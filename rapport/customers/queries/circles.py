"""Who belongs together: the people of an organisation, and those who share a home."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from rapport.customers.models import Address, Affiliation, Customer, Tie, TieSide
from rapport.timeline.kinds import names_in
from rapport.timeline.models import Entry

MOST = 2000  # people of one organisation whose stories are told with its own
AT_HOME = 60
ALWAYS = Value(datetime(9999, 12, 31, tzinfo=UTC))
TOLD_ON_BOTH = ("customer.affiliated", "customer.affiliation_changed", "customer.left", "customer.affiliation_removed")


class Unnest(Func):
    function = "unnest"
    set_returning = True


@dataclass(frozen=True)
class Circle:
    """The people of an organisation, as `reader` may see them: their stories are part of its own until they leave."""

    organisation: Customer
    reader: Any
    label: Any = _("With its people")

    def newest(self, rows: QuerySet[Entry], ordering: list, count: int) -> QuerySet[Entry]:
        """The first `count` of `rows` of each of them: of thousands of entries only what can be on the page is read."""
        parts = self.organisation.people.visible_to(self.reader)
        keys = list(parts.order_by("person").values_list("person", flat=True).distinct()[:MOST])
        last = parts.filter(person=OuterRef("pk")).order_by(F("until").desc(nulls_first=True)).values("until")[:1]
        ends = ExpressionWrapper(
            Cast(Subquery(last), DateTimeField()) + timedelta(days=1), output_field=DateTimeField()
        )
        members = Customer.objects.filter(pk__in=[self.organisation.pk, *keys]).alias(ends=Coalesce(ends, ALWAYS))
        own = Q(customer=self.organisation)
        each = rows.filter(own | ~Q(kind__in=TOLD_ON_BOTH), customer=OuterRef("pk"), at__lt=OuterRef("ends"))
        each = each.order_by(*ordering)
        # Keys and moments side by side: the planner would read every entry to join them, so the newest are chosen here.
        first = members.annotate(
            key=Unnest(ArraySubquery(each.values("pk")[:count]), output_field=UUIDField()),
            at=Unnest(ArraySubquery(each.values("at")[:count]), output_field=DateTimeField()),
        )
        newest = first.order_by(F("at").desc(), F("key").desc()).values_list("key", flat=True)[:count]
        return rows.filter(pk__in=list(newest))


def with_last_contact(parts: QuerySet[Affiliation]) -> QuerySet[Affiliation]:
    """With `last_contact`: when the person and we last had words with each other."""
    return parts.annotate(last_contact=F("person__last_contact__at"))


@dataclass
class Node:
    """Somebody in the chart of an organisation, and who reports to them."""

    part: Affiliation
    reports: list["Node"] = field(default_factory=list)


def chart(organisation: Customer, reader: Any, *, on) -> list[Node]:
    """Who reports to whom among those who are there now, as far as `reader` sees them; [] when nobody said. One query.

    Whose superior is hidden or has left stands on top.
    """
    parts = organisation.people.visible_to(reader).filter(Q(until=None) | Q(until__gte=on)).select_related("person")
    nodes = {part.pk: Node(part) for part in parts.order_by("person_position", *Affiliation._meta.ordering)[:MOST]}
    tops = []
    for node in nodes.values():
        above = nodes.get(node.part.reports_to_id)
        (above.reports if above else tops).append(node)
    return [node for node in tops if node.reports]


@dataclass(frozen=True)
class Household:
    """The ties of one person, and with whom they share a home."""

    ties: list[TieSide]  # under the same roof first
    others: list[Customer]  # who lives there too, though nobody said what they are to this one
    addresses: list[tuple[Address, list[Customer]]]  # where those live, with whom each was noted

    @cached_property
    def is_empty(self) -> bool:
        return not self.ties


def household(customer: Customer, reader: Any) -> Household:
    """Two queries, one for who has no ties."""
    at_home = RawSQL(HOME, [customer.pk], output_field=UUIDField())  # noqa: S611
    mine = Q(one=customer) | Q(other=customer)
    known = Tie.objects.visible_to(reader).filter(mine | Q(one__in=at_home, lives_together=True))
    ties = list(known.select_related("one", "other").order_by("-lives_together", "id").distinct())
    sides = [tie.seen_from(customer.pk) for tie in ties if customer.pk in (tie.one_id, tie.other_id)]
    members = _under_one_roof(customer, [tie for tie in ties if tie.lives_together])
    told = {side.who_id for side in sides}
    others = [who for key, who in members.items() if key not in told]
    return Household(sides, others, _addresses(customer, members.values()) if members else [])


def _under_one_roof(customer: Customer, ties: list[Tie]) -> dict[Any, Customer]:
    """Whom the ties lead to from `customer` on. Over somebody who is hidden no way leads, so nothing tells of them."""
    found: dict[Any, Customer] = {}
    edge = {customer.pk}
    while edge:
        beyond: dict[Any, Customer] = {}
        for tie in ties:
            for here, there in ((tie.one, tie.other), (tie.other, tie.one)):
                if here.pk in edge and there.pk not in found and there.pk != customer.pk:
                    beyond[there.pk] = there
        found |= beyond
        edge = set(beyond)
    return found


def _addresses(customer: Customer, members: Iterable[Customer]) -> list[tuple[Address, list[Customer]]]:
    who = {member.pk: member for member in (customer, *members)}
    found: dict[Any, tuple[Address, list[Customer]]] = {}
    for address in Address.objects.filter(customer__in=who, valid_to=None).exclude(purpose=Address.Purpose.BILLING):
        key = (address.lines.casefold(), address.city.casefold(), address.postal_code)
        found.setdefault(key, (address, []))[1].append(who[address.customer_id])
    return sorted(found.values(), key=lambda pair: -len(pair[1]))


def last_contacts(customer: Customer, reader: Any, count: int = 3) -> list[Entry]:
    """When we last wrote to each other, spoke or met, latest first. One query."""
    rows = Entry.every.told_to(reader).standing().filter(customer=customer, kind__in=names_in("conversations"))
    return list(rows.select_related("by").order_by(F("at").desc(nulls_last=True), "-id")[:count])


HOME = f"""
WITH RECURSIVE home (id) AS (
  SELECT %s::uuid
  UNION
  SELECT CASE WHEN t.one_id = home.id THEN t.other_id ELSE t.one_id END
  FROM home JOIN customers_tie t ON t.lives_together AND (t.one_id = home.id OR t.other_id = home.id)
)
SELECT id FROM home LIMIT {AT_HOME}
"""  # noqa: S608
