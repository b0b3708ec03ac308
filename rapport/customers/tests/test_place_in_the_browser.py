"""The customer page as a place, in a real browser, without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.customers import actions
from rapport.customers.layout import layout_of
from rapport.customers.testing import a_customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(browser_page, ann, business):
    for name in ("Ada", "Bea", "Cleo"):
        a_customer(name)
    browser_page.sign_in(ann)
    return browser_page


def heading(page, name):
    return page.get_by_role("heading", level=1, name=name)


def test_from_customer_to_customer_of_the_list_one_came_from(window):
    page = window.page
    window.open("/customers/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(heading(page, "Ada")).to_be_focused()
    page.keyboard.press("j")
    expect(heading(page, "Bea")).to_be_focused()
    expect(page.get_by_role("navigation", name="The list you came from")).to_contain_text("2 / 3")
    page.keyboard.press("j")
    expect(heading(page, "Cleo")).to_be_focused()
    page.keyboard.press("k")
    expect(heading(page, "Bea")).to_be_focused()


def test_a_panel_is_moved_hidden_and_brought_back_by_keys(window, ann):
    page = window.page
    window.open(a_customer("Dora").get_absolute_url())
    dots = page.get_by_role("link", name="Arrange: Orders")

    dots.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("status").get_by_text("Put in this order.")).to_be_visible()
    expect(dots).to_be_focused()
    names = [placed.panel.name for placed in layout_of(ann).shown("customer.side")]
    assert names.index("contracts") == names.index("orders") - 1

    page.keyboard.press("Enter")
    page.get_by_role("button", name="Hide").press("Enter")
    expect(page.get_by_text(re.compile("1 panel is hidden:"))).to_be_visible()
    expect(dots).to_have_count(0)
    page.keyboard.press("z")
    expect(dots).to_have_count(1)
    check_axe(page)


def test_what_is_folded_is_folded_next_time(window, ann):
    page = window.page
    window.open(a_customer("Dora").get_absolute_url())
    expect(page.get_by_role("tab", name="Call")).to_be_visible()  # the modules are at work
    with page.expect_response(re.compile("/customers/layout/")):
        page.get_by_text("Preferences", exact=True).click()
    page.reload()
    expect(page.get_by_role("link", name="Note what they like")).to_have_count(0)


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_before_a_call_the_notes_stand_beside_the_composer(window, size, ann):
    page = window.page
    dora = actions.add("Dora", by=ann, phones=["+44 20 7946 0958"], personal_notes=["Her son Saba starts school"])
    actions.tie(dora, a_customer("Saba"), by=ann, kind="child", lives_together=True)
    getattr(window, size)()
    window.open(dora.get_absolute_url())

    page.get_by_role("tab", name="Call").click()
    call = page.get_by_role("region", name="Before a call")
    expect(call).to_contain_text("Her son Saba starts school")
    expect(call.get_by_role("link", name=re.compile("7946 0958"))).to_have_attribute("href", re.compile("^tel:"))
    check_axe(page)
    check_no_overflow(page)
    page.get_by_role("tab", name="Note").click()
    expect(call).to_be_hidden()
