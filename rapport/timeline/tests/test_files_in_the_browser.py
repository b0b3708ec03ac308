"""Files given to the composer: dropped, pasted, refused beside themselves, sent again."""

import pytest

from rapport.timeline.models import Entry
from rapport.timeline.tests.test_composer_in_the_browser import (  # noqa: F401
    HAND_OVER,
    PICTURE,
    PROGRAM,
    desk,
    in_a_folder_of_its_own,
    kept,
    words,
)

pytestmark = pytest.mark.browser


def test_files_are_dropped_and_pasted_and_refused_beside_themselves(desk, cora):  # noqa: F811
    desk.evaluate(HAND_OVER, ["dragenter", "", [PICTURE]])
    assert "is-target" in desk.locator("form.composer").get_attribute("class")
    desk.evaluate(HAND_OVER, ["drop", "", [PROGRAM, ["list.txt", "text/plain", "d2FsbnV0"]]])
    desk.get_by_text("“tool.exe” is not a kind of file that can be kept here.").wait_for()
    desk.get_by_role("button", name="Remove list.txt").wait_for()
    desk.evaluate(HAND_OVER, ["paste", "", [PICTURE]])
    desk.get_by_role("button", name="Remove screenshot.png").wait_for()
    assert desk.locator(".composer-file img").count() == 1
    desk.get_by_role("button", name="Cancel").click()
    assert desk.get_by_text("tool.exe").count() == 0
    desk.get_by_role("button", name="Remove list.txt").click()
    desk.get_by_text("list.txt").wait_for(state="detached")
    desk.reload()
    desk.get_by_role("button", name="Remove screenshot.png").wait_for()
    words(desk).fill("Look at this")
    words(desk).press("Control+Enter")
    desk.get_by_text("Written down.").wait_for()
    assert Entry.objects.get().attachments.get().name == "screenshot.png"


def test_a_file_that_did_not_arrive_is_not_left_behind_and_can_be_sent_again(desk, browser_page, cora):  # noqa: F811
    desk.route("**/files/", lambda route: route.abort())
    desk.evaluate(HAND_OVER, ["drop", "", [PICTURE]])
    desk.get_by_text("did not arrive").wait_for()
    desk.unroute("**/files/")
    words(desk).fill("Look at this")
    words(desk).press("Control+Enter")
    desk.get_by_text("Not written down yet").wait_for()
    assert desk.evaluate("document.activeElement.textContent.trim()") == "Try again"
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Remove screenshot.png").wait_for()
    words(desk).press("Control+Enter")
    desk.get_by_text("Written down.").wait_for()
    assert Entry.objects.get().attachments.get().name == "screenshot.png"
    browser_page.problems[:] = [it for it in browser_page.problems if "ERR_FAILED" not in it]
