"""Of one system a record has one code: where both have one, somebody chooses which of them the survivor carries.

The other stays with the absorbed record and leads to the survivor all the same. Two rows change places: no single
statement could do that, since a system's codes are one for each record at any moment.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from rapport.customers.models import Customer, ExternalCode, Merge

PREFIX = "code."  # of the name of the choice: "code.shop"
Pair = tuple[ExternalCode, ExternalCode]


def rivals(survivor: Customer, absorbed: Customer) -> list[Pair]:
    """The codes of both for each system that knows both, the survivor's first. One query."""
    rows = ExternalCode.objects.filter(customer__in=[survivor.pk, absorbed.pk]).order_by("source")
    theirs = {row.source: row for row in rows if row.customer_id == absorbed.pk}
    return [(row, theirs[row.source]) for row in rows if row.customer_id == survivor.pk and row.source in theirs]


def take_over(merge: Merge, take: Mapping[str, str]) -> list[list[str]]:
    """Let the survivor have those codes that were chosen of the absorbed one; answers the keys of each pair."""
    wanted = {name.removeprefix(PREFIX) for name, choice in take.items() if choice == "absorbed"}
    pairs = [pair for pair in rivals(merge.survivor, merge.absorbed) if pair[0].source in wanted] if wanted else []
    _exchange(pairs)
    return [[str(code.pk) for code in pair] for pair in pairs]


def give_back(merge: Merge) -> int:
    """Turn that back where the codes are still as the merge left them; answers how many rows are not."""
    noted = [[UUID(key) for key in pair] for pair in merge.field_choices.get("codes", ())]
    rows = ExternalCode.objects.in_bulk([key for pair in noted for key in pair]) if noted else {}
    found = [(rows.get(own), rows.get(theirs)) for own, theirs in noted]
    pairs = [
        (theirs, own)
        for own, theirs in found
        if own and theirs and (own.customer_id, theirs.customer_id) == (merge.absorbed_id, merge.survivor_id)
    ]
    _exchange(pairs)
    return 2 * (len(noted) - len(pairs))


def _exchange(pairs: Iterable[Pair]) -> None:
    """Three statements, however many there are."""
    pairs = list(pairs)
    if not pairs:
        return
    ExternalCode.objects.filter(pk__in=[one.pk for one, _other in pairs]).delete()
    for one, other in pairs:
        one.customer_id, other.customer_id = other.customer_id, one.customer_id
    ExternalCode.objects.bulk_update([other for _one, other in pairs], ["customer"])
    ExternalCode.objects.bulk_create([one for one, _other in pairs])
