"""By what somebody was found, where it was not the name: the very address, number, place or code, as it is written."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Lower

from rapport.core.folding import search_key
from rapport.customers.expressions import Digits
from rapport.customers.finding import Line
from rapport.customers.models import Address, Customer, Email, ExternalCode, Phone
from rapport.customers.queries.sighting import Sighting
from rapport.customers.queries.typed import nearness

KEPT = CharField()
Pieces = Sequence[tuple[int, str]]  # what was found in which line of a text


def told(found: Mapping[UUID, Pieces], sighting: Sighting) -> dict[UUID, str]:
    """What to say of each: the value in which the pieces are found best. One query, none without anybody."""
    rows = [_rows(line, found, sighting) for line in sorted({line for by in found.values() for line, _piece in by})]
    best: dict[UUID, tuple[int, str]] = {}
    for pk, line, shown, key in (rows[0].union(*rows[1:], all=True) if rows[1:] else rows[0]) if rows else ():
        key = search_key(key) if line in (Line.ORGANISATIONS, Line.CITIES, Line.TAGS) else key
        near = sum(nearness(piece, f" {key}") for where, piece in found[pk] if where == line)
        if near > best.get(pk, (0, ""))[0]:
            best[pk] = near, shown
    return {pk: shown for pk, (_near, shown) in best.items()}


def _rows(line: int, found: Mapping[UUID, Pieces], sighting: Sighting) -> QuerySet:
    """Whose value of that line is written how, and by which key it is in the text."""
    keys = [pk for pk, by in found.items() if any(line == where for where, _piece in by)]
    if line == Line.ORGANISATIONS:
        who, rows, shown, key = "person", sighting.affiliations, "organisation__name", F("organisation__name")
    elif line == Line.TAGS:
        who, rows, shown, key = "customer", Customer.tags.through.objects, "tag__name", F("tag__name")
    else:
        rows, shown, key = {
            Line.EMAILS: (Email.objects, "address", F("key")),
            Line.PHONES: (Phone.objects, "raw", Digits()),
            Line.CITIES: (Address.objects, "city", F("city")),
            Line.CODES: (ExternalCode.objects, "code", Lower("code")),
        }[Line(line)]
        who = "customer"
    which = Value(int(line), output_field=IntegerField())
    rows = rows.filter(Q(**{f"{who}__in": keys}) | Q(**{f"{who}__merged_into__in": keys})).order_by()
    return rows.values_list(Coalesce(f"{who}__merged_into", who), which, Cast(F(shown), KEPT), Cast(key, KEPT))
