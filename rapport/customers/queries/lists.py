from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from rapport.core import keyset
from rapport.core.prepared import prepared
from rapport.customers.models import Customer, ImportedRow, Tag
from rapport.customers.narrowings import Narrowed, narrowed_by
from rapport.customers.queries.by_fact import by_fact
from rapport.customers.queries.narrowing import screenful
from rapport.customers.queries.rows import in_few_words, rows_of, with_keepers
from rapport.customers.queries.search import CANDIDATES, Match, look_for
from rapport.staff.models import User
from rapport.staff.sight import is_divided_for
from rapport.timeline.models import Entry

SORTS = {  # each has an index that carries the list however long it is
    "name": ("sort_key", "id"),
    "-name": ("-sort_key", "-id"),
    "-changed": ("-updated_at", "-id"),
    "-added": ("-created_at", "-id"),
}
COUNT_TO = 10_000
FEW = 2_000
STAYS_MANY = 60  # seconds for which nobody counts again who has more than `COUNT_TO`
_many: dict[tuple[Q, int], float] = {}  # until when, by what one sees
MOST_TAGS = 200


@dataclass(frozen=True)
class Filters:
    """What the list of customers is narrowed to. Empty is everyone who is not archived."""

    kind: str = ""
    tag: str = ""
    manager: Any = None  # the key of a user, or "none"
    language: str = ""
    archived: bool = False
    followed_by: Any = None  # a user
    brought_by: UUID | None = None  # an import
    more: tuple[Narrowed, ...] = ()  # by what slices above brought

    def apply(self, customers: QuerySet) -> QuerySet:
        customers = self.everybody(customers)
        for way in self.more:
            customers = customers.none() if way.where is None else customers.filter(way.where)
        if self.kind:
            customers = customers.filter(kind=self.kind)
        if self.tag:
            customers = customers.filter(tags__name=self.tag)
        if self.manager == "none":
            customers = customers.filter(account_manager=None)
        elif self.manager:
            customers = customers.filter(account_manager=self.manager)
        if self.language:
            customers = customers.filter(language=self.language)
        if self.followed_by:
            customers = customers.filter(follows__user=self.followed_by, follows__is_following=True)
        if self.brought_by:
            brought = ImportedRow.objects.filter(import_id=self.brought_by, customer=OuterRef("pk"))
            customers = customers.filter(Exists(brought))
        return customers

    def everybody(self, customers: QuerySet) -> QuerySet:
        """Those of `customers` among whom the list narrows: who is in the archive, or who is not."""
        if any(way.says_whether_archived for way in self.more):
            return customers
        return customers.filter(archived_at__isnull=not self.archived)

    def kept(self) -> dict[str, Any]:
        """As JSON, under the names that they have in an address."""
        words = {"kind": self.kind, "tag": self.tag, "manager": self.manager, "language": self.language}
        words |= {"archived": self.archived, "followed": bool(self.followed_by), "import": self.brought_by}
        words |= {way.name: way.value for way in self.more}
        return {name: value if isinstance(value, bool) else str(value) for name, value in words.items() if value}

    @classmethod
    def taken_up(cls, words: Mapping[str, Any], *, user) -> "Filters":
        """The opposite of `kept`, for the same user."""
        plain = {name: words[name] for name in ("kind", "tag", "manager", "language", "archived") if name in words}
        brought_by = UUID(words["import"]) if "import" in words else None
        followed_by = user if words.get("followed") else None
        return cls(**plain, followed_by=followed_by, brought_by=brought_by, more=narrowed_by(words, user))

    @property
    def are_set(self) -> bool:
        return self != Filters()


@dataclass(frozen=True)
class CustomerList:
    """One screenful. `count` stops somewhere (`is_capped`), or is told from a sample (`is_about`)."""

    rows: list[Match]
    page: keyset.KeysetPage
    count: int
    is_capped: bool = False
    is_few: bool = False  # so few are narrowed to that they can be sorted by any fact
    is_about: bool = False


def customer_list(
    user, *, filters: Filters, q: str = "", sort: str = "name", after: str | None = None, size: int = 50
) -> CustomerList:
    """Customers that `user` may see: found by `q`, best first, or all in the order `sort`. At most 16 queries."""
    if not q.strip() and not filters.are_set:
        return _everyone(Customer.objects.sight(user), SORTS.get(sort, SORTS["name"]), after, size)
    customers = filters.apply(Customer.objects.visible_to(user))
    if q.strip():
        found = look_for(customers, q, reader=user)
        keys, more = keyset.numbered(list(found.best), after=after, size=size)
        rows = _with_news(found.told(rows_of(keys)), filters)
        return CustomerList(rows, keyset.KeysetPage(rows, more), len(found.best), len(found.best) == CANDIDATES)
    return _narrowed(user, customers, filters, sort, after, size)


