"""Moving rows from one customer to another and back: a fixed number of statements, however many rows there are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from rapport.customers.merges.links import Link
from rapport.customers.models import Merge

NAMED = re.compile(r"%\((\w+)\)s")
NOTE = """
INSERT INTO customers_mergemove (merge_id, "table", "column", "row", is_left, before)
SELECT %(merge)s, %(table)s, %(column)s, t."{key}"::text, %(is_left)s, {flags}
FROM "{table}" t
WHERE t."{column}" = %(giver)s AND {chosen} {others}
  AND NOT EXISTS (SELECT FROM "{table}" o WHERE o."{column}" = %(taker)s AND {same})
"""
# "IS NOT DISTINCT FROM" keeps the planner, which knows nothing yet of the rows just noted, from comparing each with
# each: every row is looked up by its key.
MOVE = """
UPDATE "{table}" t SET "{column}" = %(taker)s {flags}
FROM customers_mergemove m
WHERE m.merge_id = %(merge)s AND m."table" = %(table)s AND m."column" = %(column)s AND m.is_left = %(is_left)s
  AND t."{key}" = m."row"::{key_type} AND t."{column}" IS NOT DISTINCT FROM %(giver)s
"""
BACK = """
UPDATE "{table}" t SET "{column}" = %(giver)s {flags}
FROM customers_mergemove m
WHERE m.merge_id = %(merge)s AND m."table" = %(table)s AND m."column" = %(column)s AND m.is_left = %(is_left)s
  AND t."{key}" = m."row"::{key_type} AND t."{column}" IS NOT DISTINCT FROM %(taker)s
  AND NOT EXISTS (SELECT FROM "{table}" o WHERE o."{column}" = %(giver)s AND {same})
"""
ASSIGN = """
UPDATE "{table}" t SET "{column}" = %(taker)s {flags}
WHERE t."{key}" = ANY(%(keys)s) AND t."{column}" = %(giver)s {others}
  AND NOT EXISTS (SELECT FROM "{table}" o WHERE o."{column}" = %(taker)s AND {same})
"""


def move(
    link: Link,
    merge: Merge,
    *,
    giver: UUID,
    taker: UUID,
    stay: Iterable[Any] = (),
    only: Iterable[Any] | None = None,
    is_left: bool = False,
) -> int:
    """Move the rows of `giver` to `taker`, but for what both have, and note each; answers how many.

    `stay` are keys of rows that don't go; of `only`, if given, no others do.
    """
    values = _values(link, merge, giver, taker, is_left) | {"keys": list(stay if only is None else only)}
    chosen = f'{"NOT " if only is None else ""}t."{link.key}" = ANY(%(keys)s)'
    flags = ", ".join(f"""'{name}', t."{name}" """ for name in link.rule.alone)
    flags = f"jsonb_build_object({flags})" if flags else "NULL"
    note = _filled(NOTE, link, chosen=chosen, flags=flags, others=_others(link))
    if not _run(note, values):
        return 0
    return _run(_filled(MOVE, link, flags=_alone(link, "taker")), values)


def back(link: Link, merge: Merge, *, giver: UUID, taker: UUID, is_left: bool = False) -> int:
    """Give `giver` what `move` took, as far as it is still there; answers how many rows."""
    flags = _alone(link, "giver", own="""(m.before ->> '{name}')::boolean""")
    return _run(_filled(BACK, link, flags=flags), _values(link, merge, giver, taker, is_left))


def assign(link: Link, keys: Sequence[Any], *, giver: UUID, taker: UUID) -> int:
    """Hand these rows of `giver` over to `taker`."""
    values = {"keys": list(keys), "giver": giver, "taker": taker}
    return _run(_filled(ASSIGN, link, flags=_alone(link, "taker"), others=_others(link)), values)


def _alone(link: Link, owner: str, own: str = """t."{name}" """) -> str:
    """Of the columns that one row alone may have set: set as it was, unless another row of the owner has it."""
    return "".join(
        f""", "{name}" = {own.format(name=name)} AND NOT EXISTS (SELECT FROM "{link.table}" o
            WHERE o."{link.column}" = %({owner})s AND o."{name}")"""
        for name in link.rule.alone
    )


def _others(link: Link) -> str:
    """Nobody gets tied to themselves."""
    return "".join(f' AND t."{column}" <> %(taker)s' for column in link.others)


def _filled(sql: str, link: Link, **more: str) -> str:
    said = {"table": link.table, "column": link.column, "key": link.key, "key_type": link.key_type}
    return sql.format(**said, same=link.same("o", "t"), **more)


def _values(link: Link, merge: Merge, giver: UUID, taker: UUID, is_left: bool) -> Mapping[str, Any]:
    said = {"merge": merge.pk, "table": link.table, "column": link.column}
    return said | {"giver": giver, "taker": taker, "is_left": is_left}


def _run(sql: str, values: Mapping[str, Any]) -> int:
    """By position: what opens the histories puts a parameter of its own before ours."""
    with connection.cursor() as cursor:
        cursor.execute(NAMED.sub("%s", sql), [values[name] for name in NAMED.findall(sql)])
        return cursor.rowcount
