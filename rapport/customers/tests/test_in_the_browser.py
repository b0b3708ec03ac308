"""Journeys as people make them, in a real browser: find, open, write, be asked."""

import re

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe
from rapport.customers import actions
from rapport.customers.models import Customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tamar(ann, business) -> Customer:
    actions.add("Jiří Dvořák", by=ann, language="cs", tags=["new"])
    return actions.add(
        "თამარ ბერიძე",
        by=ann,
        given_name="თამარ",
        family_name="ბერიძე",
        language="ka",
        form_gender="female",
        pronunciation="ta-MAR beh-REE-dzeh",
        emails=["tamar@beridze.example"],
        phones=["+995 555 01 02 03"],
        dates=[{"kind": "birthday", "month": 7, "day": 2}],
        preferences=[{"topic": "Wood", "value": "walnut, never pine"}],
        personal_notes=["Son Saba starts school in September."],
        tags=["loyal"],
    )


def test_find_somebody_change_their_address_and_see_it_told(browser_page, ann, tamar):
    browser_page.sign_in(ann)
    browser_page.open("/customers/")
    page = browser_page.page

    page.get_by_role("searchbox").press_sequentially("tamar")
    expect(page.get_by_role("status").filter(has_text="1 customer")).to_be_visible()
    expect(page).to_have_url(re.compile("q=tamar"))
    page.get_by_role("link", name="თამარ ბერიძე").click()
    expect(page.get_by_role("heading", name="თამარ ბერიძე")).to_be_visible()

    page.get_by_role("link", name="ქალბატონო თამარ").click()
    page.get_by_label("Title", exact=True).select_option("male")
    expect(page.locator("#preview-lines")).to_contain_text("ბატონო თამარ,")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("link", name="ბატონო თამარ", exact=True)).to_be_visible()
    expect(page.locator("#story")).to_contain_text("changed Title from As a woman to As a man")


def test_another_row_keeps_what_was_written(browser_page, ann, tamar):
    browser_page.sign_in(ann)
    browser_page.open(f"/customers/{tamar.pk}/personal/")
    page = browser_page.page

    page.get_by_label("Note").last.fill("Restores a house in Sighnaghi.")
    page.get_by_role("button", name="One more").click()
    expect(page.get_by_label("Note")).to_have_count(3)
    page.get_by_label("Note").last.fill("Likes figs.")
    page.get_by_role("button", name="Save").last.click()
    facts = page.locator(".facts-column")
    expect(facts).to_contain_text("Likes figs.")
    expect(facts).to_contain_text("Restores a house in Sighnaghi.")


def test_two_who_write_at_once_lose_nothing(browser_page, cast, tamar):
    browser_page.sign_in(cast["ann"])
    browser_page.open(f"/customers/{tamar.pk}/edit/")
    page = browser_page.page
    page.get_by_label("Nickname").fill("Tamriko")
    page.get_by_label("How we met").fill("At the fair.")
    actions.edit(tamar, by=cast["bob"], version=tamar.version, changes={"nickname": "Toko"})

    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", name="Choose what stays")).to_be_visible()
    check_axe(page)
    page.get_by_label("Toko").check()
    page.get_by_role("button", name="Save my choice").click()
    expect(page.get_by_role("heading", name="თამარ ბერიძე")).to_be_visible()
    tamar.refresh_from_db()
    assert (tamar.nickname, tamar.how_met) == ("Toko", "At the fair.")


def test_tags_in_a_dialog(browser_page, ann, tamar):
    browser_page.sign_in(ann)
    browser_page.open(tamar.get_absolute_url())
    page = browser_page.page

    page.get_by_role("button", name="More", exact=True).first.click()
    page.get_by_role("link", name="Tags", exact=True).click()
    page.get_by_role("dialog").get_by_label("Tags").fill("loyal, piano")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.locator(".hello-address")).to_contain_text("piano")
    expect(page.get_by_role("dialog")).to_have_count(0)
