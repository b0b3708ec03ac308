"""Two customers compared now, whether or not anybody proposed it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from rapport.customers.duplicates.blocks import PROFILES
from rapport.customers.duplicates.changed import how_many
from rapport.customers.duplicates.comparing import Evidence, compare
from rapport.customers.duplicates.profiles import Profile, profile

CROWD = """
SELECT key, count(*) FROM customers_email WHERE key = ANY(%s) GROUP BY key HAVING count(*) > 2
UNION ALL
SELECT e164, count(*) FROM customers_phone WHERE e164 = ANY(%s) GROUP BY e164 HAVING count(*) > 2
"""


def profiles_of(keys: Iterable[UUID]) -> dict[UUID, Profile]:
    """What these are compared by. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(PROFILES.format(who="SELECT 0 AS n, unnest(%s::uuid[]) AS id"), [list(keys)])
        crowded: dict[str, int] = {}
        found = {row[1]: profile(row[1:], crowded) for row in cursor}
        mails = [key for one in found.values() for key in one.exact_emails]
        phones = [number for one in found.values() for number in one.phones]
        cursor.execute(CROWD, [mails, phones])
        crowded.update(cursor.fetchall())
    return found


def evidence(first: UUID, second: UUID) -> Evidence:
    """What speaks for both being one."""
    found = profiles_of((first, second))
    return compare(found[first], found[second], how_many())
