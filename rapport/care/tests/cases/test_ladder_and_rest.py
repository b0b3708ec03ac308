"""Late news go up the ladder; Today, segments, API, report and settings know of requests."""

import json
from datetime import timedelta

import pytest

from rapport.api.testing import a_program_of
from rapport.care.cases import actions
from rapport.care.cases.finding import similar
from rapport.care.cases.report import case_report
from rapport.care.models import Case, Escalation, Route, Rung
from rapport.care.testing import MONDAY, a_case, fresh, hours
from rapport.core.facts import Test as Question
from rapport.core.facts import fields
from rapport.core.registry import today
from rapport.customers.models import Customer
from rapport.messaging.models import Message
from rapport.orders.testing import a_product
from rapport.promises.calendars import calendar_of
from rapport.staff.models import Team

pytestmark = pytest.mark.usefixtures("business")


@pytest.fixture
def workshop(cast) -> Team:
    team = Team.objects.create(name="Workshop", lead=cast["bob"])
    team.people.add(cast["ann"], cast["bob"])
    return team


def told(case) -> list[tuple]:
    rows = Escalation.objects.filter(case=case).order_by("at", "to__name")
    return [(row.level, row.to and row.to.name) for row in rows]


def test_late_news_go_up_rung_by_rung_once(cora, ann, workshop):
    case = a_case(cora, by=ann, team=workshop, owner=ann)
    due = case.next_update_at

    assert actions.climb(MONDAY + hours(1)) == 0
    assert actions.climb(due - timedelta(minutes=30)) == 1
    assert told(case) == [(1, "Ann")]
    assert actions.climb(due - timedelta(minutes=20)) == 0, "once"
    actions.climb(due + timedelta(seconds=1))
    assert told(case) == [(1, "Ann"), (2, "Bob")]
    actions.climb(calendar_of(None).add(due, 240))
    assert told(case)[2:] == [(3, "Mark"), (3, "Olga")]
    assert fresh(case).level == 3
    assert case.steps.filter(verb="escalated").count() == 3


def test_what_is_confidential_goes_up_to_those_only_who_may_see_it(cora, ann, cast):
    cora.account_manager = ann
    cora.save()
    case = a_case(cora, by=cast["bob"], owner=cast["bob"])
    actions.change(case, is_confidential=True, by=cast["bob"], at=MONDAY)
    actions.climb(case.next_update_at + timedelta(days=7))
    assert {name for _level, name in told(case)} == {"Bob", "Mark", "Olga"}


def test_who_sleeps_through_it_finds_all_rungs_climbed_at_once(cora, ann, workshop):
    case = a_case(cora, by=ann, team=workshop, owner=ann)
    actions.climb(case.next_update_at + timedelta(days=7))
    assert {name for _level, name in told(case)} == {"Ann", "Bob", "Mark", "Olga"}
    assert case.steps.filter(verb="escalated").count() == 1


def test_news_told_bring_it_down_and_the_next_late_news_go_up_again(cora, ann, workshop):
    case = a_case(cora, by=ann, team=workshop, owner=ann)
    late = case.next_update_at + timedelta(minutes=1)
    actions.climb(late)
    actions.give_update(case, "It took longer.", by=ann, at=late, how="phone")
    case = fresh(case)
    assert case.level == 0
    actions.climb(case.next_update_at + timedelta(minutes=1))
    assert fresh(case).level == 2


def test_a_business_has_its_own_ladder(cora, ann, workshop):
    Rung.objects.create(kind="question", level=1, whom="manager", when="due", minutes=0)
    case = a_case(cora, by=ann, team=workshop, owner=ann)
    actions.climb(case.next_update_at + timedelta(minutes=1))
    assert {name for _level, name in told(case)} == {"Mark", "Olga"}


def test_a_late_complaint_tells_the_customer_who_sees_to_it(mailbox, cora, ann, workshop):
    case = a_case(cora, by=ann, kind="complaint", team=workshop, owner=ann)
    actions.climb(fresh(case).next_update_at + timedelta(minutes=1))
    words = Message.objects.filter(direction="out").values_list("text", flat=True)
    assert any("Bob" in text for text in words)


def test_who_asks_for_a_manager_gets_one(cora, ann):
    case = a_case(cora, by=ann)
    people = actions.ask_for_a_manager(case, at=MONDAY, by=ann)
    assert {str(person) for person in people} == {"Mark", "Olga"}


