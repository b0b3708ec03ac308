"""The palette and the keys in a real browser, without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.customers import actions
from rapport.customers.models import Customer
from rapport.promises.models import Promise
from rapport.promises.testing import a_promise
from rapport.staff.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GEORGIAN_J = """() => (document.activeElement ?? document.body).dispatchEvent(
  new KeyboardEvent("keydown", { key: "ჯ", code: "KeyJ", bubbles: true, cancelable: true }))"""


@pytest.fixture
def tamar(ann, business) -> Customer:
    actions.add("Jiří Dvořák", by=ann, language="cs")
    return actions.add("თამარ ბერიძე", by=ann, language="ka", phones=["+995 555 01 02 03"])


@pytest.fixture
def window(browser_page, ann, tamar):
    browser_page.sign_in(ann)
    return browser_page


def palette(page):
    return page.get_by_role("dialog", name="Search or do")


def chosen(page):
    return palette(page).get_by_role("option", selected=True)


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_customer_is_opened_without_a_mouse(window, size):
    page = window.page
    getattr(window, size)()
    window.open("/orders/")

    page.keyboard.press("Control+k")
    field = palette(page).get_by_role("combobox", name="Search or do")
    expect(field).to_be_focused()
    expect(chosen(page)).to_have_text(re.compile("Promise something"))
    check_axe(page)
    check_no_overflow(page)

    page.keyboard.type("tamar")
    expect(chosen(page)).to_have_text(re.compile("თამარ ბერიძე"))
    expect(field).to_have_attribute("aria-activedescendant", chosen(page).get_attribute("id"))
    expect(palette(page).get_by_role("status")).to_have_text(re.compile(r"\d+ results"))
    check_axe(page)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="თამარ ბერიძე")).to_be_focused()
    expect(palette(page)).to_be_hidden()


def test_arrows_home_and_end_move_among_the_lines_and_esc_leaves(window):
    page = window.page
    window.open("/orders/")
    opener = page.get_by_role("link", name="Search or do")
    opener.click()
    expect(chosen(page)).to_have_text(re.compile("Promise something"))

    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_have_text(re.compile("Write to a customer"))
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    last = palette(page).get_by_role("option").last
    expect(last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    page.keyboard.press("End")
    expect(last).to_have_attribute("aria-selected", "true")
    expect(palette(page).get_by_role("option", selected=True)).to_have_count(1)

    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_promise_is_made_in_two_steps_from_anywhere(window):
    page = window.page
    window.open("/orders/")

    page.keyboard.press("Control+k")
    page.keyboard.type("promise")
    expect(chosen(page)).to_have_text(re.compile("Promise something"))
    page.keyboard.press("Enter")
    back = palette(page).get_by_role("button", name="Back to everything")
    expect(back).to_be_visible()
    page.keyboard.press("Backspace")
    expect(back).to_be_hidden()
    expect(chosen(page)).to_have_text(re.compile("Promise something"))
    page.keyboard.press("Enter")
    expect(back).to_be_visible()
    page.keyboard.type("თამ")
    expect(chosen(page)).to_have_text(re.compile("თამარ ბერიძე"))
    check_axe(page)
    page.keyboard.press("Enter")

    words = page.get_by_role("dialog").get_by_label("What you promise")
    expect(words).to_be_focused()
    page.keyboard.type("Three walnut samples")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast").filter(has_text="Promised for")).to_be_visible()
    assert Promise.objects.get().text == "Three walnut samples"

    page.keyboard.press("Control+k")
    expect(palette(page).get_by_role("group", name="Again").get_by_role("option")).to_have_text(
        re.compile("Promise something")
    )


def test_the_page_one_is_on_begins_at_its_top_again(window, tamar):
    page = window.page
    window.open(tamar.get_absolute_url())
    page.get_by_role("button", name="Follow").focus()
    page.evaluate("document.querySelector('main').style.minHeight = '3000px'; window.scrollTo(0, 900)")
    page.keyboard.press("Control+k")
    page.keyboard.type("tamar")
    expect(chosen(page)).to_have_text(re.compile("თამარ ბერიძე"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="თამარ ბერიძე")).to_be_focused()
    assert page.evaluate("window.scrollY") == 0

    page.get_by_role("button", name="Follow").focus()
    page.keyboard.press("Control+k")
    page.keyboard.type("note a call")
    expect(chosen(page)).to_have_text(re.compile("Note a call"))
    page.keyboard.press("Enter")
    page.keyboard.type("tamar")
    expect(chosen(page)).to_have_text(re.compile("თამარ ბერიძე"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Call", selected=True)).to_be_visible()
    expect(page.get_by_label("In your words")).to_be_focused()


def test_from_the_heading_it_is_a_few_steps_to_the_facts(window, tamar):
    page = window.page
    window.open(tamar.get_absolute_url())
    page.get_by_role("link", name="Change the name").focus()
    page.keyboard.press("Tab")
    way = page.get_by_role("link", name="To the facts")
    expect(way).to_be_focused()
    expect(way).to_be_in_viewport()
    check_axe(page)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#facts') !== null")
    expect(page.get_by_role("link", name="Add: E-mail")).to_be_visible()
    expect(page.get_by_role("link", name="Edit all (Contact)")).to_be_visible()


def test_a_call_is_noted_by_finger_on_a_phone(window):
    page = window.page
    window.phone()
    window.open("/customers/")
    page.get_by_role("link", name="Search or do").click()
    palette(page).get_by_role("option", name="Note a call with").click()
    palette(page).get_by_role("combobox").fill("dvorak")
    palette(page).get_by_role("option", name="Jiří Dvořák").click()

    expect(page.get_by_role("tab", name="Call", selected=True)).to_be_visible()
    expect(page.get_by_role("textbox").and_(page.locator("#composer textarea")).first).to_be_focused()


def test_rows_are_walked_and_acted_on(window, ann, tamar):
    page = window.page
    a_promise(tamar, "Three walnut samples", by=ann)
    window.open("/customers/")

    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Jiří Dvořák")).to_be_focused()
    page.evaluate(GEORGIAN_J)
    row = page.get_by_role("link", name="თამარ ბერიძე")
    expect(row).to_be_focused()
    page.keyboard.press("p")
    expect(page.get_by_role("dialog").get_by_label("What you promise")).to_be_focused()
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(f"{tamar.pk}"))
    expect(page.locator("#composer textarea").first).to_be_focused()

    window.open("/promises/?whose=all")
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(page.get_by_role("dialog").get_by_role("heading")).to_be_visible()
    assert "keeping" in page.locator("#dialog form").first.get_attribute("action")


def test_pages_are_reached_by_two_keys_and_still_after_a_boosted_move(window):
    page = window.page
    window.open("/customers/")
    for key, path in [("o", "/orders/"), ("c", "/customers/"), ("w", "/promises/")]:
        page.keyboard.press("g")
        page.keyboard.press(key)
        page.wait_for_url(f"**{path}")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/customers/")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("jn")
    expect(page.get_by_role("searchbox")).to_have_value("jn")


def test_the_list_of_keys_says_what_this_page_knows_and_switches_letters_off(window, ann):
    page = window.page
    window.open("/customers/")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keyboard")
    here = keys.get_by_role("region", name="On this page")
    expect(here).to_contain_text("Add a customer")
    rows = keys.get_by_role("region", name="In lists")
    expect(rows).to_contain_text("Next row")
    expect(rows).to_contain_text("Promise something to…")
    expect(keys.get_by_role("region", name="Everywhere")).to_contain_text("Undo what was done last")
    check_axe(page)

    with page.expect_response("**/single-keys/"):
        keys.get_by_role("switch", name="Shortcuts of a single key").click()
    page.keyboard.press("Escape")
    for key in ("j", "?", "/", "g", "o"):
        page.keyboard.press(key)
    expect(keys).to_be_hidden()
    assert page.url.endswith("/customers/")
    assert not User.objects.get(pk=ann.pk).single_keys

    page.keyboard.press("Control+k")
    expect(palette(page)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Your menu").last.click()
    page.get_by_role("button", name="Keyboard").click()
    with page.expect_response("**/single-keys/"):
        keys.get_by_role("switch", name="Shortcuts of a single key").click()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Jiří Dvořák")).to_be_focused()
    assert User.objects.get(pk=ann.pk).single_keys


def test_a_reader_has_no_keys_for_what_they_may_not_do(browser_page, cast, tamar):
    browser_page.sign_in(cast["rita"])
    browser_page.open("/customers/")
    page = browser_page.page
    page.keyboard.press("j")
    page.keyboard.press("p")
    page.keyboard.press("n")

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url.endswith("/customers/")


def test_the_palette_says_when_the_server_does_not_answer(window):
    page = window.page
    window.open("/customers/")
    page.is_being_measured = True  # the browser tells of the request that fails, be it late
    page.context.set_offline(True)  # a route would not see what the service worker fetches
    page.keyboard.press("Control+k")

    expect(palette(page).get_by_role("status")).to_have_text(re.compile("did not answer"))
