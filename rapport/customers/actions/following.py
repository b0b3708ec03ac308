from datetime import datetime, timedelta

from django.db import connection, transaction

from rapport.core.ids import uuid7
from rapport.customers.models import Customer, Follow

ONE_LOOK = timedelta(minutes=5)  # going back and forth between two pages is one look


def follow(customer: Customer, *, user) -> None:
    """`user` wants to hear what happens with `customer`. Twice is harmless."""
    _follow(customer, user, True)


def unfollow(customer: Customer, *, user) -> None:
    """`user` no longer wants to hear what happens with `customer`."""
    _follow(customer, user, False)


def look(customer: Customer, *, user, at: datetime) -> datetime | None:
    """Note that `user` looks at `customer`, and answer when they looked before; None for the first time.

    What is new stays new for one look, so that it is still there after a step to another page and back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH before AS (
              SELECT CASE WHEN looked_at > %(one_look)s THEN coalesce(looked_before, looked_at) ELSE looked_at END AS at
              FROM customers_follow WHERE user_id = %(user)s AND customer_id = %(customer)s
            )
            INSERT INTO customers_follow AS f (id, user_id, customer_id, is_following, looked_at)
            VALUES (%(id)s, %(user)s, %(customer)s, false, %(at)s)
            ON CONFLICT (user_id, customer_id) DO UPDATE SET
              looked_at = CASE WHEN f.looked_at > %(one_look)s THEN f.looked_at ELSE excluded.looked_at END,
              looked_before = CASE WHEN f.looked_at > %(one_look)s THEN f.looked_before ELSE f.looked_at END
            RETURNING (SELECT at FROM before)
            """,
            {"id": uuid7(), "user": user.pk, "customer": customer.pk, "at": at, "one_look": at - ONE_LOOK},
        )
        return cursor.fetchone()[0]


@transaction.atomic
def _follow(customer: Customer, user, is_following: bool) -> None:
    Follow.objects.update_or_create(user=user, customer=customer, defaults={"is_following": is_following})
