"""Days that one press chooses: tomorrow, in a week, in a month, each when the house opens."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rapport.core.forms import quick_days
from rapport.promises.calendars import calendar_of
from rapport.promises.forms import when_we_open
from rapport.promises.models import Promise


def test_a_closed_day_gives_way_to_the_next_open_one(business):
    with timezone.override(calendar_of(None).zone):
        both = list(zip(when_we_open(), quick_days(), strict=True))
    for quick, plain in both:
        assert (quick.label, quick.clock) == (plain.label, time(9))
        assert quick.day.weekday() < 5 and timedelta(0) <= quick.day - plain.day <= timedelta(days=2)


def test_a_month_from_its_last_day_is_the_last_day_of_the_next():
    with timezone.override("UTC"):
        days = [quick.day for quick in quick_days()]
    assert (days[0], days[1]) == (timezone.localdate() + timedelta(1), timezone.localdate() + timedelta(7))
    assert 28 <= (days[2] - timezone.localdate()).days <= 31


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_one_press_fills_in_day_and_time(browser_page, business, ann, cora):
    browser_page.sign_in(ann)
    page = browser_page.page
    browser_page.open(f"/customers/{cora.pk}/promises/new/")
    page.get_by_label("What you promise").fill("Three walnut samples")
    page.get_by_role("button", name="In a week").click()
    expect(page.get_by_label("Time")).not_to_have_value("")
    page.get_by_role("button", name="Promise it").click()
    expect(page.locator(".toast").filter(has_text="Promised for")).to_be_visible()
    with timezone.override(calendar_of(None).zone):
        assert timezone.localtime(Promise.objects.get().due_at).date() == when_we_open()[1].day
