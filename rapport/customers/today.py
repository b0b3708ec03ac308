from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.core.registry import Step, TodayItem, TodaySource, today
from rapport.customers import naming
from rapport.customers.models import Customer, ImportantDate
from rapport.customers.queries import dates_in_the_next_days
from rapport.staff.models import Business

ICONS = {
    ImportantDate.Kind.BIRTHDAY: "cake",
    ImportantDate.Kind.NAME_DAY: "calendar-heart",
    ImportantDate.Kind.WEDDING: "heart",
    ImportantDate.Kind.ANNIVERSARY: "confetti",
    ImportantDate.Kind.CUSTOMER_SINCE: "heart-handshake",
}


def coming_dates(user, at: datetime) -> Iterator[TodayItem]:
    """Birthdays and other days to remember within a week, in the business's days. Ages are never told."""
    here = at.astimezone(naming.zone_of(Customer(), Business.objects.current())).date()
    for when, day in dates_in_the_next_days(Customer.objects.sight(user), today=here):
        yield TodayItem(
            key=f"date:{when.pk}:{day.year}",
            customer=when.customer,
            what=when.label or when.get_kind_display(),
            icon=ICONS.get(when.kind, "calendar-event"),
            kind="dates",
            due_on=day,
            tone="thanks",
            step=Step(_("Write a line"), f"{when.customer.get_absolute_url()}?compose=letter", icon="pencil"),
        )


today.add(
    TodaySource(
        "dates",
        gettext_lazy("Days to remember"),
        coming_dates,
        permission="customers.view_customer",
        order=80,
        dates=True,
    )
)
