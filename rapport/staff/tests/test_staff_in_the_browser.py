import re

import pytest
from django.core import mail

from rapport.core.testing.browser import check_axe
from rapport.staff.models import User

pytestmark = pytest.mark.browser


def test_a_new_house_from_its_first_page_to_the_second_colleague(browser_page, transactional_db):
    page = browser_page.page
    browser_page.open("/")
    page.get_by_label("Name of the business").fill("Linden Workshop")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("combobox", name="Time zone").select_option("Asia/Tbilisi")
    check_axe(page)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("heading", name="When are you open?").wait_for()
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Your name").fill("Maya Fenwick")
    page.get_by_label("Your e-mail").fill("maya@linden.example")
    page.get_by_label("Password").fill("four walnut chairs")
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("heading", name="Linden Workshop is ready").wait_for()

    browser_page.open("/people/")
    page.get_by_role("link", name="Invite someone").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("E-mail").fill("petra@linden.example")
    dialog.get_by_role("radio", name="Agent").check()
    dialog.get_by_role("button", name="Invite").click()
    page.get_by_label("The link, shown only now").wait_for()
    link = re.search(r"/join/\S+", mail.outbox[0].body)[0]

    page.context.clear_cookies()
    browser_page.open(link)
    page.get_by_label("Your name").fill("Petra Malá")
    page.get_by_label("Password").fill("three ash benches")
    page.get_by_role("combobox", name="Language").select_option("cs")
    page.get_by_role("button", name="Come in").click()
    page.get_by_text("Petra Malá").first.wait_for()
    assert page.locator("html").get_attribute("lang") == "cs"
    assert User.objects.get(name="Petra Malá").role == "agent"


def test_signing_in_by_keyboard(browser_page, cast):
    page = browser_page.page
    browser_page.open("/people/")
    page.get_by_label(re.compile("E-?mail")).fill("ann@linden.example")
    page.get_by_label("Password").fill("a long secret")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Colleagues").wait_for()
