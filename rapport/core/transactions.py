from django.db import connection


def this_transaction() -> int:
    """The number of the transaction we are in, which the timeline keeps with every entry it records."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return cursor.fetchone()[0]
