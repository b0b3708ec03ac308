"""When customers and the business last had words with each other, as facts."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from rapport.core.facts import Field, Listing, Type, fields
from rapport.core.facts.columns import as_moment
from rapport.timeline.models import LastContact


def last_contacts(ids: Sequence[UUID]) -> dict[UUID, LastContact]:
    return {row.customer_id: row for row in LastContact.objects.filter(customer__in=ids)}


LISTING = Listing("last contacts", last_contacts)


def _moment(name: str, label, column: str, order: int, **more) -> None:
    fields.add(
        Field(
            name,
            label,
            Type.DATE,
            ask=lambda test: as_moment(f"last_contact__{column}", test),
            group=_("When we spoke"),
            listing=LISTING,
            pick=lambda row: getattr(row, column),
            permission="timeline.view_entry",
            order=order,
            **more,
        )
    )


_moment("last_contact", _("Last contact"), "at", 90, served_by="contact_by_last")
_moment("last_reached", _("We last wrote or spoke"), "by_us_at", 91)
_moment("last_heard", _("They last wrote or spoke"), "by_them_at", 92)
