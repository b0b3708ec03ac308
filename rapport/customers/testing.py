"""Customers for tests: Cora buys."""

import pytest

from rapport.customers.models import Customer
from rapport.customers.naming import refresh_keys


def a_customer(name: str = "Cora Lindqvist", **fields) -> Customer:
    """A customer without a timeline, for tests that count entries."""
    customer = Customer(name=name, **fields)
    refresh_keys(customer)
    customer.save()
    return customer


def an_organisation(name: str = "Hotel Aurora", **fields) -> Customer:
    return a_customer(name, kind=Customer.Kind.ORGANISATION, **fields)


@pytest.fixture
def cora(db) -> Customer:
    return a_customer(given_name="Cora", family_name="Lindqvist", language="en")
