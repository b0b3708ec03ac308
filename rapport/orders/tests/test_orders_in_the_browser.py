"""Orders as people see and press them."""

import re

import pytest

from rapport.orders.models import Order
from rapport.orders.testing import a_product

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_an_order_from_taking_it_to_delivery(browser_page, business, ann, cora):
    a_product("Oak chair", "120", sku="CH-1")
    browser_page.sign_in(ann)
    page = browser_page.page
    browser_page.open(f"/customers/{cora.pk}/orders/new/")
    first = page.get_by_role("group", name="Item 1")
    first.get_by_label("What").fill("CH-1")
    first.get_by_label("How many").fill("6")
    page.get_by_role("button", name="Add rows").click()
    page.get_by_role("group", name="Item 6").get_by_label("What").fill("Felt pads")
    page.get_by_role("group", name="Item 6").get_by_label("Price of one").fill("4.50")
    page.get_by_label("Promised for").fill("2031-06-26")
    page.get_by_role("button", name="Take the order").click()

    page.get_by_role("heading", name="Oak chair and 1 more").wait_for()
    page.get_by_role("button", name="Mark as confirmed").click()
    page.get_by_text("Noted: Confirmed.").wait_for()

    page.get_by_role("link", name="Say it will be late").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What happened").fill("The wood is still damp")
    dialog.get_by_label("New day you are sure of").fill("2031-07-04")
    dialog.get_by_label("How you told them").select_option("phone")
    dialog.get_by_role("button", name="Write it down").click()
    page.get_by_text("They know. The new day is promised: 4 Jul 2031.").wait_for()
    page.get_by_text("moved in time: The wood is still damp").wait_for()

    page.get_by_role("button", name="More about this order").click()
    page.get_by_role("link", name="Another step, or another time").click()
    dialog.get_by_role("radio", name="Delivered").check()
    dialog.get_by_role("button", name="Note the step").click()
    page.get_by_text("Delivered. What was promised is settled.").wait_for()

    order = Order.objects.get()
    assert (order.outcome, order.promise.state, order.net) == ("delivered", "kept", 724.5)


def test_the_list_answers_while_one_types(browser_page, business, ann, order, late_order):
    browser_page.sign_in(ann)
    page = browser_page.page
    browser_page.open("/orders/")
    page.get_by_role("searchbox").fill(late_order.number)
    page.wait_for_url(re.compile(rf"q={late_order.number}"))
    assert page.get_by_role("row").count() == 2
    page.get_by_role("row").nth(1).get_by_text(late_order.number).wait_for()
