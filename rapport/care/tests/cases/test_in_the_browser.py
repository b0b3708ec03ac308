"""From a message to a solved request, at the desk: by click, by key and in words."""

import pytest
from playwright.sync_api import expect

from rapport.care.models import Case
from rapport.core.testing.browser import check_axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_message_becomes_a_request_moves_on_the_board_and_is_solved(browser_page, written, ann):
    message = written("The drawer sticks.", subject="Walnut desk")
    browser_page.sign_in(ann)
    page = browser_page.page

    browser_page.open(f"/inbox/{message.conversation_id}/")
    page.get_by_text("The drawer sticks.").first.hover()
    page.get_by_role("button", name="Make it a request").click()
    expect(page.get_by_role("heading", name="Walnut desk")).to_be_visible()
    expect(page.get_by_role("heading", name="What we committed to")).to_be_visible()
    check_axe(page)

    browser_page.open("/cases/board/")
    card = page.get_by_role("region", name="New", exact=True).get_by_role("listitem", name="Walnut desk")
    card.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_role("region", name="Understood").get_by_role("listitem", name="Walnut desk")).to_be_visible()
    check_axe(page)

    page.get_by_role("listitem", name="Walnut desk").drag_to(page.get_by_role("region", name="Resolved"))
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("How it was solved").fill("Waxed the runners")
    dialog.get_by_label("What they are told").fill("Your drawer runs again.")
    dialog.get_by_label("How", exact=True).select_option(label="I told them by telephone")
    dialog.get_by_role("button", name="It is solved").click()
    expect(page.get_by_role("region", name="Resolved").get_by_role("listitem", name="Walnut desk")).to_be_visible()
    assert Case.objects.get().solution == "Waxed the runners"
