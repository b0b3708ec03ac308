"""Looking for duplicates of those who changed: the same comparison, with candidates found by the lists' own indexes."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from rapport.customers.duplicates.blocks import MAILBOX
from rapport.customers.duplicates.decided import undecided
from rapport.customers.duplicates.finding import compared, crowds, keep, unwatched
from rapport.customers.expressions import ANOTHER_MAILBOX
from rapport.customers.models import DuplicateSearch

MOST = 5000  # more changed at once, as by an import: then everybody is looked through
SHARED = 40  # of those with one mailbox or number
NAMESAKES = 2000  # of one name, among whom one looks for the same place
KNOWN_TO = 2000  # as far as it is counted how many have a word

_OTHER_KEY = dict(ANOTHER_MAILBOX.children)["key__regex"]
_LIVE = "archived_at IS NULL AND standing = '' AND merged_into_id IS NULL"
_IS_LIVE = " AND ".join(f"c.{condition}" for condition in _LIVE.split(" AND "))

# Pairs (x, y) of one who changed and another. Each way reads a bounded number of rows for each of them.
WAYS = (
    """
    SELECT m.id, o.customer_id FROM (
      SELECT t.id, e.key, {mailbox_of_e} AS mailbox
      FROM dup_touched t JOIN customers_email e ON e.customer_id = t.id) m
    CROSS JOIN LATERAL (
      (SELECT customer_id FROM customers_email WHERE key IN (m.key, m.mailbox) LIMIT {shared})
      UNION (SELECT customer_id FROM customers_email WHERE {mailbox} = m.mailbox
        AND key ~ '{other_key}' LIMIT {shared})) o
    """,
    """
    SELECT t.id, o.customer_id FROM dup_touched t JOIN customers_phone p ON p.customer_id = t.id AND p.e164 <> ''
    CROSS JOIN LATERAL (SELECT customer_id FROM customers_phone WHERE e164 = p.e164 LIMIT {shared}) o
    """,
    """
    SELECT t.id, o.customer_id FROM dup_touched t JOIN customers_externalcode x ON x.customer_id = t.id
    JOIN customers_externalcode o ON lower(o.code) = lower(x.code) AND o.source = x.source
    """,
    """
    SELECT t.id, o.customer_id FROM dup_touched t JOIN customers_customer mine ON mine.id = t.id
    JOIN customers_importantdate d ON d.customer_id = t.id AND d.kind = 'birthday' AND d.year IS NOT NULL
    JOIN customers_importantdate o ON o.month = d.month AND o.day = d.day AND o.year = d.year AND o.kind = 'birthday'
    JOIN customers_customer c ON c.id = o.customer_id
    WHERE string_to_array(c.sound_key, ' ') && string_to_array(mine.sound_key, ' ')
      OR left(c.sound_key, 1) = left(mine.sound_key, 1)
    """,
    """
    SELECT t.id, o.id FROM dup_touched t JOIN customers_customer mine ON mine.id = t.id
    JOIN customers_address a ON a.customer_id = t.id
    CROSS JOIN LATERAL (SELECT c.id FROM customers_customer c
      WHERE string_to_array(c.search_key, ' ') @> string_to_array(split_part(mine.search_key, ' | ', 1), ' ')
      LIMIT {namesakes}) o
    JOIN customers_address b ON b.customer_id = o.id AND (b.postal_code = a.postal_code OR b.city = a.city)
    """,
    """
    SELECT t.id, o.id FROM dup_touched t JOIN customers_customer mine ON mine.id = t.id AND mine.sound_key <> ''
    JOIN customers_address a ON a.customer_id = t.id
    CROSS JOIN LATERAL (SELECT c.id FROM customers_customer c
      WHERE string_to_array(c.sound_key, ' ') @> string_to_array(mine.sound_key, ' ') LIMIT {namesakes}) o
    JOIN customers_address b ON b.customer_id = o.id AND b.postal_code = a.postal_code
    """,
    """
    SELECT t.id, o.id FROM dup_touched t JOIN customers_customer mine ON mine.id = t.id AND mine.kind = 'organisation'
    CROSS JOIN LATERAL (SELECT c.id FROM customers_customer c WHERE c.kind = 'organisation'
      AND string_to_array(c.search_key, ' ') && ARRAY[split_part(mine.search_key, ' ', 1)] LIMIT 200) o
    """,
)
GAPS = {
    "mailbox": MAILBOX.format(key="key"),
    "mailbox_of_e": MAILBOX.format(key="e.key"),
    "other_key": _OTHER_KEY,
    "shared": SHARED,
    "namesakes": NAMESAKES,
}


@transaction.atomic
def find_changed(
    search: DuplicateSearch, since: datetime, watch: Callable[..., None] = unwatched
) -> DuplicateSearch | None:
    """Compare those who changed from `since` on with everybody. None, and nothing done, where they are too many."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off")
        cursor.execute("CREATE TEMP TABLE dup_touched (id uuid PRIMARY KEY) ON COMMIT DROP")
        cursor.execute(
            f"INSERT INTO dup_touched SELECT id FROM customers_customer c"  # noqa: S608
            f" WHERE updated_at >= %s AND {_IS_LIVE} LIMIT %s",
            [since, MOST + 1],
        )
        search.customers = cursor.rowcount
        if search.customers > MOST:
            cursor.execute("DROP TABLE dup_touched")
            return None
        cursor.execute("ANALYZE dup_touched")
        search.compared = _pair_up(cursor, watch)
        keep(search, undecided(compared(cursor, search.compared, how_many(), crowds(cursor), watch)), "dup_touched")
        cursor.execute("DROP TABLE dup_once, dup_one, dup_pair, dup_touched")
    return search


