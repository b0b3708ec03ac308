"""Whom a disruption hits, and whoever ordered what cannot be had: a notice waits for somebody to read and send it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.care.models import Notice
from rapport.care.notices.whom import NobodyChosen
from rapport.care.status import actions
from rapport.care.status.own_pages import hitting
from rapport.care.status.telling import draft_for_product, notice_about
from rapport.care.testing import a_case
from rapport.customers.testing import a_customer
from rapport.orders import actions as orders
from rapport.orders.actions import Line
from rapport.orders.testing import a_product, an_order

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def texts(notice) -> dict:
    return {text.language: text for text in notice.texts.all()}


def names(notice) -> set[str]:
    return {row.customer.name for row in notice.recipients.select_related("customer")}


def test_one_click_writes_to_those_whom_it_hits_what_was_said_in_public(signed_in, till, brno, begin, cora, ann):
    petra = a_customer("Petra Nováková", language="cs")
    an_order(customer=petra, by=ann, at=timezone.now(), location=brno)
    a_case(a_customer("Asks in Brno"), location=brno)
    an_order(customer=cora, by=ann, at=timezone.now())  # elsewhere
    incident = begin(till, texts={"en": "The till is down.", "cs": "Pokladna stojí."})
    client = signed_in("ann")
    there = client.post(f"/incidents/{incident.pk}/notice/").url
    notice = Notice.objects.get()
    assert there == notice.get_absolute_url() and client.post(f"/incidents/{incident.pk}/notice/").url == there
    assert (notice.kind, notice.incident, notice.next_news_at) == ("incident", incident, incident.next_news_at)
    assert names(notice) == {"Petra Nováková", "Asks in Brno"}
    assert texts(notice)["cs"].happened.endswith("Pokladna stojí.")
    assert texts(notice)["en"].happened.endswith("The till is down.")


def test_a_service_is_called_as_it_is_called_in_that_language(shop, begin, ann):
    an_order(customer=a_customer("Petra Nováková", language="cs"), by=ann, at=timezone.now())
    notice = notice_about(begin(shop, state="cause"), at=timezone.now(), by=ann)
    assert "E-shop" in texts(notice)["cs"].subject and "Web shop" not in texts(notice)["cs"].subject
    assert texts(notice)["cs"].happened == "Hledáme příčinu."
    assert notice.certainty == "confirmed"


def test_what_hits_nobody_needs_no_notice(till, begin, ann, cora):
    with pytest.raises(NobodyChosen):
        notice_about(begin(till), at=timezone.now(), by=ann)


def test_who_ordered_what_cannot_be_had_hears_of_it_with_what_there_is_instead(business, ann, cora):
    stool, chair = a_product("Bar stool"), a_product("Oak chair")
    an_order(Line(product=stool), customer=cora, by=ann, at=timezone.now(), seller=ann)
    an_order(customer=a_customer("Ordered something else"), by=ann, at=timezone.now())
    a_case(a_customer("Asked about it"), product=stool)
    at = timezone.now()
    assert draft_for_product(stool, at) is None  # it is there

    day = timezone.localdate() + timedelta(days=20)
    missing = orders.say_availability(stool, "expected", expected_on=day, alternatives=[chair])
    notice = draft_for_product(missing, at)
    assert draft_for_product(missing, at) is None and Notice.objects.count() == 1  # for one state, one notice
    assert (notice.kind, notice.product, notice.new_on, notice.owner) == ("unavailable", stool, day, ann)
    assert names(notice) == {"Cora Lindqvist", "Asked about it"}
    assert "Oak chair" in texts(notice)["en"].choices

    later = orders.say_availability(missing, "expected", expected_on=day + timedelta(9))
    again = draft_for_product(later, at)
    assert again.new_on == day + timedelta(9)
    assert set(Notice.objects.values_list("state", flat=True)) == {"draft", "dropped"}
    draft_for_product(orders.say_availability(later, "in_stock"), at)
    assert set(Notice.objects.values_list("state", flat=True)) == {"dropped"}


def test_who_waits_for_it_hears_when_the_day_they_know_moves_or_it_never_comes(business, ann, cora):
    stool = orders.say_availability(a_product("Bar stool"), "expected")
    orders.wish(cora, stool, at=timezone.now(), by=ann)
    assert draft_for_product(stool, timezone.now()) is None  # they know
    gone = orders.say_availability(stool, "discontinued")
    notice = draft_for_product(gone, timezone.now())
    assert names(notice) == {"Cora Lindqvist"} and notice.new_on is None and notice.next_news_at


def test_the_draft_follows_by_itself(run_jobs, business, ann, cora):
    stool = a_product("Bar stool")
    an_order(Line(product=stool), customer=cora, by=ann, at=timezone.now(), seller=ann)
    orders.edit_product(stool, name="Bar stool", currency="EUR", availability="expected")
    run_jobs()
    assert Notice.objects.get().product == stool


def test_customers_see_on_their_own_pages_what_hits_them(shop, till, brno, begin, cora, ann):
    everywhere, there = begin(shop), begin(till)
    planned = timezone.now()
    assert list(hitting(cora.pk, since=planned)) == [everywhere]
    an_order(customer=cora, by=ann, at=planned, location=brno)
    assert set(hitting(cora.pk, since=planned)) == {everywhere, there}
    actions.end(there, texts={"en": "Over."}, ended_at=timezone.now(), at=timezone.now(), by=ann)
    now = timezone.now()
    assert list(hitting(cora.pk, since=now)) == [everywhere]
    assert set(hitting(cora.pk, since=now - timedelta(days=90))) == {everywhere, there}


def test_their_own_pages_say_what_hits_them_before_anything_else(portal_visitor, shop, till, begin, cora):
    begin(till, title="The till is down")  # in Brno, where Cora has nothing
    client = portal_visitor(cora)
    assert "does not work" not in client.get("/portal/").text
    begin(shop)
    page = client.get("/portal/").text
    assert "No orders go through" in page and "We look into it." in page and "till" not in page
    assert "No orders go through" in client.get("/portal/disruptions/").text


def test_who_was_told_of_it_is_told_when_it_is_over(signed_in, shop, begin, ann, cora):
    an_order(customer=cora, by=ann, at=timezone.now())
    incident = begin(shop)
    notice = notice_about(incident, at=timezone.now(), by=ann)
    Notice.objects.filter(pk=notice.pk).update(state="sent")
    now = timezone.now()
    actions.end(incident, texts={"en": "Over."}, ended_at=now, at=now, by=ann)
    assert "do not know yet that it works again" in signed_in("ann").get(f"/incidents/{incident.pk}/").text
