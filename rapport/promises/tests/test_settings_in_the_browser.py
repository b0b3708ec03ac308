"""An owner changes settings in a real browser, by keyboard, and reads what a change means before making it."""

import re

import pytest
from django.utils import timezone

from rapport.core.testing.browser import check_axe, until
from rapport.orders.steps import all_kinds
from rapport.promises.calendars import calendar_of
from rapport.promises.models import OpeningWeek, Promise
from rapport.promises.testing import a_promise
from rapport.staff.models import Location, User

pytestmark = pytest.mark.browser


@pytest.fixture
def promise(business, cora, cast) -> Promise:
    now, calendar = timezone.now(), calendar_of(None)
    day = calendar.next_open_day(timezone.localdate())
    return a_promise(cora, by=cast["ann"], at=now, due_at=calendar.close_of(day))


def test_an_owner_changes_the_hours_by_keyboard_alone(browser_page, cast, promise):
    page, told = browser_page.page, promise.due_at
    browser_page.sign_in(cast["olga"])
    browser_page.open("/settings/")
    page.get_by_role("searchbox", name="Search the settings").press_sequentially("special days")
    page.get_by_role("link", name=re.compile("Public holidays")).wait_for(state="detached")
    page.get_by_role("link", name=re.compile("^Opening hours")).press("Enter")
    page.get_by_role("link", name="Change (Prague)").press("Enter")
    page.get_by_label("Monday").focus()
    for _day in range(5):
        page.keyboard.press("Control+A")
        page.keyboard.type("8-10")
        page.keyboard.press("Tab")
    page.get_by_text("1 open promise keeps the time that was promised.").wait_for()
    page.get_by_text("1 open promise will fall due while you are closed.").wait_for()
    page.get_by_text("Cora Lindqvist · Three walnut samples").wait_for()
    check_axe(page)
    assert not OpeningWeek.objects.exists()

    page.get_by_role("button", name="Set these hours").press("Enter")
    page.get_by_role("link", name="See them").press("Enter")
    page.get_by_role("heading", name="Due while you are closed").wait_for()
    page.get_by_text("Three walnut samples").wait_for()
    assert Promise.objects.get().due_at == told

    page.locator("#toasts").get_by_role("button", name="Undo").press("Enter")
    page.get_by_text("It is as it was.").wait_for()
    assert not OpeningWeek.objects.exists()


def test_without_javascript_a_button_says_what_changes(chromium, live_server, cast, promise, browser_page):
    browser_page.sign_in(cast["olga"])
    context = chromium.new_context(java_script_enabled=False)
    context.add_cookies(browser_page.page.context.cookies())
    page = context.new_page()
    page.goto(f"{live_server.url}/settings/opening-hours/{Location.objects.main().pk}/")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        page.get_by_label(day).fill("8-10")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_text("1 open promise will fall due while you are closed.").wait_for()
    assert page.get_by_label("Monday").input_value() == "8-10" and not OpeningWeek.objects.exists()
    page.get_by_role("button", name="Set these hours").click()
    page.get_by_role("button", name="Undo").click()
    assert not OpeningWeek.objects.exists()
    context.close()


def test_letting_a_colleague_go_and_moving_a_step_in_the_browser(browser_page, cast, promise):
    page = browser_page.page
    browser_page.sign_in(cast["olga"])
    browser_page.open(f"/people/{cast['ann'].pk}/")
    page.get_by_role("link", name="Let go").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("1 open promise: to whoever you choose").wait_for()
    dialog.get_by_label("Hand it over to").select_option(label="Bob")
    dialog.get_by_role("button", name="Let go").click()
    page.get_by_text("Handed over to Bob: 1 open promise.").wait_for()
    assert Promise.objects.get().owner == cast["bob"]
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    page.get_by_text("It is as it was.").wait_for()
    assert Promise.objects.get().owner == cast["ann"] and User.objects.get(pk=cast["ann"].pk).is_active

    browser_page.open("/settings/steps/")
    page.get_by_role("button", name="Shipped: one place earlier").press("Enter")
    page.get_by_text("“Shipped” has a new place.").wait_for()
    assert list(all_kinds()).index("shipped") == 2
    until(page, "document.activeElement.id === 'earlier-shipped'")
