"""What managers set: opening hours, special days, holidays and kinds of promises."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.promises.models import HolidayYear, Kind, OpeningWeek, SpecialDay
from rapport.staff.models import Location

pytestmark = pytest.mark.usefixtures("business")


def test_setting_opening_hours(client, cast, business):
    location = Location.objects.get()
    client.force_login(cast["mark"])
    url = f"/settings/opening-hours/{location.pk}/"
    week = {"valid_from": "2027-01-04", "day_0": "9-12, 13–17:30", "day_4": "0-24"}

    assert client.get(url).status_code == 200
    assert client.post(url, week | {"day_1": "18-9"}).status_code == 422
    assert client.post(url, week | {"day_1": "9-12, 11-14"}).status_code == 422
    assert client.post(url, {"valid_from": "2027-01-04"}).status_code == 422
    assert client.post(url, week).status_code == 302
    assert OpeningWeek.objects.get().in_words == "Mon 09:00–12:00, 13:00–17:30 · Fri 00:00–24:00"


def test_special_days(client, cast):
    client.force_login(cast["mark"])
    tomorrow = timezone.localdate() + timedelta(days=1)
    url = "/settings/opening-hours/special-days/"

    assert client.post(url, {"on": "2020-01-01"}).status_code == 422
    assert client.post(url, {"on": tomorrow, "hours": "9-13", "note": "Stock-taking"}).status_code == 302
    day = SpecialDay.objects.get()
    assert b"Stock-taking" in client.get("/settings/opening-hours/").content
    assert client.get(f"{url}{day.pk}/removal/").status_code == 200
    assert client.post(f"{url}{day.pk}/removal/").status_code == 302
    assert not SpecialDay.objects.exists()


def test_holidays_are_worked_out_looked_through_and_confirmed(client, cast):
    client.force_login(cast["mark"])
    assert client.post("/settings/holidays/").status_code == 302
    in_year = HolidayYear.objects.order_by("year").last()
    url = f"/settings/holidays/{in_year.pk}/"

    assert client.post(url, {"on": "2020-01-01", "name": "Long ago"}).status_code == 422
    assert client.post(url, {"on": f"{in_year.year}-03-03", "name": "Given by the government"}).status_code == 302
    assert b"Given by the government" in client.get(url).content
    holiday = in_year.holidays.first()
    assert client.get(f"/settings/holidays/days/{holiday.pk}/removal/").status_code == 200
    assert client.post(f"/settings/holidays/days/{holiday.pk}/removal/").status_code == 302
    assert client.post(f"{url}confirmation/").status_code == 302
    in_year.refresh_from_db()
    assert in_year.confirmed_by == cast["mark"]


def test_kinds_of_promises(client, cast, ann, cora):
    client.force_login(cast["mark"])
    level = {"rule": "hours", "amount": 4, "cutoff_minutes": 60, "at_risk_minutes": "2", "urgent_minutes": "0.5"}

    assert client.post("/settings/promise-kinds/new/", level).status_code == 422
    assert client.post("/settings/promise-kinds/new/", level | {"name": "Measure", "amount": 0}).status_code == 422
    wrong = level | {"name": "Measure", "urgent_minutes": "3"}
    assert client.post("/settings/promise-kinds/new/", wrong).status_code == 422
    assert client.post("/settings/promise-kinds/new/", level | {"name": "Measure"}).status_code == 302
    assert Kind.objects.get().at_risk_minutes == 120
    assert client.post("/settings/promise-kinds/reply/", level).status_code == 302
    assert Kind.objects.get(pk="reply").level.amount == 4
    assert client.get("/settings/promise-kinds/reply/").status_code == 200
    assert client.get("/settings/promise-kinds/nonsense/").status_code == 404
    assert client.post("/settings/promise-kinds/measure/retirement/").status_code == 302
    client.get("/settings/promise-kinds/")  # shows what was said
    client.force_login(ann)
    assert b"Measure" not in client.get(f"/customers/{cora.pk}/promises/new/").content
    client.force_login(cast["mark"])
    assert client.post("/settings/promise-kinds/measure/return/").status_code == 302
    assert Kind.objects.get(pk="measure").retired_at is None
