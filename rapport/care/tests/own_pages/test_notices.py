"""Customers read on their own pages what goes wrong, with the date that staff see, and choose."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.care.models import NoticeRecipient
from rapport.care.notices import actions, composing, settling
from rapport.care.notices.testing import KNOWN, TOLD, WEDNESDAY, a_late_order, a_notice, arrive, go_out
from rapport.care.notices.whom import OneOrder, Orders
from rapport.care.own_pages.notices import choose
from rapport.core import passes
from rapport.customers.testing import a_customer
from rapport.messaging.models import Conversation
from rapport.messaging.outgoing import sealed
from rapport.orders import actions as orders
from rapport.orders.models import Order
from rapport.orders.testing import FRIDAY, an_order
from rapport.promises.tellings import Told


@pytest.fixture
def told(mailbox, cora, ann) -> NoticeRecipient:
    """Cora was told that her sideboard comes later, and it was promised anew with that."""
    order = a_late_order(cora, by=ann)
    notice = actions.draft(
        "delay", at=KNOWN, by=ann, whom=OneOrder(order), order=order, cause="supplier",
        new_on=timezone.localdate(KNOWN + timedelta(days=8)),
    )  # fmt: skip
    actions.send_out(notice, at=TOLD, by=ann)
    go_out(notice, at=TOLD)
    arrive(TOLD)
    Conversation.objects.update(last_out_at=timezone.now() - timedelta(hours=1))  # the story above has fixed days
    return NoticeRecipient.objects.select_related("promise", "order", "message").get()


@pytest.fixture
def here(cora, portal_visitor):
    return portal_visitor(cora)


def test_the_notice_stands_on_home_on_its_page_and_on_the_order_with_the_promised_date(told, here):
    moment = f'datetime="{told.promise.due_at.isoformat()}"'
    for address in ("/portal/", f"/portal/notices/{told.pk}/"):
        page = here.get(address).content.decode()
        assert "is fine" in page and "2 December" in page, address
    assert told.message.text.splitlines()[2][:30] in here.get(f"/portal/notices/{told.pk}/").content.decode()
    assert "is fine" in here.get(f"/portal/orders/{told.order_id}/").content.decode()
    assert moment.split("T")[0] in page


def test_the_new_date_is_fine_by_one_press(told, here, cora):
    here.post(f"/portal/notices/{told.pk}/", {"choice": "wait"})
    here.post(f"/portal/notices/{told.pk}/", {"choice": "wait"})

    told.refresh_from_db()
    assert told.choice == "wait"
    assert cora.entries.get(kind="notice.chosen").by_customer
    assert "You chose" in here.get(f"/portal/notices/{told.pk}/").content.decode()


def test_another_day_is_asked_for_and_answered_by_a_promised_time(told, here, cora):
    address = f"/portal/notices/{told.pk}/"
    assert here.post(address, {"choice": "other_day"}).status_code == 422
    assert here.post(address, {"choice": "other_day", "day": "2020-01-01"}).status_code == 422
    assert here.post(address, {"choice": "nonsense"}).status_code == 404
    day = timezone.localdate() + timedelta(days=30)
    assert here.post(address, {"choice": "other_day", "day": day.isoformat(), "words": "After noon"}).status_code == 302

    told.refresh_from_db()
    conversation = Conversation.objects.get(pk=told.message.conversation_id)
    assert "After noon" in told.choice_words and conversation.promise.customer == cora
    assert "You have an answer by" in here.get(address).content.decode()


def test_who_would_rather_cancel_is_heard_and_not_cancelled_silently(told, here):
    here.post(f"/portal/notices/{told.pk}/", {"choice": "cancel", "words": "Found another"})

    told.order.refresh_from_db()
    assert told.order.is_open
    assert Conversation.objects.get(pk=told.message.conversation_id).waiting_since


def test_a_notice_of_somebody_else_or_not_out_yet_is_not_there(told, here, portal_visitor, ann, cora):
    bert_here = portal_visitor(a_customer("Bert"))
    address = f"/portal/notices/{told.pk}/"
    assert bert_here.get(address).status_code == bert_here.post(address, {"choice": "wait"}).status_code == 404
    draft = a_notice([cora], by=ann)
    assert here.get(f"/portal/notices/{draft.recipients.get().pk}/").status_code == 404
    listed = here.get("/portal/notices/").content.decode()
    assert str(told.pk) in listed and str(draft.recipients.get().pk) not in listed


def test_when_it_is_over_there_is_nothing_to_choose(told, here):
    Order.objects.filter(pk=told.order_id).update(outcome="delivered", finished_at=timezone.now())
    assert here.post(f"/portal/notices/{told.pk}/", {"choice": "wait"}).status_code == 409


def test_the_mail_leads_to_the_page_without_signing_in(told, client):
    with sealed.opened(told.message):
        link = next(line for line in told.message.text.splitlines() if passes.PLACE in line)
    assert link not in told.message.text  # colleagues who read it cannot choose for her
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True).content.decode()
    assert "is fine" in page and passes.PLACE not in page


def test_a_date_that_was_moved_again_is_the_one_that_is_shown(told, here, ann):
    by_phone = Told("phone", TOLD + timedelta(hours=1), words="One day more.")
    later = timezone.localdate(KNOWN + timedelta(days=9))
    orders.tell_delay(told.order, at=by_phone.at, by=ann, told=by_phone, cause="The carrier", due_on=later)
    assert "3 December" in here.get(f"/portal/notices/{told.pk}/").content.decode()


def test_a_title_among_us_does_not_reach_customers(mailbox, cora, ann, here):
    order = an_order(customer=cora, by=ann, promised_on=FRIDAY)
    notice = actions.draft(
        "delay", at=KNOWN, by=ann, whom=OneOrder(order), order=order, title="Gone bankrupt", new_on=WEDNESDAY
    )
    row = notice.recipients.select_related("order__promise").get()
    texts = notice.texts.get(language="en")
    texts.happened = "The wood for {order} is not here."
    texts.save()
    assert settling.cause_of(notice, row) == f"The wood for {order.number} is not here."


def test_pressed_twice_at_once_it_is_said_once(told, cora):
    stale = NoticeRecipient.objects.select_related("order", "message__conversation", "notice").get(pk=told.pk)
    for row in (told, stale):
        choose([row], "cancel", "Too late for me.", at=timezone.now())
    assert cora.messages.filter(direction="in").count() == 1


def test_whoever_has_several_orders_chooses_for_one_or_for_all_on_one_page(mailbox, cora, ann, client):
    placed = [an_order(customer=cora, by=ann, promised_on=FRIDAY) for _n in range(2)]
    notice = actions.draft("delay", at=KNOWN, by=ann, whom=Orders(), cause="weather", new_on=WEDNESDAY)
    actions.send_out(notice, at=TOLD, by=ann)
    go_out(notice, at=TOLD)
    arrive(TOLD)
    rows = {row.order_id: row for row in notice.recipients.all()}
    link = passes.address("notice", rows[placed[0].pk].pk, cora.pk, at=timezone.now())
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    there, said = page.redirect_chain[-1][0], page.content.decode()
    assert all(f"Order {order.number}" in said for order in placed) and "For which order?" in said

    client.post(there, {"choice": "cancel", "which": str(rows[placed[1].pk].pk)})
    chosen = dict(notice.recipients.values_list("order_id", "choice"))
    assert [chosen[order.pk] for order in placed] == ["", "cancel"]
    assert client.post(there, {"choice": "wait", "which": "nobody"}).status_code == 404
    client.post(there, {"choice": "substitute"})
    assert {row.choice for row in notice.recipients.all()} == {"substitute"}
    said = [message.text for message in cora.messages.filter(direction="in").order_by("at")]
    assert len(said) == 2 and placed[1].number in said[0] and placed[0].number not in said[0]


def test_what_there_is_to_choose_depends_on_what_it_is_about(mailbox, cora, ann, here):
    for kind, there, not_there in (
        ("recall", "money back", "is fine"),
        ("change", "That is fine for me", "money back"),
    ):
        notice = a_notice([cora], by=ann, kind=kind, facts={"product": "Oak chair"})
        actions.edit(
            notice,
            at=KNOWN,
            by=ann,
            changes={},
            texts={"en": {"happened": "A leg can break.", "meaning": "It may fall."}},
        )
        actions.send_out(notice, at=TOLD, by=ann)
        go_out(notice, at=TOLD)
        arrive(TOLD)
        page = here.get(f"/portal/notices/{notice.recipients.get().pk}/").content.decode().partition("<form")[2]
        assert there in page and not_there not in page.partition('class="portal-foot"')[0], kind


def test_once_they_know_the_words_still_name_the_day_that_was_not_kept(told):
    said = composing.shown_for(told.notice, told.customer).text
    assert "27 November 2026, and we will not keep that date" in said and "The new date is" in said


def test_a_link_to_an_order_shows_what_was_told_about_it(told, client):
    link = passes.address("order", told.order_id, told.customer_id, at=timezone.now())
    page = client.get(link.removeprefix("http://localhost:8000"), follow=True).content.decode()
    assert "The reason: our supplier delivers later" in page and "is fine" not in page
