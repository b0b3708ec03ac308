"""Nobody is written to in the night, nor on a holiday, unless they just wrote themselves."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from rapport.customers.testing import a_customer
from rapport.messaging.models import Conversation, Preference
from rapport.messaging.outgoing.quiet import may_go_at
from rapport.promises.models import Holiday, HolidayYear

pytestmark = pytest.mark.django_db
TBILISI = ZoneInfo("Asia/Tbilisi")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TBILISI)


@pytest.fixture
def tamar(business):
    customer = a_customer("თამარ", time_zone="Asia/Tbilisi")
    customer.addresses.create(country="GE", city="Tbilisi")
    return customer


@pytest.mark.parametrize(
    "purpose, written, goes",
    [
        ("personal", "2026-11-24 14:00", "2026-11-24 14:00"),
        ("personal", "2026-11-24 22:30", "2026-11-25 08:00"),
        ("personal", "2026-11-25 03:00", "2026-11-25 08:00"),
        ("service", "2026-11-24 22:30", "2026-11-24 22:30"),
        ("personal", "2026-11-22 22:00", "2026-11-24 08:00"),  # the 23rd is Saint George's day
        ("survey", "2026-11-23 12:00", "2026-11-24 08:00"),
        ("service", "2026-11-23 12:00", "2026-11-23 12:00"),
    ],
)
def test_what_is_no_service_waits_for_a_morning_that_is_no_holiday(tamar, purpose, written, goes):
    year = HolidayYear.objects.create(country="GE", year=2026)
    Holiday.objects.create(in_year=year, on="2026-11-23", name="Saint George's Day")

    assert may_go_at(tamar, None, purpose, None, at(written)) == at(goes)


def test_their_own_quiet_hours_hold_for_service_too_but_not_for_an_answer(tamar):
    wish = Preference(customer=tamar, quiet_from=time(19), quiet_until=time(10))
    assert may_go_at(tamar, None, "service", wish, at("2026-11-24 20:00")) == at("2026-11-25 10:00")

    asked = Conversation(customer=tamar, waiting_since=at("2026-11-24 19:55"))
    assert may_go_at(tamar, asked, "service", wish, at("2026-11-24 20:00")) == at("2026-11-24 20:00")
