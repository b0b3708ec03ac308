"""What is older than it is kept goes by itself, once an owner has said so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from rapport.core.models.deeds import Deed
from rapport.core.personal.guarded import opened
from rapport.core.personal.kinds import record_kinds
from rapport.customers import actions
from rapport.customers.models import Customer, Erasure, RetentionRun
from rapport.customers.rights import holds, lapsing
from rapport.customers.testing import a_customer
from rapport.orders.testing import an_order
from rapport.timeline import actions as timeline

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"


def _silent_since(customer, days: int) -> Customer:
    Customer.objects.filter(pk=customer.pk).update(created_at=NOW - timedelta(days=days))
    return customer


def test_nothing_goes_by_itself_before_a_rule_is_switched_on(cora):
    _silent_since(cora, 500)
    runs = {run.kind: run for run in lapsing.run(NOW)}
    assert (runs["customers.leads"].found, runs["customers.leads"].done) == (1, 0)
    assert not Erasure.objects.exists()


def test_a_night_forgets_who_never_bought_and_was_silent_for_a_year(cora, cast, business):
    _silent_since(cora, 500)
    held, buyer = (_silent_since(a_customer(name), 500) for name in ("Held Hanna", "Buying Ben"))
    heard = _silent_since(a_customer("Heard Hugo"), 500)
    timeline.note(heard, "Hello", by=cast["ann"], at=NOW - timedelta(days=30))
    an_order(customer=buyer, at=NOW - timedelta(days=400), by=cast["ann"])
    holds.place_hold(held, case="A", reason="B", until=None, by=cast["mark"], at=NOW - timedelta(days=400))
    lapsing.set_rule("customers.leads", months=12, is_on=True, by=cast["olga"])

    lapsing.run(NOW)

    assert list(Customer.objects.filter(standing="erased")) == [cora]
    assert (Erasure.objects.get().ground, Erasure.objects.get().by) == ("retention", None)
    run = RetentionRun.objects.get(kind="customers.leads")
    assert (run.found, run.done) == (1, 1)
    assert Deed.objects.filter(kind="privacy.lapsed").get().facts == {"rule": "customers.leads", "done": 1}


def test_old_words_go_and_that_they_were_said_stays(cora, cast):
    old = timeline.call(cora, by=cast["ann"], body="About the leg", at=NOW - timedelta(days=1200))
    new = timeline.call(cora, by=cast["ann"], body="About the top", at=NOW - timedelta(days=90))
    lapsing.set_rule("timeline.entries", months=36, is_on=True, by=cast["olga"])

    lapsing.run(NOW)
    lapsing.run(NOW)

    bodies = dict(cora.entries.values_list("pk", "body"))
    assert (bodies[old.pk], bodies[new.pk]) == ("⟦…⟧", "About the top")
    assert [run.done for run in RetentionRun.objects.filter(kind="timeline.entries").order_by("found")] == [0, 1]


def test_earlier_values_go_when_they_are_old_and_what_holds_now_stays(cora, cast):
    held = a_customer("Held Hanna")
    for customer in (cora, held):
        for nickname in ("Cory", "Coco", "Cora-Lee"):
            version = Customer.objects.get(pk=customer.pk).version
            actions.edit(customer, by=cast["ann"], version=version, changes={"nickname": nickname})
        _age_first_change(customer, NOW - timedelta(days=1200))
    holds.place_hold(held, case="A", reason="B", until=None, by=cast["mark"], at=NOW - timedelta(days=400))
    changes = Customer.pgh_event_model.objects.filter(pgh_obj=cora.pk)
    before = changes.count()

    assert {run.kind: run.found for run in lapsing.run(NOW)}["customers.former"] == 1
    assert changes.count() == before
    lapsing.set_rule("customers.former", months=36, is_on=True, by=cast["olga"])
    lapsing.run(NOW)

    assert changes.count() == before - 1
    assert Customer.objects.get(pk=cora.pk).nickname == "Cora-Lee"
    assert Customer.pgh_event_model.objects.filter(pgh_obj=held.pk).count() == before
    assert {run.kind: run.found for run in lapsing.run(NOW)}["customers.former"] == 0


def _age_first_change(customer, moment: datetime) -> None:
    with transaction.atomic(), opened():
        first = Customer.pgh_event_model.objects.filter(pgh_obj=customer.pk).order_by("pgh_id")[:1]
        Customer.pgh_event_model.objects.filter(pk__in=first.values("pk")).update(pgh_created_at=moment)


def test_a_rule_says_what_it_would_do_before_it_is_saved(client, cora, cast):
    Customer.objects.filter(pk=cora.pk).update(created_at=timezone.now() - timedelta(days=500))
    client.force_login(cast["olga"])
    address = "/settings/retention/kinds/customers.leads/"
    assert "Cora Lindqvist" in client.get(address).text
    assert client.get("/settings/retention/kinds/customers.former/").status_code == 200
    page = client.post(address, {"months": 12, "is_on": "on", "preview": "1"}).text
    assert "1 record is older today." in page and "nothing brings it back" in page
    assert client.post(address, {"months": 0}).status_code == 422
    assert client.post(address, {"months": 24, "is_on": "on"}).status_code == 302
    assert [rule.months for rule in lapsing.rules() if rule.is_on] == [24]
    assert "goes every night" in client.get("/settings/retention/").text
    client.force_login(cast["mark"])
    assert client.get(address).status_code == 403


def test_a_month_back_ends_on_its_last_day():
    assert lapsing.months_before(datetime(2026, 3, 31, tzinfo=UTC), 1).day == 28
    assert lapsing.months_before(datetime(2026, 1, 15, tzinfo=UTC), 12) == datetime(2025, 1, 15, tzinfo=UTC)


def test_the_counts_of_a_page_cost_one_question_a_kind(client, cora, cast, django_assert_max_num_queries):
    client.force_login(cast["olga"])
    client.get("/settings/retention/")
    counted = len([kind for kind in record_kinds if kind.retention])
    with django_assert_max_num_queries(counted + 14):
        client.get("/settings/retention/")


def test_what_is_held_and_why_is_told_as_a_table_too(client, cast):
    client.force_login(cast["olga"])
    page, table = client.get("/settings/retention/held/"), client.get("/settings/retention/held/?format=csv")
    assert "Czech VAT Act" in page.text and "Czech VAT Act" in table.content.decode("utf-8-sig")
    assert table.headers["Content-Type"].startswith("text/csv")
