"""A morning at the desk and on a phone: done and undone, kept current, the day line under the fingers."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe
from rapport.promises import actions as promises
from rapport.promises.business_time import Hours
from rapport.promises.testing import a_promise
from rapport.staff import actions as staff
from rapport.staff.models import Location, User
from rapport.today.models import Tick

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def noon(business):
    """Wherever the test runs, it is about noon at our location, and we are open."""
    offset = 11 - datetime.now(UTC).hour
    location = Location.objects.get(is_main=True)
    location.time_zone = f"Etc/GMT{-offset:+d}"
    location.save()
    days = {day: [Hours(time(6), time(20))] for day in range(7)}
    promises.set_week(location, timezone.localdate() - timedelta(days=7), days)
    return timezone.now()


def owed(customer, by, noon, text: str, minutes: int):
    return a_promise(customer, text, by=by, at=noon, due_at=noon + timedelta(minutes=minutes))


@pytest.fixture
def today(browser_page, noon, ann, cora):
    owed(cora, ann, noon, "Walnut samples", 65)
    owed(cora, ann, noon, "A quote", 70)
    owed(cora, ann, noon, "A drawing", 240)
    browser_page.sign_in(ann)
    browser_page.open("/")
    return browser_page.page


def row(page, text: str):
    return page.get_by_role("listitem").filter(has_text=text).filter(has=page.get_by_role("button", name="More for"))


def put_off(page, text: str) -> None:
    row(page, text).get_by_role("button", name="More for").click()
    row(page, text).get_by_role("button", name="In an hour").click()


def test_put_off_and_undone_by_mouse_and_by_key(today):
    put_off(today, "A quote")

    expect(row(today, "A quote")).to_have_count(0)
    expect(today.get_by_text("2 things fall due today.")).to_be_visible()
    assert "Cora" in today.evaluate("document.activeElement.textContent")  # focus is on the row that moved up
    today.get_by_role("button", name="Undo").click()
    expect(row(today, "A quote")).to_be_visible()
    expect(today.get_by_role("status").filter(has_text="It is back on Today.")).to_be_visible()

    put_off(today, "A drawing")
    expect(row(today, "A drawing")).to_have_count(0)
    today.keyboard.press("z")
    expect(row(today, "A drawing")).to_be_visible()
    check_axe(today)


def test_a_promise_marked_kept_by_mistake_is_owed_again(today):
    row(today, "Walnut samples").get_by_role("link", name="Mark kept").click()
    today.get_by_label("What shows it").fill("The wrong parcel")
    today.get_by_role("button", name="Mark kept").click()
    expect(row(today, "Walnut samples")).to_have_count(0)

    today.get_by_role("button", name="Undo").click()

    expect(row(today, "Walnut samples")).to_be_visible()


def test_what_failed_comes_back_and_says_why(today, ann, cast):
    staff.change_role(ann, "reader", by=cast["olga"])

    put_off(today, "A quote")

    expect(today.get_by_text("Your role does not allow this.")).to_be_visible()
    expect(row(today, "A quote")).to_be_visible()
    staff.change_role(User.objects.get(pk=ann.pk), "agent", by=cast["olga"])
    today.get_by_role("button", name="Try now").click()
    expect(row(today, "A quote")).to_have_count(0)
    assert Tick.objects.count() == 1


def test_without_the_server_nothing_is_lost(today, browser_page):
    today.context.set_offline(True)
    put_off(today, "A quote")
    expect(today.get_by_text("The server did not answer.").first).to_be_visible()
    expect(row(today, "A quote")).to_be_visible()

    today.context.set_offline(False)
    today.get_by_role("button", name="Try now").click()

    expect(row(today, "A quote")).to_have_count(0)
    browser_page.problems.clear()  # the browser writes down every request that it could not make


def test_an_undo_that_is_refused_says_why_and_leaves_the_page(today, browser_page, cast, cora, noon):
    ann, bob, mark = cast["ann"], cast["bob"], cast["mark"]
    promise = owed(cora, ann, noon, "A chair", 200)
    browser_page.open(f"{promise.get_absolute_url()}handover/")
    today.get_by_label("In whose hands").select_option(label="Bob")
    today.get_by_role("button", name="Hand over").click()
    expect(today.get_by_role("button", name="Undo")).to_be_visible()
    promises.hand_over(promise, at=timezone.now(), by=bob, to=mark)

    today.get_by_role("button", name="Undo").click()

    expect(today.get_by_text("It has ended or is in other hands by now, so it was left there.")).to_be_visible()
    expect(today.get_by_role("heading", name="How this came about")).to_be_visible()


def test_what_others_do_is_seen_without_a_reload(today, cast, cora, noon, ann):
    row(today, "A drawing").get_by_role("link", name="Cora").focus()
    promise = ann.promises.get(text="Walnut samples")
    promises.keep(promise, at=timezone.now(), by=cast["mark"], evidence="Parcel")
    owed(cora, ann, noon, "A bench", 90)

    today.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # back on the tab

    expect(row(today, "Walnut samples")).to_have_count(0)
    expect(row(today, "A bench")).to_be_visible()
    expect(today.get_by_role("status").filter(has_text="1 new line has come. 1 line is settled.")).to_be_visible()
    assert "A drawing" in today.evaluate("document.activeElement.closest('li').textContent")


def test_the_badge_and_the_title_say_what_is_late(today, ann):
    ann.promises.filter(text="A quote").update(
        made_at=timezone.now() - timedelta(days=2), due_at=timezone.now() - timedelta(minutes=1)
    )
    today.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(
        today.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Promises 1")
    ).to_be_visible()
    assert today.title().startswith("(1) Today")


def test_the_day_line_by_keyboard(today):
    line = today.get_by_role("region", name="Your working day")
    line.get_by_role("button", name="2 things due from").focus()

    today.keyboard.press("ArrowRight")
    assert "A drawing" in today.evaluate("document.activeElement.ariaLabel")
    expect(line.get_by_role("link", name="Cora Lindqvist A drawing")).to_be_visible()  # the card says who and what
    today.keyboard.press("Enter")
    assert "A drawing" in today.evaluate("document.activeElement.closest('li').textContent")

    line.get_by_role("button", name="2 things due from").focus()
    today.keyboard.press("ArrowDown")
    today.keyboard.press("ArrowDown")
    today.keyboard.press("Enter")
    assert "A quote" in today.evaluate("document.activeElement.closest('li').textContent")


def tap(page, target) -> None:
    place = target.bounding_box()
    finger = page.context.new_cdp_session(page)
    at = {"x": place["x"] + place["width"] / 2, "y": place["y"] + place["height"] / 2}
    finger.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_the_day_line_under_a_finger(today, browser_page):
    browser_page.phone()
    line = today.get_by_role("region", name="Your working day")
    mark = line.get_by_role("link", name="A drawing")
    assert mark.bounding_box()["height"] >= 44

    tap(today, mark)

    card = line.get_by_role("link", name="Cora Lindqvist A drawing")
    expect(card).to_be_visible()
    check_axe(today)
    tap(today, card)
    expect(card).to_be_hidden()
    assert "A drawing" in today.evaluate("document.activeElement.closest('li').textContent")
