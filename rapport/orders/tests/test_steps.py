"""Settings: the steps of orders, what a change of them means, and taking it back."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.orders import steps
from rapport.orders.models import Order, StepKind
from rapport.orders.testing import an_order

pytestmark = pytest.mark.usefixtures("business")


def undo_of(page) -> str:
    return unescape(re.findall(r'action="([^"]*)"[^>]*>(?:<input[^>]*>)?<button data-undo', page.text)[-1])


def test_a_preview_of_a_new_name_is_what_happens_and_can_be_undone(client, cast, cora, ann):
    order = an_order(customer=cora, by=ann)
    client.force_login(cast["mark"])
    url = "/settings/steps/placed/"
    assert "1 open order" in client.get("/settings/steps/").text
    seen = unescape(client.post(url, {"name": "Taken in", "preview": "1"}).text)
    assert "“Placed” is called “Taken in” on every order at once" in seen
    assert "1 order stands at this step, 1 of them open." in seen
    assert not StepKind.objects.exists()

    page = client.post(url, {"name": "Taken in"}, follow=True)
    assert "Taken in" in client.get(order.get_absolute_url()).text
    assert client.post(undo_of(page)).status_code == 302
    assert steps.kind_of("placed").name == ""


def test_a_step_that_is_offered_no_longer_says_who_stands_there(client, cast, cora, ann):
    order = an_order(customer=cora, by=ann)
    client.force_login(cast["mark"])
    page = client.get("/settings/steps/preparation/retirement/").text
    assert "No open order stands at this step." in page
    Order.objects.filter(pk=order.pk).update(step="preparation")
    page = client.get("/settings/steps/preparation/retirement/").text
    assert "1 open order stands at this step." in page
    page = client.post("/settings/steps/preparation/retirement/", follow=True)
    assert steps.kind_of("preparation").retired_at
    client.post(undo_of(page))
    assert steps.kind_of("preparation").retired_at is None


def test_steps_are_moved_by_arrow_or_dragged_and_put_back(client, cast):
    client.force_login(cast["mark"])
    before = list(steps.all_kinds())
    client.post("/settings/steps/shipped/place/", {"to": "earlier"})
    assert list(steps.all_kinds()).index("shipped") == before.index("shipped") - 1
    client.get("/settings/steps/")
    page = client.post("/settings/steps/shipped/place/", {"order": "placed,shipped,nonsense"}, follow=True)
    assert list(steps.all_kinds())[:2] == ["placed", "shipped"]
    assert sorted(steps.all_kinds()) == sorted(before)
    client.post(undo_of(page))
    assert list(steps.all_kinds()).index("shipped") == before.index("shipped") - 1
    assert client.post("/settings/steps/nonsense/place/", {"to": "earlier"}).status_code == 404


def test_the_steps_page_takes_the_same_number_of_queries_with_many_orders(client, cast, cora, ann):
    client.force_login(cast["mark"])

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/settings/steps/")
        return len(asked)

    queries()
    few = queries()
    for _number in range(3):
        an_order(customer=cora, by=ann)
    assert queries() == few
