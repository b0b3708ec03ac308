"""Every row of a list is met once, whatever the order, ties and gaps."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.core import keyset
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer

pytestmark = pytest.mark.django_db


def walk(order, size=3):
    names, after = [], None
    while True:
        page = keyset.page(Customer.objects.all(), order=order, after=after, size=size)
        names += [row.pk for row in page]
        assert len(page) <= size
        if not page.next:
            return names
        after = page.next


@pytest.fixture
def a_dozen():
    now = timezone.now()
    for n in range(12):
        archived = now - timedelta(days=n // 3) if n % 2 else None
        a_customer(f"Name {n % 4}", sort_key=f"name {n % 4}", archived_at=archived)


@pytest.mark.parametrize(
    "order", [("sort_key",), ("-sort_key",), ("archived_at",), ("-archived_at", "-sort_key"), ("id",)]
)
def test_a_walk_meets_every_row_once(a_dozen, order):
    met = walk(order)

    assert len(met) == len(set(met)) == 12


def test_rows_without_a_value_come_last_in_both_directions(a_dozen):
    for order in [("archived_at",), ("-archived_at",)]:
        archived = [Customer.objects.get(pk=pk).archived_at for pk in walk(order)]
        assert all(archived[:6]) and not any(archived[6:])


@pytest.mark.parametrize("cursor", ["x", "bm9ucw", "W10", "WzFd", "é", "eyJhIjoxfQ"])
def test_a_foreign_cursor_is_named_as_such(cursor):
    with pytest.raises(keyset.BadCursor):
        keyset.page(Customer.objects.all(), order=("sort_key",), after=cursor)


def test_a_page_costs_one_query(a_dozen, django_assert_num_queries):
    with django_assert_num_queries(1):
        keyset.page(Customer.objects.all(), order=("sort_key",), size=5)