def _narrowed(user, customers: QuerySet, filters: Filters, sort: str, after: str | None, size: int) -> CustomerList:
    """Some of all. So few that they are soon sorted come in the order of any fact."""
    along = filters.everybody(Customer.objects.all())
    if sort not in SORTS:
        few = screenful(customers, order=SORTS["name"], size=1, among=along).count
        if few.is_exact and few.number <= FEW:
            keys = screenful(customers, order=SORTS["name"], size=FEW, among=along).keys
            if (by := by_fact(user, keys, sort)) is not None:
                page = by.page(after, size)
                return CustomerList(_with_news([Match(one) for one in page], filters), page, len(keys), is_few=True)
    order = SORTS.get(sort, SORTS["name"])
    found = screenful(customers, order=order, after=after, size=size, among=along)
    page = keyset.page_of(list(rows_of(found.keys).values()), order=order, size=size)
    rows = _with_news([Match(customer) for customer in page], filters)
    is_few = found.count.is_exact and found.count.number <= FEW
    return CustomerList(rows, page, found.count.about, is_few=is_few, is_about=not found.count.is_exact)


def _everyone(sight: Q, order: tuple[str, ...], after: str | None, size: int) -> CustomerList:
    """The list as it opens, which is asked for more than all others."""
    shape = {"order": order, "sight": sight, "size": size}
    if after:
        value, key = keyset.values_of(after, order)
        of_names = "sort_key" in order[0]
        found = (_named_after if of_names else _dated_after)(_as(value, of_names), UUID(key), **shape)
    else:
        found = _first(**shape)
    page = keyset.page_of(found, order=order, size=size)
    with_keepers(page.items)
    count = _current.count(sight=sight) if _many.get((sight, COUNT_TO), 0) < monotonic() else COUNT_TO + 1
    if count > COUNT_TO:
        _many[sight, COUNT_TO] = monotonic() + STAYS_MANY
    return CustomerList([Match(one) for one in page], page, min(count, COUNT_TO), count > COUNT_TO)


def _as(value: Any, is_name: bool) -> Any:
    try:
        return str(value) if is_name else datetime.fromisoformat(value)
    except (TypeError, ValueError) as problem:
        raise keyset.BadCursor(value) from problem


@prepared
def _first(*, order: tuple[str, ...], sight: Q, size: int) -> QuerySet[Customer]:
    return keyset.first(in_few_words(_living(sight)), order=order, size=size)


@prepared
def _named_after(name: str, pk: UUID, *, order: tuple[str, ...], sight: Q, size: int) -> QuerySet[Customer]:
    return keyset.first(keyset.behind(in_few_words(_living(sight)), [name, pk], order=order), order=order, size=size)


@prepared
def _dated_after(at: datetime, pk: UUID, *, order: tuple[str, ...], sight: Q, size: int) -> QuerySet[Customer]:
    return keyset.first(keyset.behind(in_few_words(_living(sight)), [at, pk], order=order), order=order, size=size)


@prepared
def _current(*, sight: Q) -> QuerySet[Customer]:
    return _living(sight).order_by().values("pk")[: COUNT_TO + 1]


def _living(sight: Q) -> QuerySet[Customer]:
    return Filters().apply(Customer.objects.filter(sight))


def _with_news(found: list[Match], filters: Filters) -> list[Match]:
    """For the list of those whom somebody follows: how much is new to them. One query."""
    if filters.followed_by is None:
        return found
    user = filters.followed_by
    new = Entry.objects.filter(
        customer__in=[match.customer.pk for match in found],
        customer__follows__user=user,
        recorded_at__gt=F("customer__follows__looked_at"),
    ).exclude(by=user)
    counts = dict(new.order_by().values_list("customer").annotate(Count("pk", distinct=True)))
    return [replace(match, news=counts.get(match.customer.pk, 0)) for match in found]


def tags_in_sight(user) -> QuerySet:
    """Names of the tags of customers that `user` may see; where everybody sees everyone, of all tags."""
    tags = Tag.objects.all()
    if is_divided_for(user):
        given = Customer.tags.through.objects.filter(Customer.objects.sight(user, "customer"), tag=OuterRef("pk"))
        tags = tags.filter(Exists(given))
    return tags.values_list("name", flat=True)


def filter_choices(user) -> dict[str, list]:
    """What the filter bar offers. Two queries."""
    tags = list(tags_in_sight(user)[:MOST_TAGS]) if is_divided_for(user) else _all_tags()
    return {"tags": tags, "managers": _colleagues()}


@prepared
def _all_tags() -> QuerySet:
    return Tag.objects.values_list("name", flat=True)[:MOST_TAGS]


@prepared
def _colleagues() -> QuerySet[User]:
    return User.objects.working_here()
