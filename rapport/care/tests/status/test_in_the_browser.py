"""The public page on a small phone, in a language with long words."""

import pytest
from django.utils import timezone

from rapport.care.status import actions
from rapport.core.testing.browser import check_axe, check_no_overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_anybody_reads_it_on_a_small_phone(browser_page, shop, till, begin, ann):
    begin(shop)
    over = begin(till, hours=9, title="The till is down")
    at = timezone.now()
    actions.end(over, texts={"en": "Mended."}, ended_at=at, at=at, by=ann)
    page = browser_page.page
    page.set_viewport_size({"width": 360, "height": 740})
    browser_page.open("/status/")
    page.get_by_role("link", name="Čeština").click()
    page.get_by_role("heading", name="Objednávky nejdou").wait_for()
    assert page.get_by_role("img").count() == 2
    check_no_overflow(page)
    check_axe(page)
    page.get_by_role("heading", name="Objednávky nejdou").get_by_role("link").click()
    page.get_by_text("Hledáme příčinu.").wait_for()
    check_axe(page)
