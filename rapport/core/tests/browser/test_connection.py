"""Without the server, signed out, and back: nothing that was written is lost, nothing that was seen is left behind."""

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import until
from rapport.staff.models import User

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("rapport.core.tests.browser.samples"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def someone(business):
    return User.objects.create_user("maya@linden.example", "four walnut chairs", name="Maya", is_superuser=True)


@pytest.fixture
def window(browser_page, someone):
    browser_page.sign_in(someone)
    yield browser_page
    expected = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch")  # what the browser and htmx say of a lost connection
    browser_page.problems[:] = [one for one in browser_page.problems if not any(words in one for words in expected)]


def test_what_is_written_outlives_a_broken_connection(window):
    page = window.page
    window.open("/sample/form/")
    page.get_by_label("Note").fill("She wants oak.")
    page.context.set_offline(True)
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Note")).to_have_value("She wants oak.")
    assert page.url.endswith("/sample/form/")

    page.context.set_offline(False)
    expect(page.get_by_text("No connection.")).to_be_hidden()


def test_a_page_opened_without_connection_says_so_and_can_be_tried_again(window):
    page = window.page
    window.open("/sample/")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    until(page, "navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    page.goto(window.address + "/sample/form/")
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()

    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", name="A form")).to_be_visible()
    kept = page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat()"
    )
    assert kept
    assert all(path == "/offline/" or path.startswith("/static/") for path in kept), kept


def test_back_finds_the_place_and_the_words(window):
    page = window.page
    window.open("/sample/list/")
    page.evaluate("window.scrollTo(0, 300)")
    page.get_by_role("link", name="Row 9", exact=True).focus()
    page.evaluate("window.scrollTo(0, 300)")
    before = page.evaluate("window.scrollY")
    page.get_by_role("link", name="Colleagues").first.click()
    page.wait_for_url("**/people/")
    assert page.evaluate("window.scrollY") == 0
    page.go_back()
    page.wait_for_url("**/sample/list/")
    page.get_by_role("link", name="Row 9", exact=True).wait_for()
    until(page, f"Math.abs(window.scrollY - {before}) < 40")


def test_back_brings_unsent_words_back(window):
    page = window.page
    window.open("/sample/")
    page.get_by_role("link", name="Edit").click()
    page.wait_for_url("**/sample/form/")
    page.get_by_label("Note").fill("She wants oak.")
    page.get_by_role("link", name="Colleagues").first.click()
    page.wait_for_url("**/people/")
    page.go_back()
    expect(page.get_by_role("heading", name="A form")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("She wants oak.")


def test_after_signing_out_back_shows_nothing_of_the_house(window):
    page = window.page
    window.open("/sample/list/")
    page.get_by_role("button", name="Your menu").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Sign in").wait_for()
    assert page.get_by_role("link", name="Row 9", exact=True).count() == 0


def test_a_part_that_is_asked_for_after_the_session_leads_to_the_sign_in(window):
    page = window.page
    window.open("/sample/list/")
    page.context.clear_cookies()
    page.get_by_role("searchbox").press_sequentially("row 4")
    page.get_by_role("heading", name="Sign in").wait_for()


def test_what_is_sent_after_the_session_stays_to_be_copied(window):
    page = window.page
    window.open("/sample/form/")
    page.get_by_label("Note").fill("She wants oak.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("You have been signed out.").wait_for()
    expect(page.get_by_label("Note")).to_have_value("She wants oak.")
    assert page.url.endswith("/sample/form/")


def test_the_app_can_be_installed(client, someone):
    about = client.get("/manifest.webmanifest").json()
    assert about["name"] == "Linden Workshop"
    assert {icon["sizes"] for icon in about["icons"]} == {"192x192", "512x512"}
    assert any(icon["purpose"] == "maskable" for icon in about["icons"])
    worker = client.get("/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in worker.headers["Cache-Control"]
