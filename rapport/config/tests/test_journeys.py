"""Three days told whole: at the desk by keyboard alone, on a phone, and with JavaScript off."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rapport.core.testing.browser import PHONE, BrowserPage
from rapport.customers.models import Customer
from rapport.orders.models import Order
from rapport.orders.testing import an_order
from rapport.promises.models import Promise, SpecialDay
from rapport.promises.testing import a_promise
from rapport.timeline.models import Entry

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = "a long secret"  # of the cast


@pytest.fixture
def owed(business, ann, cora):
    """What Ann owes Cora at the beginning of the day."""
    now = timezone.now()
    a_promise(cora, "Walnut samples", by=ann, at=now, due_at=now + timedelta(minutes=50))
    a_promise(cora, "A quote", by=ann, at=now, due_at=now + timedelta(minutes=55))
    an_order(customer=cora, by=ann, at=now, promised_on=timezone.localdate() + timedelta(days=9))
    return cora


def sign_in(page, address: str) -> None:
    page.goto(address + "/")
    page.get_by_label(re.compile("E-?mail")).fill("ann@linden.example")
    page.get_by_label("Password").fill(SECRET)
    page.get_by_label("Password").press("Enter")
    page.get_by_role("heading", level=1).filter(has_not_text="Sign in").wait_for()


def tab_to(page, target, *, backwards: bool = False) -> None:
    """Press Tab until the focus is there."""
    for _ in range(150):
        if target.evaluate("(el) => el === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def row_with_cursor(page):
    return page.locator("main [data-row]:focus-within")


def test_a_whole_day_at_the_desk_by_keyboard_alone(browser_page, owed):
    page, keys = browser_page.page, browser_page.page.keyboard
    browser_page.open("/")
    assert page.evaluate("document.activeElement.type") == "email"  # nothing to press before one can write
    keys.type("ann@linden.example")
    keys.press("Tab")
    keys.type(SECRET)
    keys.press("Enter")
    page.get_by_role("heading", level=1, name=re.compile("Good|Today|Ann")).wait_for()
    page.wait_for_load_state()  # the heading stands before the scripts have run, and until then keys say nothing

    keys.press("j")
    expect(row_with_cursor(page)).to_contain_text("Walnut samples")
    keys.press("j")
    expect(row_with_cursor(page)).to_contain_text("A quote")
    keys.press("d")
    page.get_by_label("What shows it").wait_for()
    tab_to(page, page.get_by_label("What shows it"))
    keys.type("She wrote that it came.")
    keys.press("Enter")
    page.get_by_role("button", name="Undo").wait_for()
    assert Promise.objects.filter(state="kept").count() == 1
    keys.press("z")
    expect(page.get_by_role("main").get_by_role("link", name="Mark kept")).to_have_count(2)  # it is owed again

    keys.press("Control+k")
    page.get_by_role("combobox").wait_for()
    keys.type("lindq")
    page.get_by_role("option", name=re.compile("Cora Lindqvist")).first.wait_for()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Cora Lindqvist")).to_be_visible()
    assert page.title().startswith("Cora Lindqvist")

    keys.press("n")
    page.locator("textarea:focus").wait_for()
    keys.type("Prefers to be called after four.")
    keys.press("Control+Enter")
    expect(page.get_by_role("listitem").filter(has_text="Prefers to be called after four.").first).to_be_visible()
    assert Entry.objects.filter(kind="note.written", body__contains="after four").exists()

    tab_to(page, page.get_by_role("link", name="Orders").first, backwards=True)
    keys.press("p")
    page.get_by_label("What you promise").wait_for()
    tab_to(page, page.get_by_label("What you promise"))
    keys.type("A drawing of the shelf")
    keys.press("Control+Enter")
    expect(page.get_by_text("A drawing of the shelf").first).to_be_visible()

    keys.press("g")
    keys.press("o")
    page.wait_for_url("**/orders/")
    assert page.evaluate("document.activeElement.localName") == "h1"
    page.get_by_role("link", name=re.compile("Walnut sideboard|1")).first.wait_for()


def test_a_day_on_a_phone(chromium, live_server, owed):
    context = chromium.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    window = BrowserPage(context.new_page(), live_server.url)
    window.watch()
    page = window.page
    sign_in(page, live_server.url)

    row = page.get_by_role("listitem").filter(has_text="Walnut samples").last
    row.get_by_role("link", name="Mark kept").tap()
    page.get_by_label("What shows it").fill("She wrote that it came.")
    page.get_by_role("button", name="Mark kept").tap()
    page.get_by_role("button", name="Undo").wait_for()

    tabs = page.get_by_role("navigation", name="Main, short")
    tabs.get_by_role("link", name="People").tap()
    page.wait_for_url("**/customers/")
    page.get_by_role("searchbox").fill("cora")
    page.get_by_role("link", name="Cora Lindqvist").tap()
    expect(page.get_by_role("heading", level=1, name="Cora Lindqvist")).to_be_visible()
    page.get_by_label("In your words").fill("Rang from the train.")
    page.get_by_role("button", name="Write down").tap()
    expect(page.get_by_role("listitem").filter(has_text="Rang from the train.").first).to_be_visible()

    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("cora")
    tabs.get_by_role("button", name="More").tap()
    page.get_by_role("navigation", name="All places").get_by_role("link", name="Orders").tap()
    expect(page.get_by_role("heading", level=1, name="Orders")).to_be_visible()
    context.close()
    assert not window.problems, window.problems


def test_everything_important_once_without_javascript(chromium, live_server, owed, cast, run_jobs, settings, tmp_path):
    settings.HOME = tmp_path
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    sign_in(page, live_server.url)

    page.goto(live_server.url + "/customers/new/")
    page.get_by_label("Name", exact=True).fill("Barbora Němcová")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Barbora Němcová")).to_be_visible()
    barbora = Customer.objects.get(name="Barbora Němcová")
    page.goto(f"{live_server.url}/customers/{barbora.pk}/edit/")
    page.get_by_label("Name", exact=True).fill("Barbora Němcová-Malá")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_role("heading", level=1, name="Barbora Němcová-Malá")).to_be_visible()

    page.get_by_label("In your words").fill("Came by with her sister.")
    page.get_by_role("button", name="Write down").click()
    expect(page.get_by_text("Came by with her sister.").first).to_be_visible()

    page.goto(f"{live_server.url}/customers/{barbora.pk}/promises/new/")
    page.get_by_label("What you promise").fill("Two swatches")
    page.get_by_role("button", name="Promise").last.click()
    promise = Promise.objects.get(text="Two swatches")

    page.goto(f"{live_server.url}/promises/{promise.pk}/keeping/")
    page.get_by_label("What shows it").fill("Handed over")
    page.get_by_role("button", name="Mark kept").click()
    promise.refresh_from_db()
    assert promise.state == "kept"

    page.goto(f"{live_server.url}/customers/{barbora.pk}/orders/new/")
    first = page.get_by_role("group", name="Item 1")
    first.get_by_label("What").fill("Felt pads")
    first.get_by_label("Price of one").fill("4.50")
    page.get_by_role("button", name="Take the order").click()
    page.get_by_role("heading", level=1, name=re.compile("Felt pads")).wait_for()
    order = Order.objects.get(customer=barbora)
    page.goto(f"{live_server.url}/orders/{order.pk}/")
    page.locator("main").get_by_role("button", name=re.compile("ound|repar|ead|ent|tart|onfirm")).first.click()
    page.get_by_role("button", name="Undo").wait_for()
    assert Entry.objects.filter(customer=barbora, kind__startswith="order").count() == 2

    page.goto(live_server.url + "/customers/")
    page.get_by_role("searchbox").fill("barbora")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("link", name="Barbora Němcová")).to_be_visible()

    context.clear_cookies()
    manage_without_javascript(page, live_server.url, run_jobs)
    context.close()


def manage_without_javascript(page, address: str, run_jobs) -> None:
    """What an owner does: closes for a day, looks at what that changes before, and brings a file."""
    page.goto(address + "/")
    page.get_by_label(re.compile("E-?mail")).fill("olga@linden.example")
    page.get_by_label("Password").fill(SECRET)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.goto(address + "/settings/opening-hours/")
    page.get_by_label("Day", exact=True).fill((timezone.localdate() + timedelta(days=9)).isoformat())
    page.locator("main").get_by_label(re.compile("^Why")).fill("Stock-taking")
    page.get_by_role("button", name="See what changes").click()
    assert not SpecialDay.objects.exists()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("Stock-taking").first).to_be_visible()

    page.goto(address + "/settings/import/customers/new/")
    table = b"name,email\nVilma Dvo\xc5\x99\xc3\xa1kov\xc3\xa1,vilma@post.example\n"
    page.get_by_label("File of customers").set_input_files({"name": "k.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("button", name="Check the file").click()
    run_jobs()
    page.reload()
    page.get_by_role("button", name="Import now").click()
    run_jobs()
    page.reload()
    page.get_by_role("link", name="See them").click()
    expect(page.get_by_role("link", name="Vilma Dvořáková")).to_be_visible()
