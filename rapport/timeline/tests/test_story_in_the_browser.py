import pytest

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.timeline import actions
from rapport.timeline.models import Entry

pytestmark = pytest.mark.browser


@pytest.fixture
def story_page(browser_page, cora, ann):
    for n in range(40):
        actions.note(cora, f"Note {n}", by=ann)
    browser_page.sign_in(ann)
    browser_page.open(f"/customers/{cora.pk}/entries/")
    return browser_page.page


def test_a_call_is_written_down_corrected_and_pinned(story_page, cora):
    page = story_page
    page.get_by_role("tab", name="Call").click()
    page.get_by_label("Minutes").fill("6")
    page.get_by_label("In your words").fill("Undecided between oil and wax")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Attach files").click()
    chooser.value.set_files([{"name": "samples.txt", "mimeType": "text/plain", "buffer": b"three walnut samples"}])
    page.get_by_role("button", name="Remove samples.txt").wait_for()
    page.get_by_role("button", name="Write down").click()
    page.get_by_text("Written down.").wait_for()
    assert Entry.objects.get(kind="call.made").attachments.get().name == "samples.txt"

    line = page.get_by_role("listitem").filter(has_text="Undecided between oil and wax").last
    line.hover()
    line.get_by_role("link", name="Correct").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("In your words").fill("Oil it is")
    dialog.get_by_role("button", name="Write it anew").click()
    page.get_by_text("Oil it is").wait_for()

    line = page.get_by_role("listitem").filter(has_text="Oil it is").last
    line.hover()
    line.get_by_role("button", name="Pin").click()
    page.get_by_text("Pinned to the top of the story.").wait_for()
    assert Entry.objects.get(body="Oil it is").pin


def test_colleagues_are_offered_while_one_types(story_page, cast):
    page = story_page
    words = page.get_by_label("In your words")
    words.press_sequentially("Please @mA")
    page.get_by_role("option", name="Mark").wait_for()
    words.press("Enter")
    words.press_sequentially("look, and @")
    page.get_by_role("option", name="Bob").wait_for()
    words.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    words.press_sequentially("Rita too")
    page.get_by_role("button", name="Write down").click()
    page.get_by_text("Written down.").wait_for()
    entry = Entry.objects.get(body="Please @Mark look, and @Rita too")
    assert {mention.user for mention in entry.mentions.all()} == {cast["mark"], cast["rita"]}


def test_earlier_lines_come_without_leaving_the_page(story_page):
    page = story_page
    assert page.get_by_text("Note 0", exact=True).count() == 0
    page.get_by_role("link", name="Show earlier").click()
    page.get_by_text("Note 0", exact=True).wait_for()
    assert page.get_by_text("Note 39", exact=True).count() == 1
    assert "after" not in page.url
    assert page.locator(".timeline-day").count() == 1


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_the_story_is_readable_for_everyone(browser_page, story_page, theme):
    story_page.emulate_media(color_scheme=theme)
    story_page.get_by_role("tab", name="Gift").click()
    check_axe(story_page)
    browser_page.phone()
    check_axe(story_page)
    check_no_overflow(story_page)
