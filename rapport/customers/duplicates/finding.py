"""Looking through all customers for duplicates: which pairs may be one, compared, and kept as proposals.

The database finds and keeps the pairs; Python sees some thousands of them at a time, so that a million customers take
no more memory than a thousand.
"""

import gc
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import connection, transaction
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from rapport.customers.duplicates.blocks import BLOCKS, CUT, GROUPS, NAMES, PAIRS, PEOPLE, PLACES, PROFILES
from rapport.customers.duplicates.comparing import Evidence, compare, may_be_one
from rapport.customers.duplicates.decided import undecided
from rapport.customers.duplicates.profiles import Profile, profile
from rapport.customers.models import DuplicatePair, DuplicateSearch

BATCH = 4000  # pairs that are compared at a time
KEPT = 12_000  # profiles that are remembered, as pairs come in the order of one of them
CROWDED = 50_000  # mailboxes and phones that many share, of which it is known how many
COMMON = 3  # as many must have a word for it to be known how many they are

INSERT_FOUND = """
INSERT INTO dup_found
SELECT * FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::float8[], %s::text[], %s::jsonb[])
"""

Found = tuple[Profile, Profile, Evidence]


def unwatched(fraction: float, doing: object = "") -> None:
    """For whoever does not look on."""


@transaction.atomic
def find_all(search: DuplicateSearch, watch: Callable[..., None] = unwatched) -> DuplicateSearch:
    """Compare everybody with everybody who may be the same, and propose what is likely. Replaces earlier proposals."""
    with connection.cursor() as cursor:
        watch(0.0, _("Reading who there is"))
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(PEOPLE)
        search.customers = cursor.rowcount
        cursor.execute("CREATE UNIQUE INDEX ON dup_one (n)")
        cursor.execute("ANALYZE dup_one")
        cursor.execute(PLACES)
        search.cut = list(_pair_up(cursor, watch))
        counts, crowded = _counts(cursor), crowds(cursor)
        search.compared = _distinct_pairs(cursor)
        keep(search, undecided(compared(cursor, search.compared, counts, crowded, watch)))
        cursor.execute("DROP TABLE dup_pair, dup_once, dup_place, dup_one")
    return search


def _pair_up(cursor, watch) -> Iterator[dict]:
    """Fill `dup_pair`; answers what was cut off."""
    cursor.execute("CREATE TEMP TABLE dup_pair (a int, b int, closeness int) ON COMMIT DROP")
    for number, block in enumerate(BLOCKS):
        watch(0.1 + 0.4 * number / len(BLOCKS), _("Looking for: %(what)s") % {"what": block.label})
        cursor.execute(GROUPS.format(key=block.key, rows=block.rows))
        cursor.execute(PAIRS, [block.closeness, block.most])
        cursor.execute(CUT, [block.most])
        groups, customers = cursor.fetchone()
        cursor.execute("DROP TABLE dup_group")
        if groups and block.is_told:
            yield {"block": block.name, "groups": groups, "customers": int(customers)}


def _distinct_pairs(cursor) -> int:
    cursor.execute(
        "CREATE TEMP TABLE dup_once ON COMMIT DROP AS"
        " SELECT a, b, max(closeness) AS closeness FROM dup_pair GROUP BY a, b ORDER BY a, b"
    )
    return cursor.rowcount


def _counts(cursor) -> Callable[[str], int]:
    """How many have each word in their names: what few have may be a slip of what many have."""
    cursor.execute(
        "SELECT w, count(*) FROM dup_one, unnest(string_to_array(name, ' ')) w GROUP BY w HAVING count(*) >= %s"
        " ORDER BY 2 DESC LIMIT 200000",
        [COMMON],
    )
    known = dict(cursor.fetchall())
    return lambda word: known.get(word, 1)


def crowds(cursor) -> dict[str, int]:
    """Mailboxes and numbers of `dup_one` that more than two have, with how many."""
    cursor.execute(
        "SELECT key, count(*) FROM customers_email JOIN dup_one o ON o.id = customer_id GROUP BY key"
        " HAVING count(*) > 2 UNION ALL"
        " SELECT e164, count(*) FROM customers_phone JOIN dup_one o ON o.id = customer_id WHERE e164 <> ''"
        " GROUP BY e164 HAVING count(*) > 2 UNION ALL"
        " SELECT '@' || split_part(key, '@', 2), count(*) FROM customers_email JOIN dup_one o ON o.id = customer_id"
        " GROUP BY 1 HAVING count(*) > 2 ORDER BY 2 DESC LIMIT %s",
        [CROWDED],
    )
    return dict(cursor.fetchall())


