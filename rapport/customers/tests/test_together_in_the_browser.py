"""Choosing many in the list: by key, from here to there, with a finger, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import PHONE, check_axe, check_no_overflow, session_of
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def five(business):
    return [a_customer(name) for name in ("Ana", "Bela", "Cyril", "Dora", "Emil")]


def test_rows_are_chosen_by_key_and_from_here_to_there_then_tagged_and_put_back(browser_page, ann, five):
    browser_page.sign_in(ann)
    page = browser_page.page
    browser_page.open("/customers/")
    bar = page.get_by_role("toolbar", name="With the chosen customers")
    expect(bar).to_be_hidden()

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name="Choose Ana")).to_be_checked()
    page.get_by_role("checkbox", name="Choose Cyril").click(modifiers=["Shift"])
    expect(bar).to_contain_text("Chosen: 3")
    check_axe(page)

    bar.get_by_role("button", name="Choose none").click()
    expect(bar).to_be_hidden()
    page.get_by_role("checkbox", name="Choose everybody on this page").click()
    expect(bar).to_contain_text("Chosen: 5")
    page.get_by_role("checkbox", name="Choose Emil").click()
    expect(bar).to_contain_text("Chosen: 4")
    bar.get_by_role("button", name="Tag").click()

    page.get_by_label("Give them the tag").fill("spring")
    page.get_by_role("button", name="Do it for 4 customers").click()
    expect(page.locator(".toast").filter(has_text="The tags of 4 customers are changed.")).to_be_visible()
    assert Customer.objects.filter(tags__name="spring").count() == 4
    page.keyboard.press("z")
    expect(page.locator(".toast").filter(has_text="They are as they were.")).to_be_visible()
    assert not Customer.objects.filter(tags__name="spring").exists()


def test_everybody_found_on_a_phone(browser_page, ann, five):
    browser_page.sign_in(ann)
    browser_page.phone()
    page = browser_page.page
    browser_page.open("/customers/")
    page.get_by_role("checkbox", name="Choose Bela").check()
    check_no_overflow(page)
    bar = page.get_by_role("toolbar", name="With the chosen customers")
    bar.get_by_role("checkbox", name="All 5 found").check()
    check_axe(page)
    bar.get_by_role("button", name="Archive").click()
    page.get_by_label("Why").fill("Closed down")
    page.get_by_role("button", name="Do it for 5 customers").click()
    expect(page.locator(".toast").filter(has_text=re.compile("in the archive now"))).to_be_visible()


def test_without_javascript_too(chromium, live_server, ann, five):
    context = chromium.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    from django.conf import settings

    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(ann), "url": live_server.url}
    context.add_cookies([cookie])
    page.goto(live_server.url + "/customers/")
    page.get_by_role("checkbox", name="Choose Ana").check()
    page.get_by_role("checkbox", name="Choose Dora").check()
    page.get_by_role("button", name="Hand over").click()
    page.get_by_label("Looked after by").select_option(str(ann.pk))
    page.get_by_role("button", name="Do it for 2 customers").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert Customer.objects.filter(account_manager=ann).count() == 2
    context.close()