def candidates(pk: UUID) -> list[UUID]:
    """Who may be the same as this one, not yet compared."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE dup_touched (id uuid PRIMARY KEY) ON COMMIT DROP")
        cursor.execute("INSERT INTO dup_touched VALUES (%s)", [pk])
        _pair_up(cursor, unwatched)
        cursor.execute("SELECT id FROM dup_one WHERE id <> %s ORDER BY id", [pk])
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE dup_once, dup_one, dup_pair, dup_touched")
    return found


def _pair_up(cursor, watch) -> int:
    cursor.execute("CREATE TEMP TABLE dup_pair (x uuid, y uuid) ON COMMIT DROP")
    for number, way in enumerate(WAYS):
        watch(0.1 + 0.4 * number / len(WAYS), _("Looking for who resembles them"))
        cursor.execute("INSERT INTO dup_pair" + way.format(**GAPS))
    cursor.execute(
        "CREATE TEMP TABLE dup_one ON COMMIT DROP AS SELECT row_number() OVER (ORDER BY c.id)::int AS n, c.id"  # noqa: S608
        " FROM (SELECT x AS id FROM dup_pair UNION SELECT y FROM dup_pair) p"
        f" JOIN customers_customer c ON c.id = p.id WHERE {_IS_LIVE}"
    )
    cursor.execute("CREATE UNIQUE INDEX ON dup_one (n)")
    cursor.execute(
        "CREATE TEMP TABLE dup_once ON COMMIT DROP AS"
        " SELECT DISTINCT least(a.n, b.n) AS a, greatest(a.n, b.n) AS b, 1 AS closeness FROM dup_pair p"
        " JOIN dup_one a ON a.id = p.x JOIN dup_one b ON b.id = p.y WHERE a.n <> b.n ORDER BY 1, 2"
    )
    return cursor.rowcount


def how_many() -> Callable[[str], int]:
    """Asks for each word once, and no further than it matters."""

    @cache
    def counted(word: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM (SELECT FROM customers_customer WHERE string_to_array(search_key, ' ') @> %s"
                " LIMIT %s) few",
                [[word], KNOWN_TO],
            )
            return cursor.fetchone()[0]

    return counted
