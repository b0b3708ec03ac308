"""The pages of notices: what they ask, whom they let in, and what they answer."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.care.models import Notice, NoticeRecipient, NoticeRule
from rapport.care.notices import actions
from rapport.care.notices.queries import waiting_count
from rapport.care.notices.testing import KNOWN, a_late_order, a_notice, arrive, go_out, somebody
from rapport.care.notices.whom import OneOrder
from rapport.core.registry import panels, today
from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.customers.models import Customer
from rapport.messaging.incoming.actions import receive
from rapport.messaging.incoming.arrived import Arrived
from rapport.messaging.models import Message
from rapport.segments import actions as segments
from rapport.segments.queries import asked
from rapport.staff.holdings import holdings
from rapport.staff.models import Business, Team

pytestmark = pytest.mark.django_db
FOR_TODAY = 13  # drafts, what Ann may do, news, what came, calls, choices, and the calendar once in a request


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def draft(mailbox, cora, ann, now) -> Notice:
    return a_notice([cora], by=ann, at=now, new_on=timezone.localdate() + timedelta(days=9), title="Shop is down")


@pytest.fixture
def out(draft, ann, now) -> Notice:
    notice = actions.send_out(draft, at=now, by=ann)
    go_out(notice, at=now)
    arrive(now)
    return Notice.objects.get(pk=notice.pk)


@pytest.fixture
def page(client, ann):
    client.force_login(ann)
    return client


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_from_the_first_word_to_the_sent_notice(page, mailbox, cora, ann):
    answer = page.post(
        "/notices/new/", {"kind": "incident", "certainty": "confirmed", "cause": "machine", "what": "The shop"}
    )
    notice = Notice.objects.get()
    assert answer.url == f"/notices/{notice.pk}/affected/"

    page.post(answer.url, {"how": "add", "customer": str(cora.pk)})
    assert Notice.objects.get().recipient_count == 1
    edit = f"/notices/{notice.pk}/edit/"
    shown = text_of(page.get(edit))
    assert "It cannot go yet" in shown and "Name the new date" in shown
    assert "The shop has not been working as it should" in shown and "Hello" not in shown

    words = {f"en-{name}": value for name, value in _words(notice).items()}
    day = timezone.localdate() + timedelta(days=5)
    said = {"title": "Shop", "certainty": "confirmed", "new_on": day.isoformat(), "contact": str(ann.pk)} | words
    said |= {"contact_phone": "+420 222 111 000", "seen": ""}
    assert page.post(edit, said).url == f"/notices/{notice.pk}/"
    assert "All seven parts are there" in text_of(page.get(f"/notices/{notice.pk}/"))
    assert page.post(f"/notices/{notice.pk}/sending/").status_code == 302
    assert Notice.objects.get().state == "sending"


def _words(notice) -> dict[str, str]:
    text = notice.texts.get(language="en")
    return {name: getattr(text, name) for name in ("subject", "happened", "meaning", "doing", "choices", "apology")}


def test_the_preview_shows_unsaved_words_for_the_person_chosen(page, mailbox, ann, now):
    jan = somebody("Jan Novák", "cs", form_gender="male", given_name="Jan", family_name="Novák")
    tamar = somebody("Tamar Beridze", "en")
    notice = a_notice([jan, tamar], by=ann, at=now)
    said = {
        "preview": "1",
        "title": "x",
        "certainty": "unknown",
        "en-apology": "We are sorry if you waited.",
        "person": str(jan.pk),
    }
    shown = text_of(page.post(f"/notices/{notice.pk}/edit/", said | {"cs-happened": "stroj stojí."}))

    assert "Vážený pane Nováku," in shown and "stroj stojí." in shown and "Dear" not in shown.split("<article")[1]
    assert "sorry if" in shown and "You do not know the cause yet. Say so." in shown
    assert notice.texts.get(language="cs").happened != "stroj stojí."
    everybody = text_of(page.post(f"/notices/{notice.pk}/edit/", said | {"person": ""}))
    assert everybody.count("<article") == 2


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(page, draft, cast):
    actions.edit(draft, at=timezone.now(), by=cast["bob"], changes={"title": "Bob's"}, texts={})
    answer = page.post(f"/notices/{draft.pk}/edit/", {"title": "Mine", "certainty": "confirmed", "seen": ""})
    assert (answer.status_code, Notice.objects.get().title) == (409, "Bob's")


def test_a_page_of_progress_has_failures_replies_and_choices_in_one_place(
    page, out, cora, ann, mailbox, django_assert_max_num_queries
):
    message = Message.objects.get()
    receive(
        Arrived(mailbox, "cora@example.com", "How long will it take?", timezone.now(), external_id="<1@example.com>",
                in_reply_to=(message.message_id,), subject="Re: shop", sender_name="Cora")
    )  # fmt: skip
    actions.choose_option(out.recipients.get(), "wait", at=timezone.now())
    with django_assert_max_num_queries(32):
        shown = text_of(page.get(f"/notices/{out.pk}/"))
    assert "How long will it take?" in shown and "I wait for the new date" in shown
    assert "1 of 1" in shown
    assert 'id="rows"' in shown and 'id="rows"' not in text_of(page.get(f"/notices/{out.pk}/?show=held"))


def test_news_with_weasel_words_are_read_once_more(page, out, cora):
    said = {"en-subject": "News", "en-text": "It works again as soon as possible."}
    answer = page.post(f"/notices/{out.pk}/news/", said)
    assert (answer.status_code, "as soon as possible" in text_of(answer)) == (422, True)
    assert page.post(f"/notices/{out.pk}/news/", said | {"anyway": "on"}).status_code == 302
    assert Notice.objects.get().turn == 1


def test_solved_and_looked_back_on(page, out):
    shown = text_of(page.get(f"/notices/{out.pk}/solution/"))
    assert "Our web shop works again as it should." in shown
    said = {"en-subject": "Solved", "en-text": "It works again."}
    assert page.post(f"/notices/{out.pk}/solution/", said).status_code == 302
    assert page.post(f"/notices/{out.pk}/solution/", said).status_code == 409
    page.post(f"/notices/{out.pk}/review/", {"learned": "Test the cable."})
    assert Notice.objects.get().review == "Test the cable."


def test_told_by_phone_on_its_page(page, mailbox, cora, ann):
    order = a_late_order(cora, by=ann)
    notice = actions.draft(
        "delay", at=KNOWN, by=ann, whom=OneOrder(order), order=order,
        slip=order.promise, cause="supplier", new_on=timezone.localdate() + timedelta(days=20),
    )  # fmt: skip
    row = notice.recipients.get()
    cora.phones.create(raw="0174 9496")  # nobody knows its country
    shown = page.get(f"/notices/recipients/{row.pk}/call/").content.decode()
    assert "0174 9496" in shown and 'name="in_writing"' in shown
    NoticeRecipient.objects.update(state="held", reason="no_address")
    assert 'name="in_writing"' not in page.get(f"/notices/recipients/{row.pk}/call/").content.decode()
    assert page.post(f"/notices/recipients/{row.pk}/call/", {"words": ""}).status_code == 422
    assert page.post(f"/notices/recipients/{row.pk}/call/", {"words": "She knows."}).status_code == 302
    assert NoticeRecipient.objects.get().state == "spoken"


def test_many_wait_for_a_second_person(client, mailbox, cast, now):
    people = [somebody(f"Person {number:02}") for number in range(20)]
    notice = a_notice(people, by=cast["ann"], at=now, new_on=timezone.localdate() + timedelta(days=9))
    client.force_login(cast["ann"])
    assert "Ask for approval" in text_of(client.get(f"/notices/{notice.pk}/"))
    assert client.post(f"/notices/{notice.pk}/sending/").status_code == 409
    assert client.post(f"/notices/{notice.pk}/approval/").status_code == 403
    client.post(f"/notices/{notice.pk}/asking/")
    lines = list(today["notices"].query(cast["mark"], now))
    assert "Ann asks you to approve" in lines[0].what

    client.force_login(cast["mark"])
    assert client.post(f"/notices/{notice.pk}/approval/").status_code == 302
    assert Notice.objects.get().state == "sending"


def test_whom_it_concerns_by_segment_and_by_orders(page, draft, cora, ann):
    a_late_order(cora, by=ann)
    segment = segments.save("All", by=ann, condition={"all": []})
    page.post(f"/notices/{draft.pk}/affected/", {"how": "segment", "segment": str(segment.pk)})
    assert Notice.objects.get().segment == segment
    assert page.post(f"/notices/{draft.pk}/affected/", {"how": "orders"}).status_code == 422
    assert page.post(f"/notices/{draft.pk}/affected/", {"how": "orders", "product": "Nothing"}).status_code == 422
    page.post(f"/notices/{draft.pk}/affected/", {"how": "orders", "promised_until": "2027-01-01"})
    assert Notice.objects.get().affected["by"] == "orders"


def test_where_customers_are_hidden_so_are_notices_about_them(client, draft, cast, cora):
    Business.objects.update(sees_by_team=True)
    Customer.objects.update(team=Team.objects.create(name="Others"))
    client.force_login(cast["bob"])
    assert client.get(f"/notices/{draft.pk}/").status_code == 404
    assert client.post(f"/notices/{draft.pk}/sending/").status_code == 404
    assert "Shop is down" not in text_of(client.get("/notices/?show=all"))
    assert client.get(f"/notices/recipients/{draft.recipients.get().pk}/call/").status_code == 404


def test_the_side_bar_counts_the_drafts_in_my_hands_about_those_whom_i_see(draft, cast):
    assert waiting_count(cast["bob"]) == 0
    Notice.objects.update(owner=cast["bob"])
    assert waiting_count(cast["bob"]) == 1
    Business.objects.update(sees_by_team=True)
    Customer.objects.update(team=Team.objects.create(name="Others"))
    assert waiting_count(cast["bob"]) == 0


def test_who_only_reads_changes_nothing(client, draft, cast):
    client.force_login(cast["rita"])
    assert client.get(f"/notices/{draft.pk}/").status_code == 200
    for page in ("edit", "affected", "sending", "dropping", "news"):
        assert client.post(f"/notices/{draft.pk}/{page}/").status_code == 403


def test_the_rule_says_what_it_means_and_can_be_put_back(client, cast):
    client.force_login(cast["mark"])
    said = {"goes_out": "on", "wait_minutes": "15"}
    assert "15 min after it was noted" in text_of(client.post("/settings/notices/", said | {"preview": "1"}))
    assert not NoticeRule.objects.exists()
    answer = client.post("/settings/notices/", said, follow=True)
    assert NoticeRule.objects.get().goes_out
    undo = re.search(r"/settings/notices/undo/\?was=[^\"&]+", text_of(answer)).group()
    client.post(undo)
    assert not NoticeRule.objects.get().goes_out


def test_today_has_one_line_for_a_slip_and_one_for_those_not_reached(
    mailbox, cora, ann, now, django_assert_num_queries
):
    order = a_late_order(cora, by=ann)
    notice = actions.draft(
        "delay", at=now, by=ann, whom=OneOrder(order), order=order, slip=order.promise, cause="supplier"
    )
    with django_assert_num_queries(FOR_TODAY):
        lines = list(today["notices"].query(ann, now))
    assert [(line.key, line.customer) for line in lines] == [(f"promise:{order.promise_id}", cora)]
    assert list(today["delays"].query(ann, now))[0].key == lines[0].key

    Notice.objects.filter(pk=notice.pk).update(state="sent", told_at=now)
    NoticeRecipient.objects.update(state="held", reason="no_address")
    assert [line.key for line in today["notices"].query(ann, now)] == [f"notice:{notice.pk}:held:1"]


def test_how_early_each_team_tells_stands_on_a_page(page, out):
    shown = text_of(page.get("/notices/how-early/?days=30"))
    assert "The whole house" in shown and "Nothing was told yet" not in shown


def test_what_was_let_be_is_picked_up_again(page, draft):
    answer = page.post(f"/notices/{draft.pk}/dropping/", follow=True)
    undo = f"/notices/{draft.pk}/picking-up/"
    assert Notice.objects.get().state == "dropped" and undo in text_of(answer)
    page.post(undo)
    assert Notice.objects.get().state == "draft"


def test_who_leaves_hands_their_notices_over(draft, cast):
    held = holdings["notices"]
    assert held.count(cast["ann"]) == 1
    held.hand_over(cast["ann"], to=cast["bob"], by=cast["mark"], at=timezone.now())
    assert Notice.objects.get().owner == cast["bob"]


def test_the_customer_page_shows_what_they_were_told(page, out, cora, django_assert_num_queries):
    assert "Shop is down" in text_of(page.get(f"/customers/{cora.pk}/panels/notices/"))
    with django_assert_num_queries(1):
        assert panels["notices"].query(None, cora)["rows"][0].notice == out


@pytest.mark.parametrize(
    "line, found",
    [
        ({"field": "in_trouble", "op": "yes"}, True),
        ({"field": "in_trouble", "op": "no"}, False),
        ({"field": "told_of_trouble_on", "op": "known"}, True),
        ({"field": "told_of_trouble_on", "op": "within_last", "value": {"days": 2}}, True),
    ],
)
def test_segments_know_who_waits_for_what_went_wrong(out, cora, ann, line, found):
    question = asked({"all": [line]}, user=ann)
    assert question.of(Customer.objects.all()).filter(pk=cora.pk).exists() is found


@pytest.mark.browser
def test_writing_and_sending_in_the_browser(browser_page, mailbox, cora, ann, now):
    notice = a_notice([cora], by=ann, at=now, new_on=timezone.localdate() + timedelta(days=9), title="Shop is down")
    browser_page.sign_in(ann)
    browser_page.open(f"/notices/{notice.pk}/edit/")
    page = browser_page.page
    preview = page.locator("#preview")
    page.get_by_label("Apology").fill("We are sorry if you waited.")
    preview.get_by_text("sorry if", exact=True).wait_for()
    page.get_by_label("Apology").fill("We are sorry that you had to wait.")
    preview.get_by_text("We are sorry that you had to wait.").wait_for()
    check_axe(page)
    browser_page.phone()
    check_no_overflow(page)
    browser_page.wide()
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("link", name="Tell them").click()
    page.get_by_role("dialog").get_by_role("button", name="Tell them").click()
    page.get_by_role("heading", name="How far it is").wait_for()
    check_axe(page)
