"""Adding a webhook as an owner does it."""

import pytest
from playwright.sync_api import expect

from rapport.api.webhooks.models import Endpoint
from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.core.testing.jobs import work_off


@pytest.mark.browser
def test_an_owner_adds_a_webhook_and_sends_a_test(browser_page, cast, business, receiver, run_jobs):
    browser_page.sign_in(cast["olga"])
    browser_page.open("/settings/webhooks/")
    page = browser_page.page
    page.get_by_role("link", name="Add a webhook").click()
    page.get_by_role("textbox", name="Address").fill(receiver.url)
    page.get_by_label("What is it for?").fill("Web shop")
    expect(page.get_by_label("Order delivered")).to_be_hidden()
    page.get_by_text("What I choose", exact=True).click()
    page.get_by_label("Order delivered").check()
    check_axe(page)
    page.get_by_role("button", name="Add the webhook").click()
    secret = page.get_by_label("The secret, shown only now").input_value()
    endpoint = Endpoint.objects.get()
    assert secret == endpoint.secrets.get().words and endpoint.kinds == ["order.delivered"]

    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_role("heading", name="Test", level=1)).to_be_visible()
    work_off()
    expect(page.get_by_role("status").get_by_text("Delivered")).to_be_visible()  # by itself
    expect(page.get_by_text("thank you")).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="Web shop").click()
    expect(page.get_by_role("link", name="Test")).to_be_visible()
    check_axe(page)
    browser_page.phone()
    check_no_overflow(page)
