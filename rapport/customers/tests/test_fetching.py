"""All rows of a customer in one query are the rows that Django would have read one table at a time."""

import pytest
from django.db.models import prefetch_related_objects
from django.utils import timezone

from rapport.core.fetching import fetch_rows
from rapport.customers import actions
from rapport.customers.models import Customer
from rapport.customers.queries.customer import PARTS


@pytest.fixture
def tamar(business, ann):
    return actions.add(
        "თამარ ბერიძე",
        by=ann,
        at=timezone.now(),
        emails=[{"address": "b@example.com"}, {"address": "a@example.com", "is_preferred": True, "is_verified": True}],
        phones=[{"raw": "+995 555 12 34 56", "label": "“work” \\ 'ü'"}],
        addresses=[{"lines": "Dlouhá 1\nPraha", "city": "Praha", "country": "CZ"}],
        dates=[{"kind": "birthday", "month": 2, "day": 29}],
        codes=[{"source": "shop", "code": "T-1"}],
    )


def test_the_rows_are_those_that_django_reads(tamar, django_assert_num_queries):
    one, other = Customer.objects.get(pk=tamar.pk), Customer.objects.get(pk=tamar.pk)
    with django_assert_num_queries(1):
        fetch_rows(one, PARTS)
        at_once = {name: list(getattr(one, name).all()) for name in PARTS}
    prefetch_related_objects([other], *PARTS)
    for name in PARTS:
        known = list(getattr(other, name).all())
        assert at_once[name] == known
        for row, expected in zip(at_once[name], known, strict=True):
            assert _values(row) == _values(expected)
            assert row.customer is one


def test_known_rows_can_still_be_asked_for_others(tamar):
    fetch_rows(tamar, PARTS)
    assert [email.address for email in tamar.emails.filter(is_preferred=True)] == ["a@example.com"]


def _values(row) -> dict:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
