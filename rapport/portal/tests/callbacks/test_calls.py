"""Customers choose when we call: no time twice, a promise of ours, on Today of whoever calls."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from rapport.core.registry import today
from rapport.customers.testing import a_customer
from rapport.portal.callbacks import actions
from rapport.portal.callbacks.models import CallBack
from rapport.portal.callbacks.slots import free_slots
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.staff.actions import edit_profile, show_face
from rapport.timeline import actions as timeline

MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)  # 9:00 in Prague, when the doors open
TEN, HALF_PAST = MONDAY + timedelta(hours=1), MONDAY + timedelta(hours=1, minutes=30)


@pytest.fixture
def anns(business, cora, ann):
    """Cora, whom Ann looks after."""
    cora.account_manager = ann
    cora.save(update_fields=["account_manager"])
    return cora


def book(customer, begins_at=TEN, at=MONDAY, **more):
    return actions.book(customer, begins_at, phone="+420 777 123 456", about="The desk", at=at, **more)


def test_times_are_those_of_the_opening_hours_an_hour_ahead(anns, ann):
    slots = free_slots(anns, ann, at=MONDAY)
    assert slots[0].begins_at == TEN
    assert {slot.begins_at.astimezone().weekday() for slot in slots} <= set(range(5))
    assert max(slot.ends_at for slot in slots if slot.begins_at.date() == MONDAY.date()).hour == 17  # 18:00 in Prague


def test_a_booked_call_is_a_promise_of_whoever_looks_after_them_and_stands_on_today(anns, ann):
    callback = book(anns)

    promise = callback.promise
    assert (promise.kind, promise.owner, promise.due_at) == ("callback", ann, TEN + timedelta(minutes=30))
    assert "+420 777 123 456" in promise.text
    assert anns.entries.get(kind="callback.booked").by_customer
    assert f"promise:{promise.pk}" in {item.key for item in today["promises"].query(ann, MONDAY)}


def test_the_same_time_is_not_given_twice_and_twice_by_one_is_once(anns, ann):
    bert = a_customer("Bert", account_manager=ann)
    assert book(anns) == book(anns)
    with pytest.raises(actions.SlotTaken):
        book(bert)
    assert CallBack.objects.count() == Promise.objects.count() == 1


def test_a_moved_call_leaves_its_time_to_others_and_moves_the_promise(anns, ann):
    callback = actions.move(book(anns), HALF_PAST, at=MONDAY)

    assert (callback.begins_at, callback.promise.due_at) == (HALF_PAST, HALF_PAST + timedelta(minutes=30))
    assert callback.promise.renegotiated_from.state == Promise.State.RENEGOTIATED
    book(a_customer("Bert", account_manager=ann))
    assert anns.entries.get(kind="callback.moved").by_customer


def test_a_call_that_is_called_off_is_owed_no_more(anns):
    callback = actions.cancel(actions.cancel(book(anns), at=MONDAY), at=MONDAY)
    assert callback.promise.latest().state == Promise.State.WITHDRAWN
    book(anns)


def test_what_has_begun_cannot_be_moved_and_two_are_enough(anns):
    callback = book(anns)
    with pytest.raises(actions.TooLate):
        actions.move(callback, HALF_PAST + timedelta(hours=1), at=TEN)
    book(anns, HALF_PAST)
    with pytest.raises(actions.TooMany):
        book(anns, HALF_PAST + timedelta(hours=1))


def test_whoever_calls_them_has_kept_it(anns, ann, run_jobs):
    callback = book(anns)
    timeline.call(anns, body="Talked about the desk", by=ann, at=TEN + timedelta(minutes=5))
    run_jobs()

    callback.refresh_from_db()
    assert callback.promise.state == Promise.State.KEPT and callback.ended_at


def test_a_time_that_a_colleague_agreed_on_stands_on_the_customers_page_too(anns, ann, run_jobs):
    callback = book(anns)
    told = promises.Told("phone", MONDAY, "At eleven?")
    promises.renegotiate(callback.promise, at=MONDAY, by=ann, told=told, reason="Ill", due_at=TEN + timedelta(hours=2))
    run_jobs()

    callback.refresh_from_db()
    assert callback.ends_at == TEN + timedelta(hours=2)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_time_at_once_one_has_it(anns, ann):
    customers, said, ready = [anns, a_customer("Bert", account_manager=ann)], [], threading.Barrier(2)

    def take(customer):
        ready.wait()
        try:
            said.append(book(customer).pk)
        except actions.SlotTaken as no:
            said.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=[one]) for one in customers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, said))[-1] == "callback_slot_taken" and CallBack.objects.count() == 1


def test_on_the_pages_a_call_is_booked_moved_and_called_off(anns, ann, portal_visitor):
    here, slots = portal_visitor(anns), free_slots(anns, ann, at=timezone.now() + timedelta(minutes=5))
    first, second = (slot.begins_at.isoformat() for slot in slots[:2])
    said = {"begins_at": first, "phone": "+420 777 123 456", "about": "The desk"}
    assert here.post("/portal/people/call/", said | {"phone": "x"}).status_code == 422
    assert here.post("/portal/people/call/", said).status_code == 302
    two = portal_visitor(a_customer("Bert", account_manager=ann))
    taken = two.post("/portal/people/call/", said)
    assert taken.status_code == 409 and "Somebody else has just taken this time" in taken.content.decode()

    callback = CallBack.objects.get()
    address = f"/portal/people/calls/{callback.pk}/"
    assert two.get(address).status_code == two.post(address, {"begins_at": second}).status_code == 404
    assert here.post(address, {"begins_at": second}).status_code == 302
    assert "The desk" in here.get("/portal/people/").content.decode()
    here.post(f"{address}cancellation/")
    assert "The desk" not in here.get("/portal/people/").content.decode()


def test_who_looks_after_them_is_shown_with_face_phone_and_hours_and_to_nobody_else(
    anns, ann, portal_visitor, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    edit_profile(ann, phone="+420 222 111 333")
    show_face(ann, b"\xff\xd8\xff a face")
    here, photo = portal_visitor(anns), f"/portal/people/photo/{ann.pk}/"
    page = here.get("/portal/people/").content.decode()
    assert "+420 222 111 333" in page and photo in page and "09:00–18:00" in page
    assert here.get(photo).status_code == 200
    assert portal_visitor(a_customer("Bert")).get(photo).status_code == 404
