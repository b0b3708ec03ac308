"""The customer page as a place: the card, the map, what one sees before a call, days without a year."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from rapport.core.audit.kinds import deed_kinds
from rapport.core.models.deeds import Deed
from rapport.customers import actions
from rapport.customers.cards import card_of, picture
from rapport.customers.queries.customer import CustomerPage
from rapport.customers.rights.holds import restrict
from rapport.customers.testing import a_customer
from rapport.customers.today import coming_dates
from rapport.promises.testing import a_promise
from rapport.timeline import actions as timeline


def test_the_card_says_how_to_reach_somebody_and_nothing_that_was_noted(client, cast, rich):
    client.force_login(cast["mark"])
    answer = client.get(reverse("customers:card-file", args=[rich.pk]))
    card = answer.content.decode().replace("\r\n ", "")

    for known in (
        "FN:თამარ ბერიძე",
        "TEL;TYPE=CELL:+995555010203",
        "ORG:Workshop",
        "TITLE:Owner",
        "tamar@beridze.example",
    ):
        assert known in card
    for kept in ("BDAY", "Saba", "walnut", "loyal", "1980"):
        assert kept not in card
    assert answer["Content-Type"].startswith("text/vcard") and ".vcf" in answer["Content-Disposition"]
    deed = Deed.objects.get(kind="customers.card")
    assert deed.about == [rich.pk] and deed_kinds["customers.card"].say(deed)


@pytest.mark.parametrize("who, code, file", [("rita", 200, 403), ("ann", 200, 403), ("mark", 200, 200)])
def test_who_sees_the_code_and_who_may_take_the_file(client, cast, rich, who, code, file):
    client.force_login(cast[who])
    assert client.get(reverse("customers:card", args=[rich.pk])).status_code == code
    assert client.get(reverse("customers:card-file", args=[rich.pk])).status_code == file


def test_who_is_not_to_be_used_has_no_card(client, cast, rich):
    restrict(rich, reason="They dispute it", by=cast["mark"], at=timezone.now())
    client.force_login(cast["mark"])
    for name in ("card", "card-file"):
        assert client.get(reverse(f"customers:{name}", args=[rich.pk])).status_code == 409


def test_a_code_is_drawn_however_much_is_known(rich, ann):
    rows = [{"lines": "சாலை " * 60, "city": "சென்னை " * 10}] * 1 + [{"lines": f"Street {n}"} for n in range(20)]
    actions.replace_rows(rich, "addresses", by=ann, rows=rows)
    actions.replace_rows(rich, "emails", by=ann, rows=[{"address": f"{'a' * 60}{n}@example.com"} for n in range(30)])
    assert picture(rich).startswith("<svg")
    assert len(card_of(rich).emails) == 30


def test_the_map_is_a_link_to_another_site_that_only_a_press_tells(as_ann, rich, settings):
    page = as_ann.get(rich.get_absolute_url()).content.decode()
    link = page.split("https://www.openstreetmap.org/search?query=")[1].split("</a>")[0]
    assert link.startswith("%E1%83%90") and "noopener noreferrer" in link and 'referrerpolicy="no-referrer"' in link

    for address, shown in (
        ("-", False),
        ("javascript:alert({address})", False),
        ("https://maps.example/{address}", True),
    ):
        settings.MAP_URL = address
        assert ("map-link" in as_ann.get(rich.get_absolute_url()).content.decode()) is shown


def test_before_a_call_one_sees_whom_they_love_what_is_owed_and_what_was_last(as_ann, rich, ann):
    a_promise(rich, "Three samples", by=ann)
    actions.tie(rich, a_customer("Saba"), by=ann, kind="child")
    for n in range(5):
        timeline.call(rich, body=f"call {n}", by=ann, outcome="reached", at=timezone.now())

    page = as_ann.get(reverse("customers:call", args=[rich.pk])).content.decode()

    for words in ("Son Saba starts school", "Child", "walnut", "Three samples", "ta-MAR", "tel:+995"):
        assert words in page
    assert [n for n in range(5) if f"call {n}" in page] == [2, 3, 4]


def test_what_one_sees_before_a_call_comes_only_when_it_is_one(as_ann, rich):
    page = as_ann.get(rich.get_absolute_url()).content.decode()
    assert f'hx-get="/customers/{rich.pk}/call/" hx-trigger="revealed"' in page


def test_what_is_printed_has_nothing_still_to_come(as_ann, rich, ann):
    actions.tie(rich, a_customer("Saba"), by=ann, kind="child")
    page = as_ann.get(f"{rich.get_absolute_url()}?paper=yes").content.decode()
    panels = page.split('id="place-orders"')[1].split("</main>")[0]
    assert "Saba" in panels and "No contract." in panels and 'hx-trigger="revealed"' not in panels
    assert "No contract." not in as_ann.get(rich.get_absolute_url()).content.decode()


# PEERS.md 2.2 and 2.23 -----------------------------------------------------------------------------------------------


def test_birth_dates_without_a_year_are_accepted(as_ann, rich):
    page = reverse("customers:row-new", args=[rich.pk, "dates"])
    answer = as_ann.post(page, {"kind": "birthday", "day": "29", "month": "2", "year": "", "may_greet": "on"})
    assert answer.status_code == 302
    assert rich.dates.get(day=29).year is None
    assert "29 February" in as_ann.get(rich.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Asia/Tbilisi", "UTC", "America/Los_Angeles", "Pacific/Pago_Pago"]
)
@pytest.mark.parametrize("hour", [0, 9, 23])
def test_birthdays_are_never_a_day_early(business, ann, zone, hour):
    """On the page by the customer's own clock, on Today by that of the house: the day itself says 0, no other does."""
    business.time_zone = zone
    business.save()
    at = datetime(2026, 7, 2, hour, 30, tzinfo=UTC)
    here = at.astimezone(ZoneInfo(zone)).date()
    customer = a_customer("Tamar", time_zone=zone)
    actions.replace_rows(
        customer, "dates", by=ann, rows=[{"kind": "birthday", "month": here.month, "day": here.day, "year": 1980}]
    )

    page = CustomerPage(customer=customer, at=at, business=business, is_followed=False, looked_at=None)
    assert [(day, off) for _date, day, off in page.dates] == [(here, 0)]
    assert [item.due_on for item in coming_dates(ann, at)] == [here]
