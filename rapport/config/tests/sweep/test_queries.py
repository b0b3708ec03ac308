"""No page and no list of the API asks the database more often when there is more to show.

Each is opened twice: when there are two of everything, so that whatever is asked only where there is something to ask
about is asked already, and after all of it has become several times as much. Who adds a page need not do anything for
it to be counted here.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.api.testing import a_program_of
from rapport.config.tests.sweep.addresses import places_for
from rapport.config.tests.sweep.names import LONG_NAMES
from rapport.config.tests.sweep.world import World
from rapport.core.registry import panels
from rapport.customers import actions as customers
from rapport.customers.actions.rows import snapshot
from rapport.customers.queries import customer_facts
from rapport.customers.testing import an_organisation
from rapport.orders import actions as orders
from rapport.orders.testing import an_order
from rapport.promises import actions as promises
from rapport.staff import actions as staff
from rapport.staff.models import Business
from rapport.staff.remembering import for_one_request
from rapport.staff.testing import just_signed_in
from rapport.timeline import actions as timeline

PER_PANEL = 2
LISTS = ("customers", "promises", "orders", "products", "entries")
OF_A_CUSTOMER = ("timeline", "promises", "orders")
FEW, MORE = 2, 6


@pytest.mark.full
def test_no_page_asks_more_often_when_there_is_more(db, world):
    client = just_signed_in(world.owner)
    paths = [place.path for place in places_for(world.owner, world.examples("en")).pages if not place.is_public]
    _grow(world, range(FEW))
    before = {path: _queries(client.get, path) for path in paths}
    _grow(world, range(FEW, MORE))
    after = {path: _queries(client.get, path) for path in paths}
    assert len(paths) > 50
    more = [path for path in paths if after[path] > before[path]]
    again = {path: _queries(client.get, path) for path in more}  # that somebody was here is noted once in a while
    assert {path: f"{before[path]} became {again[path]}" for path in more if again[path] > before[path]} == {}


def test_no_list_of_the_api_asks_more_often_when_there_is_more(db, world):
    program, who = a_program_of(world.owner), world.customers["en"]
    paths = [*LISTS, "customers?search=a", *(f"customers/{who.pk}/{name}" for name in OF_A_CUSTOMER)]
    program.get("customers")  # the use of a token is noted once in a while
    _grow(world, range(FEW))
    before = {path: _queries(program.get, path) for path in paths}
    _grow(world, range(FEW, MORE))
    after = {path: _queries(program.get, path) for path in paths}
    assert {path: f"{before[path]} became {after[path]}" for path in paths if after[path] > before[path]} == {}


@pytest.mark.parametrize(
    "panel", [panel for panel in panels if panel.slot.startswith("customer.")], ids=lambda panel: panel.name
)
def test_a_panel_of_a_customer_takes_two_queries_at_most(db, world, rf, panel):
    request = rf.get("/")
    request.user = world.owner

    @for_one_request
    def asking(request):
        Business.objects.current(), request.user.has_perm("")  # known to every request by then
        customer = customer_facts(world.customers["en"].pk, world.owner, at=world.at).customer
        with CaptureQueriesContext(connection) as asked:
            panel.query(request, customer)
        return asked.captured_queries

    asked = asking(request)
    assert len(asked) <= PER_PANEL, asked


def _queries(get, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        response = get(path)
    assert response.status_code == 200, (path, response.status_code)
    return sum(1 for query in asked if "SAVEPOINT" not in query["sql"])


def _grow(world: World, numbers: range) -> None:
    """More customers, and more of everything with those who are there."""
    owner, at, day = world.owner, world.at, timezone.localdate()
    for n in numbers:
        staff.create_user(f"more{n}@linden.example", role="agent", name=f"More {n}")
        staff.add_team(f"Team {n}")
        orders.add_product(name=f"Chair {n}", sku=f"MORE-{n}", price=Decimal(12), currency="EUR")
        for language, names in LONG_NAMES.items():
            world._long_life(language, *(f"{name} {n}" for name in names))
        for customer in world.customers.values():
            _give_more(customer, n, owner=owner, at=at, day=day)


def _give_more(customer, n: int, *, owner, at, day) -> None:
    an_order(orders.Line(f"Oak {n}", unit_price=Decimal(5)), customer=customer, at=at, by=owner,
             promised_on=day + timedelta(20 + n))  # fmt: skip
    promises.promise(customer, f"Samples {n}", at=at, by=owner, due_on=day + timedelta(1 + n))
    orders.sign(
        customer, at=at, by=owner, title=f"Terms {n}", currency="EUR", starts_on=day, ends_on=day + timedelta(9)
    )
    orders.hand_out(customer, at=at, by=owner, given_on=day, what=f"Samples {n}")
    timeline.note(customer, f"@{owner.email} look {n}", by=owner)
    customers.edit(customer, by=owner, version=type(customer).objects.get(pk=customer.pk).version,
                   changes={"nickname": f"Name {n}"})  # fmt: skip
    rows = {
        "emails": {"address": f"more{n}-{customer.pk}@example.com"},
        "phones": {"raw": f"+42060512345{n}"},
        "addresses": {"city": f"Town {n}"},
        "dates": {"kind": "birthday", "month": 1 + n, "day": 1},
        "codes": {"source": f"system {n}", "code": f"{customer.pk}"},
    }
    for section, row in rows.items():
        present = [{**values, "id": key} for key, values in snapshot(customer, section).items()]
        customers.replace_rows(customer, section, by=owner, rows=[*present, row], at=at)
    customers.set_tags(customer, [f"tag {m}" for m in range(n + 1)], by=owner)
    customers.affiliate(customer, an_organisation(f"House {n} of {customer.pk}"), by=owner, title=f"Buyer {n}")