def test_today_shows_each_what_waits_for_them(cora, ann, cast, workshop, django_assert_max_num_queries):
    own = a_case(cora, by=ann, subject="Answer me")
    a_case(cora, team=workshop, subject="For the workshop")
    actions.ask_for_a_manager(own, at=MONDAY, by=ann)
    source = today["cases"]

    with django_assert_max_num_queries(10):  # three of them ask for lines, the rest for hours and whom one sees
        lines = {item.what: item for item in source.query(ann, MONDAY)}
    assert lines["Answer: Answer me"].key == f"promise:{own.answer_id}"
    assert "New for Workshop: For the workshop" in lines
    (marks,) = source.query(cast["mark"], MONDAY)
    assert marks.what == "They ask for somebody above: Answer me"
    actions.see(Escalation.objects.get(to=cast["mark"]), at=MONDAY)
    assert list(source.query(cast["mark"], MONDAY)) == []


def test_past_solutions_of_the_like_are_offered(mailbox, cora, ann, cast):
    table = a_product("Oak table")
    past = a_case(cora, by=ann, subject="Scratched table top", product=table)
    actions.resolve(past, "Oil and fine steel wool", by=ann, at=MONDAY)
    secret = a_case(cora, by=ann, subject="Scratched table, secret")
    actions.change(secret, by=ann, at=MONDAY, is_confidential=True)
    actions.resolve(secret, "Hushed up", by=ann, at=MONDAY)
    other = a_case(cora, by=ann, subject="Invoice wanted")
    actions.resolve(other, "Sent once more", by=ann, at=MONDAY)
    now = a_case(cora, by=cast["bob"], subject="There are scratches on my table", product=table)
    assert similar(now, cast["bob"]) == [past]


def test_in_georgian_another_form_of_the_word_is_found(mailbox, cora, ann):
    past = a_case(cora, by=ann, subject="მაგიდა გაკაწრულია")
    actions.resolve(past, "ზეთით", by=ann, at=MONDAY)
    now = a_case(cora, by=ann, subject="მაგიდის ზედაპირი გაიკაწრა")
    assert similar(now, ann) == [past]


@pytest.mark.parametrize(
    "name, operator, value, holds",
    [
        ("open_request", "yes", None, True),
        ("open_request", "no", None, False),
        ("open_complaint", "yes", None, True),
        ("asked_on", "known", None, True),
        ("asked_for", "is", "complaint", True),
        ("asked_for", "any_of", ("help", "service"), False),
        ("rated_solution", "at_least", 1, False),
    ],
)
def test_segments_know_who_asked(cora, ann, business, name, operator, value, holds):
    from zoneinfo import ZoneInfo

    a_case(cora, by=ann, kind="complaint")
    asked = fields[name].ask(Question(operator, value, ann, MONDAY, ZoneInfo("Europe/Prague")))
    assert Customer.objects.filter(asked, pk=cora.pk).exists() == holds


def test_the_report_counts_what_is_late_against_us(mailbox, cora, ann, workshop):
    for number in range(6):
        case = a_case(cora, by=ann, subject=f"Case {number}", team=workshop, owner=ann)
        if number < 3:
            actions.resolve(case, "Done", by=ann, at=MONDAY + hours(2))
    end = MONDAY + timedelta(days=30)
    whole, by, kept = case_report(ann, start=MONDAY - timedelta(days=1), end=end, at=end)
    assert (whole.opened, whole.to_answer, whole.answered_in_time) == (6, 6, 3)
    assert (whole.to_solve, whole.solved_in_time, whole.at_once.count) == (6, 3, 3)
    assert whole.typical_answer == whole.typical_solution == 120
    assert [(value, figures.opened) for value, figures in by["team"]] == [(workshop.pk, 6)]
    assert kept.counted == 12 and kept.kept == 6


def test_the_report_asks_as_much_however_many_there_are(cora, ann, django_assert_num_queries):
    for number in range(4):
        a_case(cora, by=ann, subject=f"Case {number}")
    case_report(ann, start=MONDAY, end=MONDAY + hours(1), at=MONDAY)
    with django_assert_num_queries(12):  # six, and the calendars
        case_report(ann, start=MONDAY, end=MONDAY + hours(1), at=MONDAY)


