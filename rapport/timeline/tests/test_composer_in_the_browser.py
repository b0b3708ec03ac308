"""The composer as one uses it: by keyboard, on two machines, with files that are dropped and pasted, and offline."""

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe, check_no_overflow, until
from rapport.staff.models import User
from rapport.timeline import actions
from rapport.timeline.models import Draft, Entry

pytestmark = pytest.mark.browser


HAND_OVER = """([event, type, files]) => {
  const carried = new DataTransfer();
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  for (const [name, kind, text] of files) carried.items.add(new File([bytes(text)], name, { type: kind }));
  const form = document.querySelector("form.composer");
  const about = { bubbles: true, cancelable: true };
  if (event === "paste") {
    form.querySelector("textarea").dispatchEvent(new ClipboardEvent(event, { ...about, clipboardData: carried }));
  } else form.dispatchEvent(new DragEvent(event, { ...about, dataTransfer: carried }));
}"""
PICTURE = [
    "screenshot.png",
    "image/png",
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
]
PROGRAM = ["tool.exe", "application/x-msdownload", "TVqQAAMAAAAEAAAA//8="]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(browser_page, cora, ann):
    browser_page.sign_in(ann)
    browser_page.open(cora.get_absolute_url())
    browser_page.page.get_by_role("tab", name="Note").wait_for()
    return browser_page.page


@pytest.fixture
def another_window(browser_page, chromium, ann):
    """Opens the same person's page in a browser that shares nothing with the first."""
    contexts = []

    def open_(path, **how):
        context = chromium.new_context(viewport={"width": 390, "height": 844}, **how)
        contexts.append(context)
        context.add_cookies([c for c in browser_page.page.context.cookies() if c["name"] != "device"])
        page = context.new_page()
        page.goto(browser_page.address + path)
        return page

    yield open_
    for context in contexts:
        context.close()


def words(page):
    return page.get_by_label("In your words")


def kept(page):
    page.get_by_text("Draft kept").wait_for()


def test_a_call_by_keyboard_alone(desk, cora):
    page = desk
    page.evaluate("window.isTheSamePage = true")
    page.keyboard.press("n")
    assert words(page).evaluate("field => field === document.activeElement")
    page.get_by_role("tab", name="Note").focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tab", name="Call").get_attribute("aria-selected") == "true"
    page.keyboard.press("End")
    page.get_by_label("Occasion").wait_for()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("6")
    words(page).focus()
    page.keyboard.type("Undecided, ask @mA")
    page.get_by_role("option", name="Mark").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Written down.").wait_for()

    first = page.get_by_role("listitem").filter(has_text="Undecided, ask @Mark").first
    first.wait_for()
    assert page.evaluate("window.isTheSamePage")
    assert words(page).evaluate("field => field === document.activeElement && !field.value")
    entry = Entry.objects.get()
    assert (entry.kind, entry.facts["minutes"], Draft.objects.count()) == ("call.made", 6, 0)

    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Ann took back what they had just written down", exact=True).wait_for()
    assert words(page).input_value() == "Undecided, ask @Mark"
    assert page.get_by_label("Minutes").input_value() == "6"


def test_a_draft_goes_from_the_desk_to_the_phone_and_nothing_is_lost(desk, another_window, cora):
    words(desk).press_sequentially("From the desk")
    kept(desk)
    phone = another_window(cora.get_absolute_url())
    assert words(phone).input_value() == "From the desk"
    phone.get_by_text("written on another device").wait_for()
    words(phone).fill("From the phone")
    kept(phone)

    words(desk).press_sequentially(", longer")
    desk.get_by_text("This draft was also written on another device").wait_for()
    assert Draft.objects.get().said["body"] == "From the phone"
    desk.get_by_role("button", name="Put both together").click()
    assert words(desk).input_value() == "From the phone\n\nFrom the desk, longer"
    kept(desk)
    assert Draft.objects.get().said["body"] == "From the phone\n\nFrom the desk, longer"

    phone.reload()
    phone.get_by_role("button", name="Discard").click()
    phone.get_by_text("Draft discarded.").wait_for()
    assert words(phone).input_value() == ""
    phone.get_by_role("button", name="Undo").click()
    phone.get_by_text("Your draft is back.").wait_for()
    assert "longer" in words(phone).input_value()


def test_words_and_tabs_find_their_drafts(desk, cora):
    words(desk).fill("It was a call after all")
    kept(desk)
    desk.get_by_role("tab", name="Call").click()
    assert words(desk).input_value() == "It was a call after all"
    kept(desk)
    assert Draft.objects.get().kind == "call"
    desk.get_by_role("tab", name="Letter").click()
    assert words(desk).input_value() == "It was a call after all"  # no letter was begun: the words go along
    desk.get_by_role("tab", name="Note").click()
    words(desk).fill("")
    desk.get_by_role("tab", name="Letter").click()
    assert words(desk).input_value() == "Dear Cora Lindqvist,\n\n"
    assert desk.locator(".composer-words").get_attribute("lang") == "en"
    desk.get_by_label("Which way").first.select_option("received")
    assert words(desk).input_value() == ""


def test_a_note_that_waited_behind_a_call_is_written_once(desk, browser_page, cora):
    words(desk).fill("Undecided")
    kept(desk)
    browser_page.open(f"{cora.get_absolute_url()}?compose=call")
    desk.get_by_role("tab", name="Call", selected=True).wait_for()
    until(desk, "!location.search")  # a reload opens what has a draft
    words(desk).press("Escape")
    desk.get_by_role("tab", name="Call").focus()
    desk.keyboard.press("n")
    assert words(desk).input_value() == "Undecided"
    desk.keyboard.press("Control+Enter")
    desk.get_by_text("Written down.").wait_for()
    assert words(desk).input_value() == ""
    assert (Entry.objects.get().body, Draft.objects.count()) == ("Undecided", 0)

    words(desk).fill("A call after all")
    kept(desk)
    desk.get_by_role("tab", name="Call").click()
    desk.keyboard.press("Control+Enter")
    desk.get_by_role("listitem").filter(has_text="A call after all").first.wait_for()
    assert (Entry.objects.filter(kind="call.made").count(), Draft.objects.count()) == (1, 0)


