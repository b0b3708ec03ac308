"""Facts changed where they stand, as people do it: with Enter, by leaving, two at once, by keyboard alone, offline."""

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.customers import actions
from rapport.customers.models import Customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tamar(ann, business) -> Customer:
    return actions.add(
        "თამარ ბერიძე",
        by=ann,
        given_name="თამარ",
        family_name="ბერიძე",
        language="ka",
        nickname="Tamriko",
        emails=["tamar@beridze.example"],
        phones=["+995 555 01 02 03", "+995 555 04 05 06", "+995 555 07 08 09"],
        preferences=[{"topic": "Wood", "value": "walnut"}],
    )


@pytest.fixture
def page(browser_page, ann, tamar):
    browser_page.sign_in(ann)
    browser_page.open(tamar.get_absolute_url())
    browser_page.page.locator("summary", has_text="Name and details").click()
    return browser_page.page


def link(page, label):
    return page.locator(".facts-column").get_by_role("link", name=f"Change {label}")


def now(tamar) -> Customer:
    return Customer.objects.get(pk=tamar.pk)


def test_enter_saves_escape_restores_and_the_eye_stays_where_it_was(page, tamar):
    link(page, "Nickname").click()
    expect(page.get_by_role("textbox", name="Nickname")).to_be_focused()
    page.keyboard.type("!")
    page.keyboard.press("Escape")
    expect(link(page, "Nickname: Tamriko")).to_be_focused()

    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Nickname").fill("Toko")
    page.keyboard.press("Enter")
    expect(link(page, "Nickname: Toko")).to_be_focused()
    expect(page.locator(".hello-names")).to_contain_text("Toko")
    assert now(tamar).nickname == "Toko"
    assert tamar.entries.filter(kind="customer.edited").count() == 1

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".hello-names")).to_contain_text("Tamriko")
    assert now(tamar).nickname == "Tamriko"


def test_leaving_saves_and_nothing_new_is_nothing_saved(page, tamar):
    version = now(tamar).version
    link(page, "Source").click()
    expect(page.get_by_role("textbox", name="Source")).to_be_focused()
    page.get_by_role("heading", level=1).click()
    expect(link(page, "Source")).to_be_visible()
    assert now(tamar).version == version

    link(page, "Source").click()
    page.get_by_role("textbox", name="Source").fill("At the fair")
    page.get_by_role("heading", level=1).click()
    expect(link(page, "Source: At the fair")).to_be_visible()
    assert now(tamar).source == "At the fair"


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(page, tamar):
    page.get_by_role("link", name="Change E-mail: tamar@beridze.example").click()
    field = page.get_by_role("textbox", name="E-mail")
    field.fill("nobody at nowhere")
    page.keyboard.press("Enter")
    expect(page.locator(".inline-form .error")).to_be_visible()
    expect(field).to_have_value("nobody at nowhere")
    check_axe(page)

    field.fill("tamar@new.example")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="tamar@new.example", exact=True)).to_be_visible()


def test_two_people_who_edit_one_customer_both_lose_nothing(browser_page, page, cast, tamar):
    link(page, "Nickname").click()
    page.get_by_role("textbox", name="Nickname").fill("Mine")

    other = page.context.browser.new_context(storage_state=None)
    try:
        from django.conf import settings
        from django.test import Client

        bob = Client()
        bob.force_login(cast["bob"])
        cookie = bob.cookies[settings.SESSION_COOKIE_NAME].value
        other.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": browser_page.address}])
        his = other.new_page()
        his.goto(browser_page.address + f"/customers/{tamar.pk}/facts/nickname/")
        his.get_by_role("textbox", name="Nickname").fill("Theirs")
        his.get_by_role("button", name="Save").last.click()
        expect(his.locator(".hello-names")).to_contain_text("Theirs")
    finally:
        other.close()

    page.get_by_role("textbox", name="Nickname").press("Enter")
    asked = page.locator(".inline-conflict")
    expect(asked).to_contain_text("Bob changed this meanwhile")
    expect(asked).to_contain_text("Theirs")
    expect(page.get_by_role("textbox", name="Nickname")).to_have_value("Mine")
    check_axe(page)
    page.get_by_role("heading", level=1).click()
    expect(asked).to_be_visible()
    page.get_by_role("button", name="Keep mine").click()
    expect(link(page, "Nickname: Mine")).to_be_visible()
    assert now(tamar).nickname == "Mine"


def test_rows_are_arranged_by_keyboard_and_by_hand(page, tamar):
    numbers = lambda: [number.raw[-2:] for number in tamar.phones.all()]  # noqa: E731
    last = page.locator("#rows-phones > div").last.get_by_role("link", name="Change Phone")
    last.focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("status").filter(has_text="Put in this order.")).to_be_visible()
    assert numbers() == ["09", "03", "06"]
    expect(page.locator("#rows-phones > div").first.get_by_role("link", name="Change Phone")).to_be_focused()

    row = page.locator("#rows-phones > div").first
    row.hover()
    grip, low = row.locator(".grip").bounding_box(), page.locator("#rows-phones > div").last.bounding_box()
    page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    page.mouse.down()
    page.mouse.move(grip["x"] + 5, low["y"] + low["height"] + 5, steps=6)
    page.mouse.up()
    expect(page.get_by_role("status").get_by_text("Put in this order.")).to_have_count(2)
    assert numbers() == ["03", "06", "09"]


