"""From the first page of an empty house to the first promise that was kept."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.customers.models import Customer
from rapport.promises.models import Promise
from rapport.staff.models import Business

pytestmark = pytest.mark.browser


def test_from_the_first_run_to_the_first_kept_promise(browser_page, transactional_db, settings, tmp_path):
    settings.HOME = tmp_path
    page = browser_page.page
    browser_page.open("/")
    check_axe(page)
    page.get_by_label("Name of the business").fill("Oak & Elm")
    page.get_by_role("button", name="Next").click()

    page.get_by_role("heading", name="Where are you?").wait_for()
    page.get_by_role("combobox", name="Country").select_option(label="Georgia")
    expect(page.get_by_role("combobox", name="Time zone")).to_have_value("Asia/Tbilisi")
    expect(page.get_by_role("combobox", name="Currency")).to_have_value("GEL")
    page.get_by_role("combobox", name="Language").select_option("en")
    page.get_by_role("button", name="Next").click()

    page.get_by_label("Saturday").fill("10:00–14:00")
    check_axe(page)
    page.go_back()
    expect(page.get_by_role("combobox", name="Country")).to_have_value("GE")
    page.get_by_role("button", name="Next").click()
    page.get_by_label("Saturday").fill("10:00–14:00")
    page.get_by_role("button", name="Next").click()

    page.get_by_label("Your name").fill("Rosa Marin")
    page.get_by_label("Your e-mail").fill("rosa@example.org")
    page.get_by_label("Password").fill("four walnut chairs")
    browser_page.phone()
    check_no_overflow(page)
    browser_page.wide()
    page.get_by_role("button", name="Begin").click()

    page.get_by_role("heading", name="Oak & Elm is ready").wait_for()
    check_axe(page)
    assert Business.objects.get().currency == "GEL"
    page.get_by_role("link", name="Start empty").click()
    page.get_by_role("heading", name=re.compile("Rosa")).wait_for()

    browser_page.open("/customers/new/")
    page.get_by_label("Name", exact=True).fill("Tamar Gelashvili")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", name="Tamar Gelashvili").first.wait_for()

    browser_page.open(reverse("promises:new", args=[Customer.objects.get().pk]))
    page.get_by_label("What you promise").fill("Three oiled walnut samples")
    page.get_by_label(re.compile("^Another day")).fill((timezone.localdate() + timedelta(days=3)).isoformat())
    page.get_by_role("button", name="Promise it").click()
    page.get_by_role("heading", name="Make a promise").wait_for(state="hidden")

    promise = Promise.objects.get()
    browser_page.open(promise.get_absolute_url())
    page.get_by_role("link", name="Mark kept").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What shows it").fill("Sent with the courier")
    dialog.get_by_role("button", name="Mark kept").click()
    page.get_by_text("Sent with the courier").first.wait_for()
    promise.refresh_from_db()
    assert promise.evidence == "Sent with the courier" and promise.closed_at
