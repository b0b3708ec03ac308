"""An open order, a late one, a contract and a trial; and someone signed in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.orders import actions
from rapport.orders.testing import an_order


@pytest.fixture
def page(client, business, cast):
    """Signed in as the person of that name."""

    def as_(name: str):
        client.force_login(cast[name])
        return client

    return as_


@pytest.fixture
def order(business, ann, cora):
    at = timezone.now() - timedelta(days=2)
    return an_order(customer=cora, by=ann, at=at, promised_on=timezone.localdate() + timedelta(days=10))


@pytest.fixture
def late_order(business, ann, cora):
    at = timezone.now() - timedelta(days=30)
    return an_order(customer=cora, by=ann, at=at, promised_on=timezone.localdate() - timedelta(days=5))


@pytest.fixture
def contract(business, ann, cora):
    day = timezone.localdate()
    return actions.sign(
        cora,
        at=timezone.now(),
        by=ann,
        title="Chairs, yearly",
        currency="EUR",
        starts_on=day,
        ends_on=day + timedelta(365),
    )


@pytest.fixture
def trial(business, ann, cora):
    return actions.hand_out(cora, at=timezone.now(), by=ann, given_on=timezone.localdate(), what="Bar stool")
