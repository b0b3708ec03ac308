"""The description and the answers agree: whatever is sent, no answer is outside of it and none is a crash."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, settings
from ninja import Schema
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rapport.api.testing import a_program_of
from rapport.care.cases import actions as cases
from rapport.care.causes import doing, tree, whys
from rapport.care.complaints import actions as complaints
from rapport.care.notices import actions as notices
from rapport.care.notices.whom import Picked
from rapport.customers import actions as customers
from rapport.customers.duplicates import actions as duplicates
from rapport.customers.merges import merge
from rapport.customers.models import Merge
from rapport.customers.testing import a_customer
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.incoming.testing import a_mailbox
from rapport.messaging.models import Call, Channel, Message
from rapport.orders import actions as orders
from rapport.promises import actions as promises
from rapport.segments import actions as segments

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
settings.register_profile("api", deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))
settings.register_profile("api-full", settings.get_profile("api"), max_examples=100)


@pytest.fixture
def house(cast, business) -> Iterator[dict]:
    """Something of every kind, so that addresses lead somewhere. The test's connection outlives its requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield _something_of_every_kind(cast)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _something_of_every_kind(cast) -> dict:
    at = timezone.now()
    cora = a_customer()
    promise = promises.promise(cora, "Call back", at=at, by=cast["olga"], due_at=at + timedelta(days=3))
    chair = orders.add_product("Chair", currency="EUR", price=10, sku="CH-1", availability="expected")
    order = orders.place(cora, [orders.Line(product=chair)], at=at, by=cast["olga"])
    merge(cora, a_customer(), by=cast["olga"])
    one, other = (customers.add("Jan Novák", by=cast["olga"], emails=["jan@linden.example"]) for _twice in range(2))
    alike = duplicates.propose(one.pk, other.pk, at=at)
    by_hand = segments.save("Regulars", by=cast["olga"])
    message = a_message_of(cora)
    whom = Picked([cora.pk])
    notice = notices.draft("incident", at=at, by=cast["olga"], whom=whom, cause="machine", facts={"service": "Shop"})
    case = cases.from_message(message, at=at, by=cast["olga"], kind="complaint")
    due = {"due_on": timezone.localdate() + timedelta(days=3), "owner": cast["olga"], "by": cast["olga"], "at": at}
    return {
        "conversation_id": message.conversation_id,
        "message_id": message.pk,
        "call_id": a_call_of(cora, at).pk,
        "customer_id": cora.pk,
        "promise_id": promise.pk,
        "order_id": order.pk,
        "product_id": chair.pk,
        "wish_id": orders.wish(cora, chair, at=at, by=cast["olga"]).pk,
        "merge_id": Merge.objects.get().pk,
        "segment_id": by_hand.pk,
        "duplicate_id": alike.pk,
        "notice_id": notice.pk,
        "case_id": case.pk,
        "cause_id": tree.add("Draught in the hall").pk,
        "why_id": whys.ask(case, "Why?", "The door stood open.", by=cast["olga"], at=at, is_assumed=True).pk,
        "action_id": doing.plan(kind="correction", text="Shut the door", case=case, **due).pk,
        "remedy_id": complaints.propose(
            cases.from_message(message, at=at), kind="refund", amount=400, account="goodwill", by=cast["ann"], at=at
        ).pk,
    }


def a_call_of(customer, at) -> Call:
    line = Channel.objects.create(kind="phone", name="Shop")
    return Call.objects.create(channel=line, customer=customer, peer="+420605111222", provider_id="1", ringing_at=at)


def a_message_of(customer) -> Message:
    """A question of theirs that waits for an answer."""
    channel = a_mailbox(is_default=True)
    arrived = Arrived(channel, "cora@linden.example", at=timezone.now(), text="When?", customer=customer)
    return receive(arrived)


def described():
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())  # asks no database


everything, at_random = described(), described()
at_random.config.phases.coverage.enabled = False  # every edge of every value: some hundred requests for each operation
to_the_edges = described().include(path=["/api/v1/customers", "/api/v1/orders"], method="POST")


@at_random.parametrize()
@settings(settings.get_profile("api"))
def test_no_answer_is_outside_of_the_description(case, house, cast):
    check(case, house, cast)


@to_the_edges.parametrize()
@settings(settings.get_profile("api"))
def test_no_answer_to_what_programs_send_most_is_outside_to_the_very_edges(case, house, cast):
    check(case, house, cast)


@pytest.mark.full
@everything.parametrize()
@settings(settings.get_profile("api-full"))
def test_no_answer_is_outside_of_the_description_however_long_one_tries(case, house, cast):
    check(case, house, cast)


def check(case, house: dict, cast) -> None:
    for name in case.path_parameters or {}:
        case.path_parameters[name] = str(house[name])
    if isinstance(case.body, dict) and "customer" in case.body:
        case.body["customer"] = str(house["customer_id"])
    program = a_program_of(cast["olga"])
    headers = {"Authorization": f"Bearer {program.secret}", "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers, checks=CHECKS)


def test_the_description_is_for_everybody_and_says_what_is_asked(client, db):
    said = client.get("/api/v1/openapi.json").json()
    assert said["openapi"].startswith("3.1")
    paths = said["paths"]
    for place in ("customers", "customers/batch", "promises", "orders", "products", "entries"):
        assert f"/api/v1/{place}" in paths
    post = paths["/api/v1/customers"]["post"]
    assert "Idempotency-Key" in [parameter["name"] for parameter in post["parameters"]]
    assert list(post["responses"]["422"]["content"]) == ["application/problem+json"]
    assert "If-Match" in json.dumps(paths["/api/v1/customers/{customer_id}"]["patch"])


def test_no_two_shapes_share_a_name():
    """The description knows them by their names alone: of two, one would describe the answers of the other."""
    names = Counter(shape.__name__ for shape in _kinds_of(Schema) if shape.__module__.startswith("rapport."))
    assert "OrderOut" in names
    assert {name for name, times in names.items() if times > 1} == set()


def _kinds_of(kind: type) -> set[type]:
    return {kind}.union(*(_kinds_of(below) for below in kind.__subclasses__()))


def test_every_route_says_what_it_does(client, db):
    said = client.get("/api/v1/openapi.json").json()
    for path, methods in said["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), (method, path)
