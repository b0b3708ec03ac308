"""Not accepted, taken up again, taken further up, taken outside."""

from datetime import timedelta

import pytest

from rapport.care.cases.actions import assign, take
from rapport.care.cases.escalating import climb
from rapport.care.cases.panels import cases_of
from rapport.care.cases.today import taken_up
from rapport.care.causes import eight
from rapport.care.complaints import actions, clockwork, deciders, escalating, outside, refusals, today
from rapport.care.complaints.actions import Weight
from rapport.care.models import Case, Escalation
from rapport.care.tests.complaints.making import a_complaint, an_answer, complaint_of
from rapport.core.refusals import Refusal
from rapport.core.registry import portal_passes
from rapport.customers.models import Tag
from rapport.messaging.models import Message
from rapport.promises.testing import TUESDAY

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def answer_anew(case, by, at):
    actions.investigate(case, "Looked again.", by=by, at=at)
    actions.respond(case, an_answer(), by=by, at=at)


def test_who_does_not_accept_gets_another_person_and_hears_their_name(answered, ann, lea):
    actions.object_to(answered, "A new top is not enough.", at=TUESDAY + DAY, by_customer=True)

    answered.refresh_from_db()
    complaint = complaint_of(answered)
    assert (complaint.round, complaint.stage, answered.owner, answered.state) == (2, "assessed", lea, "reopened")
    assert "Lea" in Message.objects.filter(direction="out").order_by("-at", "-id").first().text
    assert answered.resolution.owner == lea and answered.resolution.is_open
    with pytest.raises(refusals.WrittenBefore):
        actions.investigate(answered, "Looked.", by=lea, at=TUESDAY + DAY)
        actions.respond(answered, an_answer(), by=ann, at=TUESDAY + DAY)


def test_after_two_objections_only_somebody_outside_is_left(answered, lea, cast):
    actions.object_to(answered, "No.", at=TUESDAY + DAY, by_customer=True)
    with pytest.raises(refusals.NotNow):
        actions.object_to(answered, "Still no.", at=TUESDAY + DAY, by_customer=True)
    answer_anew(answered, lea, TUESDAY + 2 * DAY)
    with pytest.raises(refusals.RoundsLeft):
        actions.not_accepted(answered, by=lea, at=TUESDAY + 2 * DAY, why="Offered all.")
    actions.object_to(answered, "No again.", at=TUESDAY + 3 * DAY, by_customer=True)
    answered.refresh_from_db()
    assert answered.owner == cast["mark"]
    answer_anew(answered, cast["mark"], TUESDAY + 4 * DAY)
    with pytest.raises(refusals.NoRoundLeft):
        actions.object_to(answered, "Never.", at=TUESDAY + 5 * DAY, by_customer=True)

    body = outside.add_body(country="CZ", name="Czech Trade Inspection")
    actions.refer(answered, body, by_customer=True, at=TUESDAY + 5 * DAY)
    actions.not_accepted(answered, by=cast["mark"], at=TUESDAY + 6 * DAY, why="Everything was offered.")
    complaint = complaint_of(answered)
    assert (complaint.stage, complaint.outside) == ("closed_not_accepted", body)


def test_without_agreement_nothing_critical_is_closed_before_its_report(answered, ann):
    actions.weigh(answered, Weight("critical", containment="Sales stopped"), by=ann, at=TUESDAY + HOUR)
    said = {"why": "They want nobody else.", "declined": True, "by": ann}
    with pytest.raises(eight.ReportMissing, match="Scratched table top"):
        actions.not_accepted(answered, at=TUESDAY + DAY, **said)

    eight.write(answered, dict.fromkeys(eight.BEFORE_CLOSING, "Said"), by=ann, at=TUESDAY + DAY)
    eight.close(answered, by=ann, at=TUESDAY + DAY)
    actions.not_accepted(answered, at=TUESDAY + DAY, **said)
    assert complaint_of(answered).stage == "closed_not_accepted"


