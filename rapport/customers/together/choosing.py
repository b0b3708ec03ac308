"""Who is chosen. The number is fixed when somebody chooses: nobody comes in afterwards unseen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.core.refusals import Refusal
from rapport.customers.models import Choice, Customer
from rapport.customers.queries.lists import Filters
from rapport.customers.queries.search import look_for

KEPT_DAYS = 30  # a deed can be taken back as long


class AnotherNumber(Refusal):
    code = "another_number"
    message = _("The list has changed since you chose. Look at it again, and choose anew.")


def choose(
    *, by, at: datetime, ids: Sequence[UUID] | None = None, filters: Filters | None = None, q: str = ""
) -> Choice:
    """Note whom `by` chose: these `ids`, or everybody whom the list shows with `filters` and the search `q`."""
    filters = filters or Filters()
    visible = Customer.objects.visible_to(by).in_use()
    if ids is None and q.strip():
        ids = list(look_for(filters.apply(visible), q, reader=by).best)
    if ids is not None:
        ids = list(visible.filter(pk__in=ids).values_list("pk", flat=True))
        return Choice.objects.create(by=by, made_at=at, ids=ids, filters=filters.kept(), count=len(ids))
    count = filters.apply(visible).filter(created_at__lte=at).count()
    return Choice.objects.create(by=by, made_at=at, filters=filters.kept(), count=count)


def chosen_by(choice: Choice) -> QuerySet:
    """The customers of a choice, as far as whoever made it may still see them. Raises `AnotherNumber`."""
    visible = Customer.objects.visible_to(choice.by).in_use()
    if choice.ids is not None:
        return visible.filter(pk__in=choice.ids)
    found = Filters.taken_up(choice.filters, user=choice.by).apply(visible).filter(created_at__lte=choice.made_at)
    if found.count() > choice.count:
        raise AnotherNumber
    return found


def forget_old_choices(at: datetime) -> int:
    """Take away the choices that are too old to be taken back. Answers how many they were."""
    return Choice.objects.filter(made_at__lt=at - timedelta(days=KEPT_DAYS)).delete()[0]