def test_what_is_morphed_into_the_page_leaves_the_composer_alone(desk, browser_page, cora, ann):
    desk.get_by_role("tab", name="Call").click()
    words(desk).fill("In the middle of")
    kept(desk)
    desk.locator("#add-emails").get_by_role("link").click()
    desk.get_by_role("textbox", name="E-mail").fill("cora@lindqvist.example")
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="cora@lindqvist.example", exact=True).wait_for()
    desk.keyboard.press("z")
    desk.get_by_role("link", name="cora@lindqvist.example", exact=True).wait_for(state="detached")
    assert desk.get_by_role("tab", name="Call").get_attribute("aria-selected") == "true"
    assert desk.get_by_role("radio", name="Call").count() == 0
    words(desk).press_sequentially(" a sentence")
    kept(desk)
    assert words(desk).input_value() == "In the middle of a sentence"


def test_the_key_of_the_note_works_before_the_modules_are_there(desk, browser_page, cora):
    desk.route("**/timeline/composer*.js", lambda route: None)
    browser_page.open(cora.get_absolute_url())
    desk.get_by_role("heading", level=1).wait_for()
    desk.keyboard.press("n")
    desk.keyboard.type("Put off")
    assert words(desk).input_value() == "Put off"
    assert desk.get_by_role("dialog").count() == 0
    desk.unroute_all(behavior="ignoreErrors")


def test_first_names_come_first_behind_an_at_and_one_space_after_it(desk, cast):
    for colleague, name in (("mark", "Arjun Das"), ("bob", "Davit Beridze")):
        User.objects.filter(pk=cast[colleague].pk).update(name=name)
    desk.reload()
    desk.get_by_role("tab", name="Note").wait_for()
    words(desk).press_sequentially("Ask @da")
    offered = desk.get_by_role("listbox", name="Colleagues").get_by_role("option")
    expect(offered).to_have_text(["Davit Beridze", "Arjun Das"])
    desk.keyboard.press("Enter")
    desk.keyboard.type(" please")
    assert words(desk).input_value() == "Ask @Davit Beridze please"


def test_leaving_the_page_keeps_what_was_typed_a_moment_before(desk, cora):
    words(desk).fill("Half a sentence")
    desk.get_by_role("link", name="Customers").first.click()
    desk.wait_for_url("**/customers/")
    desk.go_back()
    desk.wait_for_url(f"**{cora.get_absolute_url()}")
    words(desk).wait_for()
    until(desk, "document.querySelector('[name=body]').value === 'Half a sentence'")


def test_without_a_connection_the_words_stay_on_this_device(desk, browser_page, cora):
    desk.context.set_offline(True)
    words(desk).fill("Written in the cellar")
    desk.get_by_text("No connection. What you write is kept on this device").wait_for()
    assert not Draft.objects.exists()
    desk.context.set_offline(False)
    kept(desk)
    assert Draft.objects.get().said["body"] == "Written in the cellar"
    assert desk.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('rapport-draft')).length") == 0
    browser_page.problems[:] = [it for it in browser_page.problems if "ERR_INTERNET_DISCONNECTED" not in it]


def test_pinning_does_not_disturb_who_is_writing(desk, cora, ann):
    actions.note(cora, "Allergic to nuts", by=ann)
    desk.reload()
    words(desk).fill("In the middle of")
    line = desk.get_by_role("listitem").filter(has_text="Allergic to nuts").last
    line.hover()
    line.get_by_role("button", name="Pin").click()
    desk.get_by_text("Pinned to the top of the story.").wait_for()
    assert words(desk).input_value() == "In the middle of"
    desk.get_by_role("link", name="Gifts").first.click()
    desk.get_by_text("Nothing of that kind").wait_for()
    assert words(desk).input_value() == "In the middle of"


def test_everything_without_javascript(browser_page, another_window, cora, ann):
    browser_page.sign_in(ann)
    page = another_window(cora.get_absolute_url(), java_script_enabled=False)
    page.get_by_label("Meeting").check(force=True)
    page.get_by_role("textbox", name="Where").fill("Workshop")
    words(page).fill("Three samples")
    page.get_by_role("button", name="Keep as a draft").click()
    assert (
        words(page).input_value() == "Three samples"
        and page.get_by_role("textbox", name="Where").input_value() == "Workshop"
    )
    page.get_by_label("Files").first.set_input_files(
        {"name": "samples.txt", "mimeType": "text/plain", "buffer": b"three walnut samples"}
    )
    page.get_by_role("button", name="Write down").click()
    page.get_by_text("Written down.").wait_for()
    entry = Entry.objects.get()
    assert (entry.facts, entry.attachments.count(), Draft.objects.count()) == ({"place": "Workshop"}, 1, 0)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.full)])
def test_every_tab_is_readable_for_everyone(desk, browser_page, cora, theme):
    desk.emulate_media(color_scheme=theme)
    for name in ("Call", "Letter"):
        desk.get_by_role("tab", name=name).click()
        check_axe(desk)
    desk.evaluate(HAND_OVER, ["drop", "", [PROGRAM, PICTURE]])
    desk.get_by_role("button", name="Remove screenshot.png").wait_for()
    browser_page.phone()
    check_axe(desk)
    check_no_overflow(desk)