def test_silence_closes_nothing_critical_before_its_report_but_their_word_does(answered, ann):
    actions.weigh(answered, Weight("critical", containment="Sales stopped"), by=ann, at=TUESDAY + HOUR)
    assert clockwork.close_silent(TUESDAY + 15 * DAY) == 0

    actions.accept(answered, at=TUESDAY + 15 * DAY, by_customer=True)
    assert complaint_of(answered).stage == "closed_accepted"
    clockwork.day(TUESDAY + 120 * DAY)
    assert complaint_of(answered).stage == "closed_accepted"  # watched until the report is there
    eight.write(answered, dict.fromkeys(eight.BEFORE_CLOSING, "Said"), by=ann, at=TUESDAY + 120 * DAY)
    eight.close(answered, by=ann, at=TUESDAY + 120 * DAY)
    clockwork.day(TUESDAY + 121 * DAY)
    assert complaint_of(answered).stage == "monitoring"


def test_the_same_objection_twice_is_one(answered):
    for _again in range(2):
        actions.object_to(answered, "No.", at=TUESDAY + DAY, by_customer=True)
    assert complaint_of(answered).round == 2
    assert answered.customer.entries.filter(kind="complaint.objected").count() == 1


def test_what_is_closed_can_be_opened_again_for_sixty_days(answered, ann):
    actions.accept(answered, at=TUESDAY + DAY, by_customer=True)
    with pytest.raises(refusals.TooLateToReopen):
        actions.reopen(answered, "It broke.", at=TUESDAY + 62 * DAY, by_customer=True)
    actions.reopen(answered, "It broke.", at=TUESDAY + 60 * DAY, by_customer=True)

    answered.refresh_from_db()
    assert (answered.state, answered.reopenings, complaint_of(answered).stage) == ("reopened", 1, "assessed")
    assert answered.customer.contact_holds.filter(lifted_at=None).exists()
    answer_anew(answered, ann, TUESDAY + 61 * DAY)  # the same person may: they had accepted the answer
    assert complaint_of(answered).stage == "responded"


def test_nobody_handles_a_complaint_about_themselves(case, ann, cast, client):
    actions.weigh(case, Weight("moderate", about=ann), by=cast["mark"], at=TUESDAY)
    case.refresh_from_db()
    assert case.owner == cast["mark"] and case.is_confidential
    for act in (
        lambda: actions.acknowledge(case, "I look into it.", by=ann, at=TUESDAY),
        lambda: take(case, by=ann, at=TUESDAY),
        lambda: assign(case, ann, by=cast["mark"], at=TUESDAY),
    ):
        with pytest.raises(Refusal):
            act()
    assert not Case.objects.visible_to(ann).filter(pk=case.pk).exists()
    assert ann not in deciders.possible(complaint_of(case))


def test_who_a_complaint_is_about_finds_it_neither_on_today_nor_beside_the_customer(case, ann, cast, rf):
    mark, at = cast["mark"], TUESDAY + 40 * DAY
    actions.propose(case, kind="refund", amount=400, account="goodwill", by=ann, at=TUESDAY)
    escalating.up(complaint_of(case), "public", at=TUESDAY, by=ann)
    assert list(today.went_up(mark, at)) and list(today.to_approve(mark, at))

    actions.weigh(case, Weight("moderate", about=mark), by=ann, at=TUESDAY)
    climb(at)

    assert not [*today.went_up(mark, at), *today.to_approve(mark, at), *taken_up(mark, at)]
    request = rf.get("/")
    request.user = mark
    assert not cases_of(request, case.customer)["cases"]
    request.user = ann
    assert cases_of(request, case.customer)["cases"]


