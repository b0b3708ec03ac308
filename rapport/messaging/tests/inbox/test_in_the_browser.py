"""The inbox in a real browser, by keyboard, wide and on a phone."""

import re

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.messaging.inbox import actions, noting
from rapport.messaging.models import Draft, Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def window(browser_page, ann, asked):
    browser_page.sign_in(ann)
    return browser_page


def test_a_question_is_opened_answered_and_taken_back_by_keyboard(window, asked, ann):
    page = window.page
    actions.take(asked, by=ann, at=asked.begun_at)
    noting.note(asked, "We have oak", by=ann, at=asked.begun_at)
    window.open("/inbox/")
    check_axe(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Our table")).to_be_focused()
    check_axe(page)
    check_no_overflow(page)

    page.keyboard.press("r")
    field = page.get_by_role("textbox", name="Reply")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile("Dear Cora Lindqvist,"))
    page.keyboard.type("It is ready on Friday.")
    expect(page.get_by_text(re.compile("Draft kept"))).to_be_visible()
    assert Draft.objects.get().text.endswith("It is ready on Friday.")

    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile("^Sent"))).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("It is ready on Friday.")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value(re.compile(r"^Dear Cora Lindqvist,\s*$"))
    expect(page.get_by_role("button", name="Attach files")).to_be_visible()
    assert not Draft.objects.exists()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("log")).to_contain_text("Taken back")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value(re.compile("It is ready on Friday."))
    assert Message.objects.get(direction="out").state == "cancelled"


def test_an_inside_note_is_written_beside_an_answer_that_was_begun_and_on_a_phone_too(window, asked):
    page = window.page
    window.phone()
    window.open(asked.get_absolute_url())
    check_axe(page)
    check_no_overflow(page)
    page.get_by_role("textbox", name="Reply").press_sequentially("Begun")
    page.get_by_role("link", name="Inside note").click()
    page.get_by_role("textbox", name="Inside note").fill("Ask the workshop first")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("log")).to_contain_text("Ask the workshop first")
    expect(page.get_by_role("textbox", name="Inside note", include_hidden=True)).to_have_value("")
    expect(page.get_by_role("textbox", name="Reply")).to_have_value(re.compile("Begun"))
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