def test_a_wish_is_added_where_it_stands_and_taken_away_again(page, tamar):
    page.get_by_role("link", name="Note what they like").click()
    page.get_by_role("combobox", name="Topic").fill("Oil")
    page.get_by_role("combobox", name="Wish").fill("linseed")
    page.get_by_role("combobox", name="Wish").press("Enter")
    expect(page.locator("#rows-preferences")).to_contain_text("linseed")

    page.get_by_role("link", name="Change Wish: linseed").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("status").filter(has_text="Removed: Wish.")).to_be_visible()
    expect(page.locator("#rows-preferences")).not_to_contain_text("linseed")
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator("#rows-preferences")).to_contain_text("linseed")


def test_without_a_connection_nothing_that_was_typed_is_lost(browser_page, page, tamar):
    link(page, "Nickname").click()
    page.get_by_role("textbox", name="Nickname").fill("Toko")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="Not saved")).to_be_visible()
    expect(page.get_by_role("textbox", name="Nickname")).to_have_value("Toko")

    page.context.set_offline(False)
    of_no_line = ("ERR_INTERNET_DISCONNECTED", "Failed to fetch")  # of what was typed, and of panels that still came
    browser_page.problems[:] = [line for line in browser_page.problems if not any(one in line for one in of_no_line)]
    page.get_by_role("textbox", name="Nickname").press("Enter")
    expect(link(page, "Nickname: Toko")).to_be_visible()


def test_whoever_goes_elsewhere_has_it_saved_first(page, tamar):
    link(page, "Nickname").click()
    page.get_by_role("textbox", name="Nickname").fill("Toko")
    page.get_by_role("link", name="Customers").first.click()
    expect(page.get_by_role("heading", level=1, name="Customers")).to_be_visible()
    assert now(tamar).nickname == "Toko"


def test_whoever_goes_elsewhere_stays_with_what_cannot_be_saved(page, tamar):
    page.get_by_role("link", name="Change E-mail: tamar@beridze.example").click()
    field = page.get_by_role("textbox", name="E-mail")
    field.fill("nobody at nowhere")
    page.get_by_role("link", name="Customers").first.click()
    expect(page.locator(".inline-form .error")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_value("nobody at nowhere")

    page.get_by_role("button", name="Follow").click()
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Customers").first.click()
    expect(page.get_by_role("heading", level=1, name="Customers")).to_be_visible()


def test_without_javascript_the_same_links_lead_to_the_same_forms(browser_page, page, ann, tamar):
    context = page.context.browser.new_context(java_script_enabled=False)
    try:
        context.add_cookies(page.context.cookies())
        plain = context.new_page()
        plain.goto(browser_page.address + tamar.get_absolute_url())
        plain.locator("#rows-phones > div").last.get_by_role("link", name="Change Phone").click()
        plain.get_by_role("button", name="Move up").click()
        assert [number.raw[-2:] for number in tamar.phones.all()] == ["03", "09", "06"]
        plain.get_by_role("button", name="Undo").click()
        assert [number.raw[-2:] for number in tamar.phones.all()] == ["03", "06", "09"]
    finally:
        context.close()


@pytest.mark.parametrize("name", ["ხვამლისაძე-ჩიქოვანი " * 5, "Nejneobhospodařovávatelnější " * 4, "கிருஷ்ணமூர்த்தி " * 6])
def test_long_names_stay_on_the_sheet_while_they_are_changed(browser_page, ann, name):
    customer = actions.add(name.strip(), by=ann, nickname=name.strip()[:140])
    browser_page.sign_in(ann)
    browser_page.phone()
    browser_page.open(customer.get_absolute_url())
    check_no_overflow(browser_page.page)
    browser_page.page.get_by_role("link", name="Change the name").click()
    expect(browser_page.page.get_by_role("textbox", name="Name")).to_be_focused()
    check_no_overflow(browser_page.page)


def test_what_could_not_be_saved_is_there_again_after_back_and_forward(browser_page, ann, tamar):
    browser_page.sign_in(ann)
    page = browser_page.page
    browser_page.open("/customers/")
    page.get_by_role("link", name="თამარ ბერიძე").click()
    link(page, "E-mail: tamar@beridze.example").click()
    page.get_by_role("textbox", name="E-mail").fill("no address at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="E-mail")).to_have_attribute("aria-invalid", "true")

    page.go_back()
    expect(page.get_by_role("heading", name="Customers")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("textbox", name="E-mail")).to_have_value("no address at all")
    page.keyboard.press("Escape")
    assert now(tamar).emails.get().address == "tamar@beridze.example"