def test_something_critical_is_seen_by_a_manager_within_the_hour(case, ann, cast):
    with pytest.raises(refusals.NeedsContainment):
        actions.weigh(case, Weight("critical"), by=ann, at=TUESDAY)
    actions.weigh(case, Weight("critical", containment="Sales stopped"), by=ann, at=TUESDAY)
    actions.weigh(case, Weight("critical", containment="Sales stopped, parts called back"), by=ann, at=TUESDAY)

    told = Escalation.objects.filter(case=case, because="critical")
    assert {one.to for one in told} == {cast["mark"], cast["olga"]}
    promise = told.first().promise
    assert (promise.due_at, promise.owner, promise.is_internal) == (TUESDAY + HOUR, cast["mark"], True)
    actions.see(case, by=cast["mark"], at=TUESDAY + HOUR / 2)
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_the_hour_goes_on_with_another_manager_where_the_complaint_is_about_the_first(case, ann, cast):
    actions.weigh(case, Weight("critical", containment="Sales stopped"), by=ann, at=TUESDAY)
    promise = Escalation.objects.filter(because="critical").first().promise
    actions.weigh(case, Weight("critical", containment="Sales stopped", about=cast["mark"]), by=ann, at=TUESDAY)

    promise.refresh_from_db()
    assert (promise.owner, promise.is_open) == (cast["olga"], True)
    assert not case.customer.promises.open().filter(owner=cast["mark"]).exists()
    actions.see(case, by=cast["olga"], at=TUESDAY + HOUR / 2)
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_safety_is_always_critical(case, ann):
    actions.weigh(case, Weight("minor", is_safety=True, containment="Sales stopped"), by=ann, at=TUESDAY)
    case.refresh_from_db()
    assert (complaint_of(case).severity, case.priority) == ("critical", "urgent")


def test_the_third_complaint_in_half_a_year_goes_up(mailbox, cora, ann, team, lea):
    for days in (170, 20, 0):
        last = a_complaint(cora, by=ann, owner=ann, team=team, subject=f"{days}", at=TUESDAY - days * DAY)
    assert list(Escalation.objects.values_list("case", "because", "to")) == [(last.pk, "third", lea.pk)]


def test_a_key_account_and_a_wish_for_a_manager_go_up_at_once(mailbox, cora, ann, team, lea, cast):
    cora.tags.add(Tag.objects.create(name="Key account"))
    case = a_complaint(cora, by=ann, owner=ann, team=team, words="I want to speak to your manager.")
    told = {(one.because, one.to) for one in Escalation.objects.filter(case=case)}
    assert told == {("key_account", lea), ("asked", cast["mark"]), ("asked", cast["olga"])}


def test_the_house_says_by_which_tags_key_accounts_are_known(mailbox, cora, ann, team, lea, cast, client):
    gold, other = Tag.objects.create(name="Gold"), Tag.objects.create(name="Key account")
    client.force_login(cast["mark"])
    assert client.post("/settings/complaints/key-accounts/", {"tags": [str(gold.pk)]}).status_code == 302
    cora.tags.add(other)
    a_complaint(cora, by=ann, owner=ann, team=team)
    assert not Escalation.objects.exists()
    cora.tags.add(gold)
    a_complaint(cora, by=ann, owner=ann, team=team, subject="Another")
    assert [(one.because, one.to) for one in Escalation.objects.all()] == [("key_account", lea)]
    client.force_login(ann)
    assert client.post("/settings/complaints/key-accounts/").status_code == 403


def test_who_asks_for_a_manager_gets_one(case, cast):
    actions.ask_for_manager(case, at=TUESDAY, by_customer=True)
    actions.ask_for_manager(case, at=TUESDAY, by_customer=True)
    case.refresh_from_db()
    assert case.owner == cast["mark"]
    assert Message.objects.filter(direction="out", text__contains="Mark").count() == 1
    assert {p.owner for p in case.customer.promises.open()} == {cast["mark"]}


def test_four_fifths_of_a_limit_bring_it_up_once(case, lea):
    clockwork.warn(TUESDAY + timedelta(hours=25))
    assert not Escalation.objects.exists()
    for _again in range(2):
        clockwork.warn(TUESDAY + timedelta(hours=26))  # of 32
    assert [(one.because, one.to) for one in Escalation.objects.all()] == [("limit", lea)]


def test_who_a_complaint_is_about_gets_no_link_to_it(case, ann, cast):
    there = portal_passes["case"]
    assert there.may_see(ann, case.pk)
    actions.weigh(case, Weight("moderate", about=ann), by=cast["mark"], at=TUESDAY)
    assert not there.may_see(ann, case.pk)
