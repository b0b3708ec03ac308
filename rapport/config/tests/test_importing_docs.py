from pathlib import Path

import pytest

from rapport.customers.importing.fields import FIELDS
from rapport.orders.importing.columns import ITEM_FIELDS, ORDER_FIELDS, PRODUCT_FIELDS

DOCS = (Path(__file__).parents[3] / "docs" / "importing.md").read_text()


@pytest.mark.parametrize(
    "field", sorted({field.name for field in [*FIELDS, *ORDER_FIELDS, *ITEM_FIELDS, *PRODUCT_FIELDS]})
)
def test_every_field_that_a_column_can_hold_is_documented(field):
    assert f"`{field}`" in DOCS
