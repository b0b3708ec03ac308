import re
from itertools import product

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.staff.models import User

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("rapport.core.tests.browser.samples"),
    pytest.mark.django_db(transaction=True),
]
SAMPLES = ["/sample/", "/sample/form/", "/sample/list/", "/sample/part/", "/sample/nowhere/"]


@pytest.fixture
def someone(business):
    """Sees every place there is."""
    return User.objects.create_user("maya@linden.example", name="Maya Fenwick", is_superuser=True)


@pytest.fixture
def window(browser_page, someone):
    browser_page.sign_in(someone)
    return browser_page


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_every_shared_part_is_accessible_and_fits(window, theme):
    window.page.context.add_cookies([{"name": "theme", "value": theme, "url": window.address}])
    for path, size in product(SAMPLES, (window.wide, window.phone)):
        size()
        window.open(path)
        check_axe(window.page)
        check_no_overflow(window.page)


def test_a_link_changes_the_sheet_and_not_the_house(window):
    page = window.page
    window.open("/sample/")
    page.evaluate("window.stays = true")

    page.get_by_role("link", name="Edit").click()
    page.wait_for_url("**/sample/form/")

    page.get_by_role("heading", name="A form").wait_for()
    assert page.evaluate("window.stays") is True
    assert page.title().startswith("A form ·")
    expect(page.get_by_role("heading", name="A form")).to_be_focused()
    page.go_back()
    page.get_by_role("heading", name="Style sheet").wait_for()


def test_a_form_that_makes_no_sense_comes_back_with_its_problems(window):
    page = window.page
    window.open("/sample/form/")

    page.get_by_role("button", name="Save").click()

    page.locator(".error-summary").wait_for()
    assert "Promised for" in page.locator(".error-summary").inner_text()
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.get_by_label("Promised for").get_attribute("aria-invalid") == "true"
    check_axe(page)


def test_what_was_done_is_said_and_can_be_undone(window):
    page = window.page
    window.open("/sample/form/")
    page.get_by_label("How to address them").fill("Vážená paní Růžičková")
    page.get_by_label("Promised for").fill("2026-12-01")
    page.get_by_label("Formal").check()

    page.get_by_role("button", name="Save").click()

    toast = page.locator(".toast", has_text="Tamar will be told")
    toast.wait_for()
    check_axe(page)
    toast.get_by_role("button").click()
    page.locator(".toast", has_text="Turned back.").wait_for()


def test_the_newest_undo_is_pressed_by_a_key(window):
    page = window.page
    window.open("/sample/form/")
    page.get_by_label("How to address them").fill("Vážená paní Růžičková")
    page.get_by_label("Promised for").fill("2026-12-01")
    page.get_by_label("Formal").check()
    page.keyboard.press("Control+Enter")
    page.locator(".toast", has_text="Tamar will be told").wait_for()

    page.keyboard.press("z")

    page.locator(".toast", has_text="Turned back.").wait_for()


def test_a_page_opens_in_a_dialog_and_stays_there_until_it_is_right(window):
    page = window.page
    window.open("/sample/")
    opener = page.get_by_role("link", name="Say it will be late")
    opener.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("heading", name="Say it will be late").wait_for()
    check_axe(page)

    dialog.get_by_role("link", name="Cancel").click()
    dialog.wait_for(state="hidden")
    assert page.evaluate("document.activeElement.dataset.key") == "l"

    opener.click()
    dialog.get_by_label("What happened").fill("shipped")
    dialog.get_by_role("button", name="Tell Tamar").click()
    dialog.get_by_text("register a return instead").wait_for()
    assert page.url.endswith("/sample/")
    page.keyboard.press("Escape")

    opener.click()
    dialog.get_by_label("What happened").fill("The courier was cancelled")
    dialog.get_by_role("button", name="Tell Tamar").click()
    page.wait_for_url("**/sample/list/")
    page.locator(".toast", has_text="She has been told.").wait_for()
    assert not dialog.is_visible()


def test_search_answers_while_typing_and_long_lists_go_on(window):
    page = window.page
    window.open("/sample/list/")
    rows = page.locator("#rows tr")
    expect(rows).to_have_count(25)

    page.get_by_role("link", name=re.compile("more", re.IGNORECASE)).click()
    expect(rows).to_have_count(50)
    page.locator("#more-rows a").click()
    expect(rows).to_have_count(60)
    assert not page.locator("#more-rows a").is_visible()

    page.get_by_role("searchbox").press_sequentially("row 42")
    expect(rows).to_have_count(1)
    assert "q=row+42" in page.url
    page.get_by_role("link", name="Name").click()
    page.wait_for_url("**sort=-name**")


def test_the_keyboard_leads_everywhere(window):
    page = window.page
    window.open("/sample/")
    page.keyboard.press("?")
    page.get_by_role("dialog").get_by_text("Edit", exact=True).wait_for()
    check_axe(page)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "თამარ ბერიძე"
    page.keyboard.press("e")
    page.wait_for_url("**/sample/form/")


def test_who_was_signed_out_meanwhile_is_asked_to_sign_in(window):
    page = window.page
    window.open("/sample/")
    page.context.clear_cookies()

    page.get_by_role("link", name="Edit").click()

    page.get_by_role("heading", name="Sign in").wait_for()
    assert page.locator("body").get_attribute("data-shell") == "plain"
    assert page.locator(".sidebar").count() == 0


def test_theme_and_language_change_where_one_is(window):
    page = window.page
    window.open("/sample/list/")
    menu = page.get_by_role("button", name="Your menu")
    menu.click()
    with page.expect_response("**/theme/"):
        page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    menu.click()
    check_axe(page)
    page.get_by_role("button", name="Čeština").click()
    expect(page.locator("html")).to_have_attribute("lang", "cs")
    assert page.url.endswith("/sample/list/")


def test_what_is_left_of_the_time_goes_on_counting(window):
    page = window.page
    page.clock.install()
    window.open("/sample/")
    first = page.locator("time.due").first
    expect(first).to_contain_text("in 42 min")
    page.clock.fast_forward("05:00")
    expect(first).to_contain_text("in 3")
    page.clock.fast_forward("01:10:00")
    expect(first).to_contain_text("late")
    expect(first).to_have_attribute("data-tone", "late")


def test_everything_reads_and_submits_without_javascript(chromium, live_server, someone, client):
    client.force_login(someone)
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + "/sample/part/")
    page.get_by_label("What happened").fill("The courier was cancelled")
    page.get_by_role("button", name="Tell Tamar").click()
    page.get_by_text("She has been told.").wait_for()
    page.goto(live_server.url + "/sample/list/")
    page.locator("#more-rows a").click()
    page.get_by_role("link", name="Row 26").wait_for()
    context.close()


@pytest.mark.parametrize("path, status", [("/sample/nowhere/", 404), ("/sample/broken/", 500)])
def test_something_is_wrong_and_says_what_next(client, someone, path, status):
    client.raise_request_exception = False
    response = client.get(path)
    assert response.status_code == status
    assert "<main" in response.text