def test_programs_open_and_settle_cases(mailbox, cora, ann, written):
    program = a_program_of(ann)
    body = {"customer": str(cora.pk), "kind": "help", "subject": "The drawer sticks", "channel": "phone"}
    made = program.post("cases", body)
    assert made.status_code == 201 and made.headers["Location"].endswith(made.json()["id"])
    one = f"cases/{made.json()['id']}"
    assert program.get("cases?state=open&search=drawer").json()["items"][0]["number"] == made.json()["number"]
    assert program.post(f"{one}/news", {"text": "Somebody comes.", "how": "phone"}).status_code == 201
    assert program.post(f"{one}/resolve", {"solution": "Waxed", "how": "phone"}).json()["state"] == "resolved"
    assert program.post(f"{one}/resolve", {"solution": "Waxed", "how": "phone"}).status_code == 409
    assert program.post(f"{one}/reopen", {"reason": "Sticks again"}).json()["state"] == "reopened"
    message = written()
    first = program.post("cases", {"message": str(message.pk), "kind": "complaint"}).json()
    assert program.post("cases", {"message": str(message.pk)}).json()["id"] == first["id"]


@pytest.mark.parametrize(
    "body",
    [{"subject": "Whose?"}, {"customer": "0199aaaa-0000-7000-8000-000000000000", "subject": "Nobody’s"}, {"kind": "x"}],
)
def test_programs_are_told_what_makes_no_sense(ann, body):
    assert a_program_of(ann).post("cases", body).status_code == 422


def test_readers_programs_only_read(cora, ann, cast):
    case = a_case(cora, by=ann)
    program = a_program_of(cast["rita"])
    assert program.get(f"cases/{case.pk}").status_code == 200
    assert program.post(f"cases/{case.pk}/take", {}).status_code == 403


def test_managers_set_the_rules_and_the_ladder(signed_in, workshop):
    client = signed_in("mark")
    said = {"name": "All help", "position": "1", "is_active": "on", "kinds": ["help"], "team": str(workshop.pk)}
    assert client.post("/settings/request-routes/new/", said).status_code == 302
    assert Route.objects.get().team == workshop
    assert client.post("/settings/request-routes/new/", said | {"team": ""}).status_code == 422
    assert client.get(f"/settings/request-routes/{Route.objects.get().pk}/").status_code == 200
    assert "All help" in client.get("/settings/request-routes/").content.decode()

    rungs = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2"}
    rungs |= {"form-0-whom": "manager", "form-0-when": "due", "form-0-minutes": "30", "form-1-whom": ""}
    answer = client.post("/settings/request-ladders/help/", rungs, follow=True)
    assert list(Rung.objects.values_list("kind", "level", "whom", "minutes")) == [("help", 1, "manager", 30)]
    assert answer.status_code == 200
    assert signed_in("ann").get("/settings/request-ladders/").status_code == 403


def test_a_colleague_who_leaves_hands_over_what_they_have(cora, ann, cast):
    from rapport.staff.holdings import held_by, holdings

    case = a_case(cora, by=ann)
    assert "cases" in {held.holding.name for held in held_by(ann)}
    holdings["cases"].hand_over(ann, to=cast["bob"], by=cast["mark"], at=MONDAY)
    assert fresh(case).owner == cast["bob"]


def test_who_is_forgotten_mid_case_leaves_numbers_and_no_words(cora, ann, cast, workshop):
    from rapport.customers.rights import erasing

    case = a_case(cora, by=ann, subject="Persimmon table", words="For Elene", team=workshop, owner=ann)
    actions.give_update(case, "Elene shall wait", by=ann, at=MONDAY + hours(1), how="phone")
    erasing.erase(Customer.objects.get(pk=cora.pk), by=cast["olga"], at=MONDAY + hours(2))
    case = fresh(case)
    assert (case.state, case.next_update_at, case.is_open) == ("closed", None, False)
    assert "Persimmon" not in json.dumps(list(Case.objects.values("subject", "words", "words_key")))
    assert "Elene" not in json.dumps(list(case.steps.values("note", "facts")))
    assert actions.climb(MONDAY + timedelta(days=30)) == 0
    with pytest.raises(actions.NotOpen):
        actions.take(case, by=ann, at=MONDAY + hours(3))
