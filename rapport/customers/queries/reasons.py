"""By what somebody was found, where it was not the name: the very address, number, place or code, as it is written."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Lower

from rapport.core.folding import search_key
from rapport.core.prepared import prepared
from rapport.customers.expressions import Digits
from rapport.customers.finding import Line
from rapport.customers.models import Address, Customer, Email, ExternalCode, Phone
from rapport.customers.queries.sighting import Sighting
from rapport.customers.queries.typed import nearness

KEPT = CharField()
Pieces = Sequence[tuple[int, str]]  # what was found in which line of a text


def told(found: Mapping[UUID, Pieces], sighting: Sighting) -> dict[UUID, str]:
    """What to say of each: the value in which the pieces are found best. Two queries, none without anybody."""
    taken_in = {one.pk: one.merged_into_id for one in _taken_in(list(found))} if found else {}
    lines = sorted({line for by in found.values() for line, _piece in by})
    rows = [_rows(line, found, taken_in, sighting) for line in lines]
    best: dict[UUID, tuple[int, str]] = {}
    for owner, line, shown, key in (rows[0].union(*rows[1:], all=True) if rows[1:] else rows[0]) if rows else ():
        pk = taken_in.get(owner, owner)
        key = search_key(key) if line in (Line.ORGANISATIONS, Line.CITIES, Line.TAGS) else key
        near = sum(nearness(piece, f" {key}") for where, piece in found[pk] if where == line)
        if near > best.get(pk, (0, ""))[0]:
            best[pk] = near, shown
    return {pk: shown for pk, (_near, shown) in best.items()}


@prepared
def _taken_in(keys: list) -> QuerySet[Customer]:
    """Records that became part of those: what they had is in the texts of the others."""
    return Customer.every.filter(merged_into__among=keys).only("merged_into")


def _rows(line: int, found: Mapping[UUID, Pieces], taken_in: Mapping[UUID, UUID], sighting: Sighting) -> QuerySet:
    """Whose value of that line is written how, and by which key it is in the text."""
    keys = [pk for pk, by in found.items() if any(line == where for where, _piece in by)]
    keys += [pk for pk, owner in taken_in.items() if owner in keys]
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
    rows = rows.filter(**{f"{who}__in": keys}).order_by()
    return rows.values_list(F(who), which, Cast(F(shown), KEPT), Cast(key, KEPT))
