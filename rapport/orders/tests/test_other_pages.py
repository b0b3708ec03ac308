"""The pages about products, contracts, trials and steps; and the sentences of the story."""

from decimal import Decimal

import pytest
from django.utils import timezone

from rapport.orders import actions
from rapport.orders.actions import Line
from rapport.orders.models import Contract, Product, StepKind, Trial
from rapport.orders.testing import a_product, told
from rapport.orders.tests.browsing import in_days, rows

pytestmark = pytest.mark.django_db


def test_products_are_added_changed_and_found(page):
    client = page("mark")
    sent = {"name": "Walnut stool", "sku": "ST-1", "price": "1,234.50", "currency": "EUR", "is_active": "on"}
    sent["availability"] = "in_stock"
    assert client.post("/products/new/", sent).status_code == 302
    assert client.post("/products/new/", sent).status_code == 422  # the number is taken
    product = Product.objects.get()
    assert product.price == Decimal("1234.50")
    assert client.post(f"/products/{product.pk}/", sent | {"price": "-3"}).status_code == 422
    assert client.post(f"/products/{product.pk}/", {**sent, "is_active": ""}).status_code == 302
    assert client.get("/products/").context["page"].items == []
    assert [p.sku for p in client.get("/products/?show=all&q=stool").context["page"]] == ["ST-1"]
    assert page("ann").post(f"/products/{product.pk}/", sent).status_code == 403


def test_a_contract_from_signing_to_notice(page, cora):
    chair = a_product("Oak chair", "120")
    client = page("ann")
    sent = rows({"what": "Oak chair", "price": "99.50"}) | {
        "title": "Chairs", "starts_on": in_days(0), "ends_on": in_days(364), "renewal": "auto", "period_months": "12",
        "notice_days": "30", "currency": "EUR", "signed_on": in_days(0),
    }  # fmt: skip
    assert client.post(f"/customers/{cora.pk}/contracts/new/", sent | {"ends_on": in_days(-3)}).status_code == 422
    assert client.post(f"/customers/{cora.pk}/contracts/new/", sent | rows({"what": "No such"})).status_code == 422
    client.post(f"/customers/{cora.pk}/contracts/new/", sent)
    contract = Contract.objects.get()
    assert contract.prices.get().product == chair

    client.post(f"/contracts/{contract.pk}/edit/", sent | {"title": "Chairs, yearly"})
    client.post(f"/contracts/{contract.pk}/renewal/")
    contract.refresh_from_db()
    assert (contract.title, contract.renewals) == ("Chairs, yearly", 1)

    assert (
        client.post(
            f"/contracts/{contract.pk}/end/", {"whose": "customer", "on": in_days(90), "reason": "Moving"}
        ).status_code
        == 302
    )
    assert client.get(f"/contracts/{contract.pk}/end/").status_code == 409
    assert client.post(f"/contracts/{contract.pk}/renewal/").status_code == 409
    kinds = list(cora.entries.order_by("id").values_list("kind", flat=True))
    assert kinds == ["contract.signed", "contract.amended", "contract.renewed", "contract.ended"]


def test_a_trial_from_handing_out_to_what_came_of_it(page, cora):
    client = page("ann")
    sent = {"kind": "trial", "what": "Bar stool", "given_on": in_days(0), "due_back_on": in_days(14)}
    assert client.post(f"/customers/{cora.pk}/trials/new/", sent | {"due_back_on": in_days(-1)}).status_code == 422
    assert client.post(f"/customers/{cora.pk}/trials/new/", sent).url == cora.get_absolute_url()
    trial = Trial.objects.get()
    assert client.post(f"/trials/{trial.pk}/outcome/", {"result": "sold"}).status_code == 422
    assert client.post(f"/trials/{trial.pk}/outcome/", {"result": "bought"}).status_code == 302
    assert client.post(f"/trials/{trial.pk}/outcome/", {"result": "returned"}).status_code == 409


def test_the_business_names_and_orders_its_own_steps(page, order):
    client = page("mark")
    client.post("/settings/steps/new/", {"name": "Oiled", "meaning": "way"})
    client.post("/settings/steps/oiled/place/", {"to": "earlier"})
    client.post("/settings/steps/preparation/", {"name": "In the workshop"})
    client.post("/settings/steps/confirmed/retirement/")
    assert client.post("/settings/steps/delivered/retirement/").status_code == 409
    assert client.post("/settings/steps/oiled/", {"name": ""}).status_code == 422

    labels = [stop.kind.label for stop in client.get(f"/orders/{order.pk}/").context["page"].stops]
    assert [str(label) for label in labels] == ["Placed", "In the workshop", "Oiled", "Shipped", "Delivered"]
    client.post("/settings/steps/confirmed/return/")
    assert StepKind.objects.get(pk="confirmed").retired_at is None


def test_every_sentence_of_the_story_reads_well(page, order, late_order, contract, trial, cora, ann):
    at = timezone.now()
    actions.note_delay(order, at=at, by=ann, cause="Bent")
    actions.track(order, "https://track.example/1", at=at, by=ann)
    actions.take_step(order, "confirmed", at=at, by=ann)
    actions.take_step(order, "delivered", at=at, by=ann)
    actions.take_back(order, at=at, by=ann, reason="Too wide")
    actions.change(
        late_order, [Line("Bench", unit_price=Decimal(5)), Line("Oil", unit_price=Decimal(5))], at=at, by=ann
    )
    actions.cancel(late_order, at=at, by=ann, reason="Split", told=told(at), by_customer=False)
    actions.settle(trial, at=at, by=ann, result="no_interest")
    for entry in cora.entries.all():
        assert entry.sentence and "{{" not in entry.sentence, entry.kind
    sentences = " ".join(entry.sentence for entry in cora.entries.all())
    assert "Bench and 1 more" in sentences
    assert "had to cancel order" in sentences
