"""A labelled set moves into the database, and the finder is judged by it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from rapport.core.emails import email_key
from rapport.core.names import split_person_name
from rapport.customers.duplicates.testing.people import Known
from rapport.customers.models import Address, Customer, DuplicatePair, Email, ImportantDate, Phone
from rapport.customers.naming import refresh_keys

BATCH = 2000


def settle(known: Iterable[Known], language: str = "en") -> dict[UUID, int]:
    """Make customers of them, without the story that comes with each. Answers who each of them is."""
    whose: dict[UUID, int] = {}
    rows: dict[type, list] = {model: [] for model in (Customer, Email, Phone, Address, ImportantDate)}
    for one in known:
        customer = _customer(one)
        refresh_keys(customer, language)
        whose[customer.pk] = one.who
        rows[Customer].append(customer)
        if one.email:
            rows[Email].append(Email(customer=customer, address=one.email, key=email_key(one.email)))
        if one.phone:
            rows[Phone].append(Phone(customer=customer, raw=one.phone, e164=one.phone, is_valid=True))
        if one.city or one.postal:
            place = {"city": one.city, "postal_code": one.postal, "lines": one.street}
            rows[Address].append(Address(customer=customer, **place))
        if one.birth:
            year, month, day = one.birth
            rows[ImportantDate].append(ImportantDate(customer=customer, year=year, month=month, day=day))
    for model, some in rows.items():
        model.objects.bulk_create(some, batch_size=BATCH)
    return whose


def _customer(one: Known) -> Customer:
    customer = Customer(kind=one.kind, name=one.written, language=one.language, form_gender=one.gender)
    if one.kind == Customer.Kind.PERSON:  # as the form and the importer take a name apart
        split = split_person_name(one.written, one.language)
        customer.given_name, customer.family_name = split.given_name, split.family_name
        customer.patronymic, customer.titles_after = split.patronymic, ", ".join(split.suffix_titles)
    return customer


@dataclass(frozen=True)
class Quality:
    """How many pairs there are, how many were proposed, and how many of those are right."""

    there: int
    proposed: int
    right: int
    strong: int
    strong_right: int

    @property
    def precision(self) -> float:
        return self.right / self.proposed if self.proposed else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.there if self.there else 1.0

    @property
    def strong_precision(self) -> float:
        return self.strong_right / self.strong if self.strong else 1.0

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f}, recall {self.recall:.3f}, of the strong {self.strong_precision:.3f}"
            f" ({self.right} of {self.proposed} proposed; {self.there} there)"
        )


def pairs_of(whose: dict[UUID, int]) -> set[tuple[UUID, UUID]]:
    """Those that are one and the same."""
    same = defaultdict(list)
    for pk, who in whose.items():
        same[who].append(pk)
    return {tuple(sorted(pair)) for some in same.values() for pair in combinations(some, 2)}


def judge(whose: dict[UUID, int]) -> Quality:
    """What the proposals that stand now are worth, of these."""
    there = pairs_of(whose)
    proposed = {(p.first_id, p.second_id): p.strength for p in DuplicatePair.objects.all()}
    proposed = {pair: strength for pair, strength in proposed.items() if whose.keys() & set(pair)}
    strong = {pair for pair, strength in proposed.items() if strength == DuplicatePair.Strength.STRONG}
    return Quality(len(there), len(proposed), len(there & proposed.keys()), len(strong), len(strong & there))
