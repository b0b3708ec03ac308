"""A promise that ended or went into other hands by mistake: it is righted, and the story tells both."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.promises import actions
from rapport.promises.models import Promise
from rapport.promises.testing import TUESDAY, a_promise, prague, told

DUE = prague("2026-11-25 18:00")
A_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("at, state", [(TUESDAY, "open"), (DUE + A_MINUTE, "overdue")])
def test_what_was_kept_by_mistake_is_owed_again(ann, cora, at, state):
    promise = a_promise(cora, by=ann)
    actions.keep(promise, at=TUESDAY, by=ann, evidence="Parcel CZ 4711")

    actions.reopen(promise, at=at, by=ann)

    promise.refresh_from_db()
    assert (promise.state, promise.done_at, promise.closed_at, promise.evidence) == (state, None, None, "")
    entry = cora.entries.get(kind="promise.reopened")
    assert (entry.by, entry.facts["was"], entry.facts["evidence"]) == (ann, "kept", "Parcel CZ 4711")
    assert cora.entries.filter(kind="promise.kept").exists()


def test_reopening_twice_reopens_once(ann, cora):
    promise = actions.keep(a_promise(cora, by=ann), at=TUESDAY, by=ann, evidence="Photo")

    actions.reopen(promise, at=TUESDAY, by=ann)
    actions.reopen(promise, at=TUESDAY + A_MINUTE, by=ann)

    assert cora.entries.filter(kind="promise.reopened").count() == 1


def test_it_can_be_kept_again_with_the_right_evidence(ann, cora):
    promise = actions.keep(a_promise(cora, by=ann), at=TUESDAY, by=ann, evidence="The wrong parcel")
    actions.reopen(promise, at=TUESDAY, by=ann)

    kept = actions.keep(promise, at=DUE, by=ann, evidence="The right one")

    assert (kept.state, kept.evidence) == ("kept", "The right one")


@pytest.mark.parametrize("end", ["withdrawn", "broken", "void"])
def test_however_it_ended_by_hand_it_can_be_owed_after_all(cast, cora, end):
    ann, bob = cast["ann"], cast["bob"]
    promise = a_promise(cora, by=ann)
    match end:
        case "withdrawn":
            actions.withdraw(promise, at=TUESDAY, by=ann, told=told(TUESDAY))
        case "broken":
            actions.break_(promise, at=TUESDAY, by=ann, reason="No walnut", told=told(TUESDAY))
        case "void":
            actions.void(promise, at=TUESDAY, by=bob, reason="Wrong customer")

    assert actions.reopen(promise, at=TUESDAY, by=ann).state == "open"
    assert cora.entries.get(kind="promise.reopened").facts["was"] == end


def test_what_was_moved_or_given_up_by_time_stays(ann, cora):
    moved = a_promise(cora, by=ann)
    actions.renegotiate(moved, at=TUESDAY, by=ann, told=told(TUESDAY), reason="Ill", due_at=DUE + timedelta(days=2))
    with pytest.raises(actions.WasMoved):
        actions.reopen(moved, at=TUESDAY, by=ann)

    silent = a_promise(cora, by=ann)
    actions.mark_overdue(DUE + A_MINUTE)
    actions.mark_broken(DUE + timedelta(days=31))
    with pytest.raises(actions.GivenUpByTime):
        actions.reopen(silent, at=DUE + timedelta(days=31), by=ann)


@pytest.mark.parametrize("who, status, state", [("ann", 302, "open"), ("bob", 302, "open"), ("rita", 403, "kept")])
def test_who_may_reopen(client, cast, business, cora, who, status, state):
    at = timezone.now()
    promise = a_promise(cora, by=cast["ann"], at=at, due_at=at + timedelta(days=1))
    actions.keep(promise, at=at, by=cast["ann"], evidence="Photo")
    client.force_login(cast[who])

    response = client.post(f"/promises/{promise.pk}/reopening/")

    promise.refresh_from_db()
    assert (response.status_code, promise.state) == (status, state)


def test_marking_kept_offers_undo_and_the_page_offers_it_later(client, ann, business, cora):
    at = timezone.now()
    promise = a_promise(cora, by=ann, at=at, due_at=at + timedelta(days=1))
    client.force_login(ann)

    page = client.post(f"/promises/{promise.pk}/keeping/", {"evidence": "Photo"}, follow=True).content.decode()

    assert f'action="/promises/{promise.pk}/reopening/"' in page  # in the toast
    assert f'href="/promises/{promise.pk}/reopening/"' in page  # on the promise's own page, for good
    assert "Open this promise again?" in client.get(f"/promises/{promise.pk}/reopening/").content.decode()
    page = client.post(f"/promises/{promise.pk}/reopening/", follow=True).content.decode()
    assert "It is owed again." in page and "opened it again, it was not kept yet" in page


def test_undo_leads_back_to_where_its_button_was_pressed(client, ann, business, cora):
    at = timezone.now()
    promise = a_promise(cora, by=ann, at=at, due_at=at + timedelta(days=1))
    actions.keep(promise, at=at, by=ann, evidence="Photo")
    client.force_login(ann)
    address = f"/promises/{promise.pk}/reopening/"

    here = {"HX-Request": "true", "HX-Current-URL": "http://testserver/promises/?whose=mine"}
    assert client.post(address, headers=here).url == "/promises/?whose=mine"
    elsewhere = {"HX-Request": "true", "HX-Current-URL": "http://evil.example/promises/"}
    assert client.post(address, headers=elsewhere).url == promise.get_absolute_url()


def test_a_handover_is_handed_back_unless_it_went_on(client, cast, business, cora):
    ann, bob, mark = cast["ann"], cast["bob"], cast["mark"]
    at = timezone.now()
    promise = a_promise(cora, by=ann, at=at, due_at=at + timedelta(days=1))
    client.force_login(ann)
    page = client.post(f"/promises/{promise.pk}/handover/", {"to": bob.pk}, follow=True).content.decode()
    address = page.split(f'action="/promises/{promise.pk}/handover/return/')[1].split('"')[0]
    address = f"/promises/{promise.pk}/handover/return/{address}"

    assert client.post(address).status_code == 302
    promise.refresh_from_db()
    assert promise.owner == ann
    assert cora.entries.get(kind="promise.handed_back").facts["to"] == "Ann"

    actions.hand_over(promise, at=at, by=ann, to=mark)
    refused = client.post(address)
    assert refused.status_code == 409 and "in other hands by now" in refused.content.decode()


def test_all_that_was_handed_over_at_once_goes_back(client, cast, business, cora):
    ann, bob = cast["ann"], cast["bob"]
    at = timezone.now()
    for n in range(3):
        a_promise(cora, f"Sample {n}", by=ann, at=at, due_at=at + timedelta(days=1))
    Promise.objects.filter(text="Sample 2").update(owner=None)
    client.force_login(cast["mark"])
    page = client.post("/promises/handover/", {"former": ann.pk, "to": bob.pk}, follow=True).content.decode()
    address = "/promises/handover/return/" + page.split('action="/promises/handover/return/')[1].split('"')[0]

    client.post(address)

    owners = Promise.objects.order_by("text").values_list("owner", flat=True)
    assert list(owners) == [ann.pk, ann.pk, None]
    assert "in other hands by now" in client.post(address).content.decode()