@contextmanager
def _little_swept() -> Iterator[None]:
    """Profiles come and go by the million and hold no rings: looking for such costs as much as comparing does."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def compared(cursor, total: int, counts, crowded, watch) -> Iterator[Found]:
    """All pairs that are likely enough, with their evidence. Most are called too differently to be read in full."""
    called, whole = Remembered(cursor, NAMES), Remembered(cursor, PROFILES, crowded)
    done = 0
    with _little_swept(), connection.connection.cursor(name="dup_stream") as stream:
        stream.itersize = BATCH
        stream.execute("SELECT a, b, closeness FROM dup_once")
        while pairs := stream.fetchmany(BATCH):
            called.read({n for a, b, _closeness in pairs for n in (a, b)})
            some = [(a, b) for a, b, near in pairs if may_be_one(called[a], called[b], counts, near)]
            whole.read({n for pair in some for n in pair})
            for a, b in some:
                evidence = compare(whole[a], whole[b], counts)
                if evidence.is_proposed:
                    yield whole[a], whole[b], evidence
            done += len(pairs)
            watch(0.5 + 0.5 * done / max(1, total), _("Comparing"))


class Remembered:
    """Profiles by their numbers, the latest of them; pairs come in the order of one of the two."""

    def __init__(self, cursor, query: str, crowded: dict[str, int] | None = None):
        self._cursor, self._crowded = cursor, crowded or {}
        self._query = query.format(who="SELECT n, id FROM dup_one WHERE n = ANY(%s)")
        self._profiles: OrderedDict[int, Profile] = OrderedDict()

    def __getitem__(self, n: int) -> Profile:
        return self._profiles[n]

    def read(self, wanted: set[int]) -> None:
        while len(self._profiles) > KEPT:
            self._profiles.popitem(last=False)
        if missing := [n for n in wanted if n not in self._profiles]:
            self._cursor.execute(self._query, [missing])
            for n, *row in self._cursor:
                self._profiles[n] = profile(row, self._crowded)
        for n in wanted:
            self._profiles.move_to_end(n)


def keep(search: DuplicateSearch, found: Iterable[Found], touched: str = "customers_customer") -> None:
    """Write the proposals. Those of the `touched` that nothing speaks for any more go."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE dup_found"
            " (id uuid, first uuid, second uuid, weight float8, strength text, evidence jsonb) ON COMMIT DROP"
        )
        rows = _rows(found)
        while some := list(islice(rows, BATCH)):  # not by COPY: what is found comes by the same connection
            cursor.execute(INSERT_FOUND, list(map(list, zip(*some, strict=True))))
        cursor.execute(
            f"INSERT INTO {DuplicatePair._meta.db_table} AS kept"  # noqa: S608
            " (id, first_id, second_id, weight, strength, evidence, found_at)"
            " SELECT id, first, second, weight, strength, evidence, %s FROM dup_found ORDER BY id"
            " ON CONFLICT (first_id, second_id) DO UPDATE SET weight = excluded.weight, strength = excluded.strength,"
            " evidence = excluded.evidence",
            [search.began_at],
        )
        search.proposed = cursor.rowcount
        cursor.execute(
            f"DELETE FROM {DuplicatePair._meta.db_table} p WHERE NOT EXISTS"  # noqa: S608
            " (SELECT FROM dup_found f WHERE f.first = p.first_id AND f.second = p.second_id)"
            f" AND (EXISTS (SELECT FROM {touched} t WHERE t.id = p.first_id)"
            f" OR EXISTS (SELECT FROM {touched} t WHERE t.id = p.second_id))"
        )
        cursor.execute("DROP TABLE dup_found")


def _rows(found: Iterable[Found]) -> Iterator[tuple]:
    for one, other, evidence in found:
        first, second = sorted((one.id, other.id))
        facts = [[name, outcome, round(bits, 2)] for name, outcome, bits in evidence.facts]
        yield uuid7(), first, second, evidence.weight, evidence.strength, json.dumps(facts)
