"""Customers named one by one: by a scanner, which types a line and Enter, or pasted from elsewhere.

A line is a code of any system, an e-mail address or a phone number; the card on somebody's page, as its QR code says
it, is several.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models.functions import Coalesce, Lower

from rapport.core import phones
from rapport.core.emails import email_key
from rapport.core.names import clean
from rapport.customers.models import Customer, Email, ExternalCode, Phone
from rapport.staff.models import Business

MOST_LINES = 2_000
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
WHO_IS_IN_A_CARD = re.compile(r"(?:item\d+\.)?(UID|EMAIL|TEL)\b[^:]*:(?:mailto:|tel:)?(.+)", re.IGNORECASE)


@dataclass
class Named:
    """Whom the lines mean, and the lines that a person has to look at."""

    keys: list[UUID] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)


def named_in(text: str, *, user: Any) -> Named:
    """The customers whom `user` sees of those named. A fixed number of queries."""
    lines = list(dict.fromkeys(lines_of(text)))[:MOST_LINES]
    meant = _meant(lines)
    everybody = set().union(*meant.values())
    seen = set(Customer.objects.visible_to(user).in_use().filter(pk__in=everybody).values_list("pk", flat=True))
    named = Named()
    for line in lines:
        found = meant[line] & seen
        if len(found) == 1:
            named.keys += found - set(named.keys)
        else:
            (named.several if found else named.unknown).append(line)
    return named


def lines_of(text: str) -> Iterator[str]:
    """Of a card only who it is about: the key that this house gave them, else how to reach them."""
    card: dict[str, str] | None = None
    for line in map(clean, text.splitlines()):
        begins = line.upper()
        if begins == "BEGIN:VCARD":
            card = {}
        elif begins == "END:VCARD" and card is not None:
            yield from [told for name in ("UID", "EMAIL", "TEL") if (told := card.get(name))][:1]
            card = None
        elif card is None and line:
            yield line
        elif card is not None and (said := WHO_IS_IN_A_CARD.fullmatch(line)):
            name, value = said[1].upper(), said[2].strip()
            if name != "UID" or ID.search(value):
                card.setdefault(name, value)


def _meant(lines: Iterable[str]) -> dict[str, set[UUID]]:
    country = Business.objects.current().country
    ids = {line: UUID(found[0]) for line in lines if (found := ID.search(line))}
    mails = {line: email_key(line) for line in lines if "@" in line}
    numbers = {line: number for line in lines if (number := phones.parse(line, country).e164)}
    by_id = _by(Customer.every.filter(pk__in=ids.values()), "pk", who="")
    by_mail = _by(Email.objects.filter(key__in=mails.values()), "key")
    codes = ExternalCode.objects.alias(lower=Lower("code")).filter(lower__in=[line.lower() for line in lines])
    by_code = _by(codes, Lower("code"))
    by_number = _by(Phone.objects.filter(e164__in=numbers.values()), "e164")
    return {
        line: by_id.get(ids.get(line))
        or by_code.get(line.lower())
        or by_mail.get(mails.get(line))
        or by_number.get(numbers.get(line))
        or set()
        for line in lines
    }


def _by(rows, column, *, who: str = "customer__") -> dict[Any, set[UUID]]:
    """Who has such a row, by its value; whoever was merged is the one they became."""
    found: dict[Any, set[UUID]] = {}
    became = Coalesce(f"{who}merged_into", who.removesuffix("__") or "pk")
    for value, key in rows.values_list(column, became):
        found.setdefault(value, set()).add(key)
    return found
