from datetime import timedelta

import pytest

from rapport.orders.testing import FRIDAY, MONDAY, an_order
from rapport.today.queries import morning

NEXT_MONDAY = MONDAY + timedelta(days=7)


@pytest.mark.django_db
def test_a_late_delivery_stands_on_today_once(business, ann, cora):
    an_order(customer=cora, by=ann, promised_on=FRIDAY)

    (item,) = [item for item in morning(ann, at=NEXT_MONDAY).items if item.customer == cora]
    assert (item.kind, str(item.step.label)) == ("delays", "Tell the customer")
