"""By which organisations a reader may find people: those whom they see themselves."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rapport.customers.finding import Line
from rapport.customers.models import Affiliation
from rapport.customers.queries.typed import lines_of
from rapport.staff.models import Business
from rapport.staff.sight import is_divided_for


class Sighting:
    """Whose eyes a search looks through. Nobody's: in a house divided by team no organisation is seen."""

    def __init__(self, reader: Any = None) -> None:
        self.reader = reader

    @cached_property
    def is_partial(self) -> bool:
        if self.reader is not None:
            return is_divided_for(self.reader)
        return Business.objects.current().sees_by_team

    @property
    def affiliations(self) -> QuerySet[Affiliation]:
        if not self.is_partial:
            return Affiliation.objects.all()
        return Affiliation.objects.visible_to(self.reader) if self.reader else Affiliation.objects.none()

    def seen(self, texts: dict[UUID, str]) -> dict[UUID, list[str]]:
        """The lines of each text, with no organisation that the reader doesn't see. One query in a divided house."""
        lines = {pk: lines_of(text) for pk, text in texts.items()}
        affiliated = [pk for pk, said in lines.items() if said[Line.ORGANISATIONS]]
        if affiliated and self.is_partial:
            for pk in affiliated:
                lines[pk][Line.ORGANISATIONS] = ""
            rows = self.affiliations.filter(person__in=affiliated).order_by()
            for pk, key in rows.values_list("person", "organisation__search_key"):
                lines[pk][Line.ORGANISATIONS] += f" {key}"
        return lines
