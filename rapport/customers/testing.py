"""Customers for tests: Cora buys."""

import pytest

from rapport.customers.models import Customer


def a_customer(name: str = "Cora Lindqvist", **fields) -> Customer:
    return Customer.objects.create(name=name, **fields)


@pytest.fixture
def cora(db) -> Customer:
    return a_customer(given_name="Cora", family_name="Lindqvist", language="en")
