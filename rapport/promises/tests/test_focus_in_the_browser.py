"""By keyboard: what was sent leads on from there, and an empty form is told in the words of the house."""

import re

import pytest
from playwright.sync_api import expect

from rapport.promises.models import Promise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser_page, business, ann, cora):
    browser_page.sign_in(ann)
    browser_page.open(cora.get_absolute_url())
    return browser_page.page


def promise_by_keyboard(page, words: str) -> None:
    page.get_by_role("link", name="Make a promise").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What you promise").fill(words)
    dialog.get_by_role("button", name="Promise it").focus()
    page.keyboard.press("Enter")


def test_focus_goes_to_the_promise_that_was_made_and_on_from_one_that_was_kept(page):
    promise_by_keyboard(page, "Walnut samples")
    expect(page.locator(".promise:focus")).to_contain_text("Walnut samples")

    page.get_by_role("link", name="Mark kept").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What shows it").fill("By courier")
    dialog.get_by_role("button", name="Mark kept").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Next promise").locator(":focus")).to_have_count(1)

    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".promise:focus")).to_contain_text("Walnut samples")


def test_an_empty_promise_is_refused_in_the_words_of_the_house(page):
    promise_by_keyboard(page, "")
    expect(page.get_by_role("dialog").locator(".error-summary")).to_be_focused()
    expect(page.get_by_role("dialog").locator(".error-summary")).to_contain_text(re.compile("What you promise"))
    assert not Promise.objects.exists()
