"""Whom the tests of the customers' pages are about."""

import pytest

from rapport.customers import actions
from rapport.customers.models import Customer
from rapport.customers.testing import an_organisation


@pytest.fixture
def as_ann(client, ann, business):
    client.force_login(ann)
    return client


@pytest.fixture
def rich(ann, business) -> Customer:
    """A customer about whom everything is known."""
    tamar = actions.add(
        "თამარ ბერიძე",
        by=ann,
        given_name="თამარ",
        family_name="ბერიძე",
        language="ka",
        time_zone="Asia/Tbilisi",
        form_gender="female",
        pronunciation="ta-MAR",
        account_manager=ann,
        emails=["tamar@beridze.example"],
        phones=["+995 555 01 02 03", "no number"],
        addresses=[{"lines": "აბაშიძის ქ. 14", "city": "თბილისი", "postal_code": "0179", "country": "GE"}],
        handles=[{"network": "web", "handle": "beridze.example"}],
        dates=[{"kind": "birthday", "month": 7, "day": 2, "year": 1980}],
        preferences=[{"topic": "Wood", "value": "walnut"}],
        personal_notes=["Son Saba starts school."],
        tags=["loyal"],
        codes=[{"source": "shop", "code": "17"}],
    )
    actions.affiliate(tamar, an_organisation("Workshop"), by=ann, title="Owner", is_key=True)
    actions.define_field("Favourite wood", by=ann)
    actions.edit(tamar, by=ann, version=tamar.version, changes={"custom.favourite-wood": "oak"})
    return Customer.objects.get(pk=tamar.pk)
