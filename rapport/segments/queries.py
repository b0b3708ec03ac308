"""Who is in a segment, and why. It is asked of the database anew each time: nobody is in one by a stored row, except
in those that were picked by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.facts import Book
from rapport.customers.models import Customer
from rapport.segments.conditions import asks_for_archived, matching, tree_of
from rapport.segments.conditions.trees import Condition, Group, conditions_in
from rapport.segments.conditions.writing import Writer
from rapport.segments.models import Membership, Segment


@dataclass(frozen=True)
class Question:
    """A condition as somebody asks it now: what customers must be like."""

    where: Q
    says_whether_archived: bool = False  # otherwise those in the archive are left out

    def of(self, customers: QuerySet) -> QuerySet:
        """Those of `customers` whom it means."""
        found = customers.filter(self.where)
        return found if self.says_whether_archived else found.current()


def asked(condition: Mapping[str, Any], *, user, at: datetime | None = None, chain: tuple = ()) -> Question:
    """Raises `Misread`. `chain`: the segments whose conditions led here."""
    tree = tree_of(condition, Book(user))
    where = matching(tree, user=user, at=at or timezone.now(), chain=chain)
    return Question(where, asks_for_archived(tree))


def question_of(segment: Segment, *, user, at: datetime | None = None, chain: tuple = ()) -> Question:
    """Raises `Misread` when its condition makes no sense any more: then it is nobody, and the page says why."""
    if segment.is_static:
        return Question(Q(pk__in=Membership.objects.filter(segment=segment).values("customer")))
    return asked(segment.condition, user=user, at=at, chain=(*chain, segment.pk))


def members(segment: Segment, user, *, at: datetime | None = None) -> QuerySet:
    """The customers of `segment` whom `user` sees and whose records may be used. Raises `Misread`.

    Whoever is in the archive is left out, unless the condition says itself what it wants of it.
    """
    return question_of(segment, user=user, at=at).of(Customer.objects.visible_to(user).in_use())


@dataclass(frozen=True)
class Because:
    """One condition in words, and whether a customer is like that."""

    line: str
    holds: bool


def explain(segment: Segment, customer: Customer, *, user, at: datetime | None = None) -> list[Because]:
    """Why `customer` is in `segment`, or is not: every condition of its tree. One query. Raises `Misread`."""
    if segment.is_static:
        holds = Membership.objects.filter(segment=segment, customer=customer).exists()
        return [Because(_("picked by hand"), holds)]
    book = Book(user)
    conditions = list(dict.fromkeys(conditions_in(tree_of(segment.condition, book))))
    at = at or timezone.now()

    def holds(one: Condition) -> Case:
        where = matching(Group("all", (one,)), user=user, at=at, chain=(segment.pk,))
        return Case(When(where, then=Value(True)), default=Value(False), output_field=BooleanField())

    asked_each = {f"is_{n}": holds(one) for n, one in enumerate(conditions)}
    row = Customer.objects.filter(pk=customer.pk).annotate(**asked_each).values_list(*asked_each).first()
    writer = Writer(book)
    return [Because(writer.condition(one), bool(holds)) for one, holds in zip(conditions, row or (), strict=False)]
