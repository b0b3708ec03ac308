"""What people have said already: these two are two. Not asked again until what they are compared by changes."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import connection

from rapport.customers.duplicates.comparing import Evidence
from rapport.customers.duplicates.profiles import Profile

# Who was merged since is looked for under whom they were merged into.
DECIDED = """
SELECT coalesce(f.merged_into_id, f.id), coalesce(s.merged_into_id, s.id), d.first_keys, d.second_keys,
  f.merged_into_id IS NOT NULL, s.merged_into_id IS NOT NULL
FROM customers_notduplicates d
JOIN customers_customer f ON f.id = d.first_id JOIN customers_customer s ON s.id = d.second_id
"""

Compared = tuple[Profile, Profile, Evidence]


class Decisions:
    """All of them, some dozens of bytes each."""

    def __init__(self):
        self._said: dict[tuple[UUID, UUID], list[dict[UUID, str]]] = {}
        with connection.cursor() as cursor:
            cursor.execute(DECIDED)
            for first, second, first_keys, second_keys, first_gone, second_gone in cursor:
                keys = {first: "" if first_gone else first_keys, second: "" if second_gone else second_keys}
                self._said.setdefault(_in_order(first, second), []).append(keys)

    def hold(self, one: Profile, other: Profile) -> bool:
        """Whether somebody said so of the two as they are now. Who has taken in another since is as they were."""
        for keys in self._said.get(_in_order(one.id, other.id), ()):
            if all(keys[whose.id] in ("", whose.digest) for whose in (one, other)):
                return True
        return False


def undecided(found: Iterable[Compared]) -> Iterator[Compared]:
    decisions = Decisions()
    return (compared for compared in found if not decisions.hold(compared[0], compared[1]))


def _in_order(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    return (one, other) if one < other else (other, one)
