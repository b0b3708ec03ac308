"""One true record of everybody: a messy file comes in, doubles become one, and who is meant is worked with."""

import csv
import re

import pytest
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe
from rapport.customers import actions
from rapport.customers.models import Customer, Merge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATIENCE = 30_000  # milliseconds: the worker, the web server and the browser share this machine
NINO = ["Nino Beridze", "ნინო ბერიძე"]
MESS = """\
\ufeffJméno;E-mail;Telefon;Město;Země
 ნინო   ბერიძე ;;00995 555 01 02 03;თბილისი;GE
NOVÁKOVÁ Jana;jana@novakova.example;777/123 456;Brno;Česko
Petr Svoboda;petr@svoboda.example;605 123 456;Brno;CZ
petr svoboda;PETR@svoboda.example;+420605123456;Brno;
;;;;
Řehoř Dvořák;není;;Brno;CZ
გიორგი კაპანაძე;giorgi@kapanadze.example;(577) 44-55-66;ბათუმი;GE
"""


@pytest.fixture
def known(business, cast):
    """Two whom the file brings once more, each written in another way."""
    nino = actions.add("Nino Beridze", by=cast["ann"], phones=["+995 555 010 203"], addresses=[{"city": "Tbilisi"}])
    jana = actions.add("Jana Nováková", by=cast["ann"], emails=["jana@novakova.example"], addresses=[{"city": "Brno"}])
    return nino, jana


def test_from_a_messy_file_to_one_true_record_each_and_out_again(
    browser_page, cast, known, run_jobs, settings, tmp_path
):
    settings.HOME = tmp_path
    page = browser_page.page
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    browser_page.sign_in(cast["mark"])

    bring(browser_page, tmp_path, run_jobs)
    merge_and_undo(browser_page, run_jobs)
    keep_a_segment(browser_page)
    tag_everybody(page)
    take_out(page)


def bring(browser_page, folder, run_jobs) -> None:
    page = browser_page.page
    (folder / "zákazníci.csv").write_text(MESS, encoding="utf-8")
    browser_page.open("/settings/import/customers/new/")
    page.get_by_label("File of customers").set_input_files(folder / "zákazníci.csv")
    check_axe(page)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_label("What “Jméno” holds")).to_have_value("name")
    check_axe(page)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("heading", name="Being checked")).to_be_visible()
    check_axe(page)
    run_jobs()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("heading", name="Being imported")).to_be_visible()
    run_jobs()
    expect(page.get_by_role("heading", name="4 customers imported")).to_be_visible()
    check_axe(page)


def merge_and_undo(browser_page, run_jobs) -> None:
    page = browser_page.page
    browser_page.open("/duplicates/")
    page.get_by_role("button", name="Look through everybody").click()
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    run_jobs()
    nino = page.get_by_role("article").filter(has_text="Nino Beridze")
    expect(nino).to_contain_text("ნინო ბერიძე")
    check_axe(page)
    nino.get_by_role("link", name="Merge").click()
    expect(page.get_by_role("heading", name="Make one of two")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Make them one").click()
    expect(page.locator(".toast").filter(has_text="is part of")).to_be_visible()
    assert Customer.objects.filter(name__in=NINO).count() == 1

    browser_page.open(Merge.objects.get().get_absolute_url())
    expect(page.get_by_role("heading", name="Make two of one again?")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="Make them two again").click()
    expect(page.locator(".toast").filter(has_text="They are two again.")).to_be_visible()
    assert Customer.objects.filter(name__in=NINO).count() == 2
    check_axe(page)


def keep_a_segment(browser_page) -> None:
    """The first condition by menus, the second in words."""
    page = browser_page.page
    browser_page.open("/segments/")
    page.get_by_role("link", name="New segment").first.click()
    page.get_by_label("What about them").select_option(label="City")
    page.get_by_label("Value").first.fill("Brno")
    page.get_by_label("Value").first.press("Tab")
    words = page.get_by_label("The same in words")
    expect(words).to_have_value("city is Brno")
    expect(page.get_by_role("region", name="Who that is now")).to_contain_text("3 customers")
    check_axe(page)
    words.fill("city is Brno or city is ბათუმი")
    words.press("Tab")
    expect(page.get_by_role("combobox", name="What about them")).to_have_count(2)
    expect(page.get_by_role("region", name="Who that is now")).to_contain_text("4 customers")
    check_axe(page)
    page.get_by_label("Name", exact=True).fill("Brno and Batumi")
    page.get_by_label(re.compile("side bar")).check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("4 customers")).to_be_visible()


def tag_everybody(page) -> None:
    """In the list that saving led to, which is in the side bar now."""
    expect(page.get_by_role("navigation").get_by_role("link", name="Brno and Batumi")).to_be_visible()
    page.get_by_role("checkbox", name="Choose everybody on this page").check()
    bar = page.get_by_role("toolbar", name="With the chosen customers")
    bar.get_by_role("checkbox", name="All 4 found").check()
    check_axe(page)
    bar.get_by_role("button", name="Tag").click()
    page.get_by_label("Give them the tag").fill("spring")
    check_axe(page)
    page.get_by_role("button", name="Do it for 4 customers").click()
    expect(page.locator(".toast").filter(has_text="The tags of 4 customers are changed.")).to_be_visible()
    assert Customer.objects.filter(tags__name="spring").count() == 4


def take_out(page) -> None:
    """From the list that tagging led back to."""
    page.get_by_role("checkbox", name="Choose everybody on this page").check()
    page.get_by_role("toolbar", name="With the chosen customers").get_by_role("button", name="Take out").click()
    page.get_by_role("radio", name="Plain table (.csv)").check()
    check_axe(page)
    page.get_by_role("button", name="Make the table").click()
    fetch = page.get_by_role("link", name="Fetch the table")
    expect(fetch).to_be_visible()
    check_axe(page)
    with page.expect_download() as coming:
        fetch.click()
    with open(coming.value.path(), encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert {row["name"] for row in rows} == {"Jana Nováková", "NOVÁKOVÁ Jana", "Petr Svoboda", "გიორგი კაპანაძე"}
    assert {row["tags"] for row in rows} == {"spring"}
