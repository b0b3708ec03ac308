"""Pages about causes and what is done against them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.care.causes import doing, tree, whys
from rapport.care.causes.testing import DAY, a_complaint, the_cause
from rapport.care.models import Action, Case, Cause, EightD, Remedy, Why
from rapport.core.models import Deed
from rapport.core.registry import today
from rapport.core.tabular.reading import open_table
from rapport.staff.actions.house import see_by_team
from rapport.staff.remembering import remembering

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def complaint(business, ann, cora) -> Case:
    return a_complaint(cora, cause="delivery.damaged", at=NOW - 5 * DAY, owner=ann)


@pytest.fixture
def as_ann(client, ann):
    client.force_login(ann)
    return client


@pytest.fixture
def as_mark(client, cast):
    client.force_login(cast["mark"])
    return client


def chain(case, by, count=3, last="The cover is not on any list.") -> list[Why]:
    found, after = [], None
    for n in range(count):
        because = last if n == count - 1 else f"Because {n}."
        after = whys.ask(case, f"Why {n}?", because, by=by, at=NOW, after=after, evidence="Photo")
        found.append(after)
    return found


def an_action(by, case=None, **fields) -> Action:
    fields = {
        "kind": "corrective",
        "text": "Six more covers",
        "due_on": TODAY + timedelta(days=3),
        "owner": by,
    } | fields
    if case is None:
        fields.setdefault("cause", the_cause("delivery.damaged"))
    return doing.plan(case=case, by=by, at=fields.pop("at", NOW), **fields)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_of_a_complaint_asks_why_until_the_cause_is_found(as_ann, ann, complaint):
    page = f"/cases/{complaint.pk}/whys/new/"
    answer = {"question": "Why?", "because": "The felt cover was left off."}

    assert as_ann.post(page, answer).status_code == 422
    assert as_ann.post(page, answer | {"evidence": "Photo of the van"}).status_code == 302
    first = complaint.whys.get()
    assert "The felt cover was left off." in text_of(as_ann.get(f"{page}?after={first.pk}"))
    as_ann.post(f"{page}?after={first.pk}", {"question": "Why?", "because": "Four for five tables", "is_assumed": "on"})

    shown = text_of(as_ann.get(f"/cases/{complaint.pk}/"))
    assert "We know it by: Photo of the van" in shown
    assert "Assumed" in shown
    assert "Delivery › Damaged on the way" in shown


def test_a_cause_is_chosen_from_the_list_and_must_be_ours_to_change(as_ann, ann, complaint):
    last = chain(complaint, ann)[-1]
    chosen = {"cause": str(tree.key_of("information.missing"))}

    assert as_ann.post(f"/whys/{last.pk}/cause/", chosen).status_code == 422
    assert as_ann.post(f"/whys/{last.pk}/cause/", chosen | {"in_our_hands": "on"}).status_code == 302
    assert "This is the cause." in text_of(as_ann.get(f"/cases/{complaint.pk}/"))
    as_ann.post(f"/whys/{last.pk}/doubt/")
    assert not Why.objects.filter(is_root=True).exists()


def test_somebodys_mistake_is_sent_back_with_the_question_to_ask(as_ann, ann, complaint):
    last = chain(complaint, ann, last="Human error.")[-1]

    answer = as_ann.post(f"/whys/{last.pk}/cause/", {"cause": str(tree.key_of("delivery")), "in_our_hands": "on"})

    assert answer.status_code == 409
    assert "Ask why the way we work allowed it." in text_of(answer)
    assert "Ask why the way we work allowed it." in text_of(as_ann.get(f"/cases/{complaint.pk}/"))


def test_an_answer_is_changed_and_removed(as_ann, ann, complaint):
    first, last = chain(complaint, ann, count=2)

    as_ann.post(f"/whys/{first.pk}/", {"question": "Why late?", "because": "Better said", "evidence": "Log"})
    assert as_ann.post(f"/whys/{first.pk}/removal/").status_code == 409
    as_ann.post(f"/whys/{last.pk}/removal/")

    assert list(Why.objects.values_list("because", flat=True)) == ["Better said"]


def test_an_action_is_planned_done_taken_back_and_told(as_ann, ann, complaint):
    plan = {"kind": "corrective", "text": "Six more covers", "owner": ann.pk, "due_on": TODAY + timedelta(days=3)}
    page = f"/cases/{complaint.pk}/actions/new/"
    assert as_ann.post(page, plan).status_code == 422
    as_ann.post(page, plan | {"cause": complaint.cause_id, "promised": "We look after loading, too"})

    action = Action.objects.get()
    assert (action.cause, action.promise.text) == (complaint.cause, "We look after loading, too")
    assert "Six more covers" in text_of(as_ann.get(f"/cases/{complaint.pk}/"))
    assert as_ann.post(f"/actions/{action.pk}/completion/", {"evidence": " "}).status_code == 422
    as_ann.post(f"/actions/{action.pk}/completion/", {"evidence": "Invoice 88"})
    assert "Invoice 88" in text_of(as_ann.get(f"/actions/{action.pk}/"))
    as_ann.post(f"/actions/{action.pk}/not-done/")
    action.refresh_from_db()
    assert action.state == "planned"


def test_a_promised_day_is_moved_by_telling_the_customer_only(as_ann, ann, complaint):
    action = an_action(ann, complaint, kind="correction", text="A new top")

    assert as_ann.get(f"/actions/{action.pk}/postponement/").status_code == 409
    assert f"/promises/{action.promise_id}/" in text_of(as_ann.get(f"/actions/{action.pk}/"))


def test_an_action_is_moved_handed_over_dropped_and_taken_up(as_ann, ann, cast, complaint):
    action = an_action(ann)
    day = TODAY + timedelta(days=9)

    assert (
        as_ann.post(f"/actions/{action.pk}/postponement/", {"due_on": "2020-01-01", "reason": "x"}).status_code == 422
    )
    as_ann.post(f"/actions/{action.pk}/postponement/", {"due_on": day, "reason": "No felt"})
    as_ann.post(f"/actions/{action.pk}/handover/", {"to": cast["mark"].pk})
    as_ann.post(f"/actions/{action.pk}/drop/", {"reason": "We sold the van"})
    action.refresh_from_db()
    assert (action.due_on, action.owner, action.state) == (day, cast["mark"], "dropped")
    as_ann.post(f"/actions/{action.pk}/return/")
    action.refresh_from_db()
    assert action.state == "planned"


def test_against_a_cause_one_plans_without_a_case(as_ann, ann, business):
    plan = {"kind": "preventive", "text": "Covers for chairs", "owner": ann.pk, "due_on": TODAY + timedelta(days=3)}
    assert as_ann.post("/actions/new/", plan | {"kind": "correction"}).status_code == 422

    as_ann.post("/actions/new/", plan | {"cause": str(tree.key_of("product.quality"))})

    assert str(Action.objects.get().cause) == "Poorly made"
    assert "Covers for chairs" in text_of(as_ann.get("/actions/"))


def test_today_asks_to_do_it_and_ninety_days_later_whether_it_helped(as_ann, ann, complaint, django_assert_num_queries):
    for n in range(6):
        a_complaint(complaint.customer, cause="delivery.damaged", at=NOW - (150 + n) * DAY)
    a_complaint(complaint.customer, cause="delivery.damaged", at=NOW - 50 * DAY)
    an_action(ann, complaint, text="Paint the rack")
    an_action(ann, complaint, kind="correction", text="A new top")  # a promise: stands among the promises
    done = an_action(ann, complaint, text="Six more covers")
    doing.finish(done, evidence="Invoice", by=ann, at=NOW - 100 * DAY)

    ann.has_perm("care.view_case")  # roles and the house are asked once in a request
    with remembering(), django_assert_num_queries(3):
        items = list(today["care_actions"].query(ann, NOW))
    assert [item.what for item in items] == ["Paint the rack", "Did it help? Six more covers"]
    assert "90 days before" in text_of(as_ann.get(f"/actions/{done.pk}/check/"))

    as_ann.post(f"/actions/{done.pk}/check/", {"note": "Fewer"})

    done.refresh_from_db()
    assert done.state == "reopened"
    assert "It did not help" in text_of(as_ann.get(f"/actions/{done.pk}/"))
    abouts = [item.about for item in today["care_actions"].query(ann, NOW)]
    assert abouts == ["Damaged on the way", "It did not help last time"]


def test_leads_hear_of_reports_that_are_missing_and_of_something_else(business, cast, cora, django_assert_num_queries):
    mark = cast["mark"]
    for n in range(3):
        a_complaint(cora, cause="other", at=NOW - (9 - n) * DAY, subject=f"Odd {n}")
    a_complaint(cora, severity="critical", at=NOW - 4 * DAY, subject="Glass broke")
    a_complaint(cora, cause="delivery.late", at=NOW - 4 * DAY)
    a_complaint(cora, cause="delivery.lost", at=NOW - 4 * DAY)

    mark.has_perm("care.view_case")
    with remembering(), django_assert_num_queries(5):
        items = list(today["care_lead"].query(mark, NOW))

    assert [item.what for item in items] == [
        "60% of complaints came of “something else”: the list of causes no longer fits",
        "An 8D report is needed: Odd 2",
        "An 8D report is needed: Glass broke",
    ]


def test_the_report_of_eight_disciplines_is_written_piece_by_piece(as_mark, cast, complaint):
    page = f"/cases/{complaint.pk}/8d/"
    as_mark.post(page, {"team": "Mark, Ann", "seen": ""})
    report = EightD.objects.get()

    assert as_mark.post(page, {"team": "Mark", "close": "1"}).status_code == 409  # not all said
    assert as_mark.post(page, {"occurrence": "Human error", "team": "Mark"}).status_code == 422
    assert as_mark.post(page, {"team": "Bob", "seen": "999"}).status_code == 409  # somebody else wrote meanwhile
    report.refresh_from_db()
    assert report.team == "Mark"  # what was written is kept, also when the report cannot be closed yet
    whole = dict.fromkeys(["team", "problem", "containment", "occurrence", "non_detection", "chosen"], "Said")
    whole |= dict.fromkeys(["validated", "prevention", "recognition"], "Said")
    as_mark.post(page, whole | {"close": "1"})
    report.refresh_from_db()
    assert report.closed_by == cast["mark"]
    assert "Said" in text_of(as_mark.get(page))
    as_mark.post(f"{page}reopening/")
    report.refresh_from_db()
    assert report.closed_at is None


def test_a_critical_complaint_shows_that_it_needs_the_report(as_mark, business, cora):
    case = a_complaint(cora, severity="critical", at=NOW)
    assert "Needed: this complaint is critical." in text_of(as_mark.get(f"/cases/{case.pk}/"))


def test_the_list_of_causes_is_the_houses_own(as_mark, complaint):
    late = tree.key_of("delivery.late")

    as_mark.post("/settings/causes/new/", {"name": "Our own van", "below": str(tree.key_of("delivery"))})
    as_mark.post(f"/settings/causes/{late}/", {"name": "Too late"})
    as_mark.post(f"/settings/causes/{late}/place/", {"to": "later"})
    as_mark.post(f"/settings/causes/{tree.key_of('price.refund')}/retirement/")

    shown = text_of(as_mark.get("/settings/causes/"))
    assert shown.index("Never came") < shown.index("Too late") < shown.index("Our own van")
    assert "Not offered" in shown
    assert as_mark.post("/settings/causes/new/", {"name": "\u200b"}).status_code == 422
    assert as_mark.post(f"/settings/causes/{tree.key_of('other')}/retirement/").status_code == 409
    preview = as_mark.post(f"/settings/causes/{complaint.cause_id}/", {"name": "Scratched", "preview": "1"})
    assert "1 case has it, and keeps it." in text_of(preview)


def test_what_was_done_to_the_list_is_undone(as_mark, business):
    late = tree.key_of("delivery.late")
    toast = as_mark.post(f"/settings/causes/{late}/", {"name": "Too late"}, follow=True)
    address = text_of(toast).split('action="/settings/causes/restoration/')[1].split('"')[0]

    as_mark.post("/settings/causes/restoration/" + address.replace("&amp;", "&"))

    assert Cause.objects.get(key="delivery.late").name == ""


@pytest.mark.parametrize("by, told", [("cause", "Delivery › Damaged on the way"), ("department", "Nobody")])
def test_the_report_says_what_they_are_about(as_ann, ann, complaint, by, told, django_assert_max_num_queries):
    a_complaint(complaint.customer, cause="delivery.late", at=NOW - DAY)
    Remedy.objects.create(
        case=complaint, customer=complaint.customer, kind="refund", amount=30, currency="EUR", state="given",
        evidence="Bank",
    )  # fmt: skip
    for n in range(4):
        an_action(ann, complaint, text=f"Action {n}")

    with django_assert_max_num_queries(32):
        shown = text_of(as_ann.get(f"/complaints/report/?by={by}&days=30"))

    assert told in shown
    assert "€30.00" in shown
    assert "For an authority" not in shown


@pytest.mark.parametrize("address", ["/complaints/report/", "/actions/", "/cases/report/"])
def test_reports_and_actions_stand_below_requests(as_ann, address):
    assert '<a href="/cases/" aria-current="page"' in text_of(as_ann.get(address))


def test_something_else_is_looked_through_and_named_better(as_mark, business, cora):
    odd = [a_complaint(cora, cause="other", at=NOW - DAY, subject=f"Odd {n}") for n in range(5)]
    assert "The list of causes no longer fits" in text_of(as_mark.get("/complaints/report/"))
    assert "Odd 3" in text_of(as_mark.get("/complaints/report/other/"))

    page = f"/cases/{odd[3].pk}/cause/?next=/complaints/report/other/"
    assert as_mark.post(page, {"cause": str(tree.key_of("digital.hard"))}).url == "/complaints/report/other/"

    assert "Odd 3" not in text_of(as_mark.get("/complaints/report/other/"))


def test_a_regulator_gets_one_line_for_each_without_names(as_mark, complaint):
    Remedy.objects.create(
        case=complaint, customer=complaint.customer, kind="refund", amount="30.50", currency="EUR", state="given",
        evidence="Bank",
    )  # fmt: skip
    a_complaint(complaint.customer, at=NOW - 40 * DAY)
    a_complaint(complaint.customer, kind="question", at=NOW)

    table = as_mark.post("/complaints/report/table/", {"days": "30", "format": "csv"})
    lines = table.getvalue().decode("utf-8-sig").splitlines()

    assert len(lines) == 2
    assert lines[0].startswith("Number,Received,How it came")
    assert ",Delivery,Damaged on the way," in lines[1]
    assert ",Refund,30.50,EUR," in lines[1]
    assert "Cora" not in lines[1]
    assert Deed.objects.get(kind="complaints.exported").facts == {"rows": 1, "days": 30, "format": "csv"}


def test_the_table_opens_in_excel_too(as_mark, complaint, tmp_path):
    answer = as_mark.post("/complaints/report/table/", {"format": "xlsx"})

    path = tmp_path / "complaints.xlsx"
    path.write_bytes(answer.getvalue())
    with open_table(path) as table:
        (line,) = [cells for _line, cells in table]
    assert line[table.headings.index("Number")] == str(complaint.number)
    assert answer["Content-Disposition"].endswith('.xlsx"')


@pytest.mark.parametrize("who, status", [("rita", 403), ("ann", 403), ("mark", 200), ("olga", 200)])
def test_who_may_take_complaints_out(client, business, cast, cora, who, status):
    client.force_login(cast[who])
    assert client.post("/complaints/report/table/").status_code == status


@pytest.mark.parametrize("page", ["whys/new/", "cause/", "actions/new/"])
def test_who_only_reads_changes_nothing(client, cast, complaint, page):
    client.force_login(cast["rita"])
    assert client.get(f"/cases/{complaint.pk}/{page}").status_code == 403


def test_of_customers_one_may_not_see_nothing_is_shown(client, business, cast, cora):
    from rapport.staff.actions import add_team

    ann, bob = cast["ann"], cast["bob"]
    add_team("North", people=[ann])
    type(cora).objects.update(team=add_team("South", people=[bob]))
    case = a_complaint(cora, cause="delivery.damaged", at=NOW - DAY)
    action, why = an_action(bob, case), chain(case, bob)[-1]
    see_by_team(True, by=cast["olga"])
    client.force_login(ann)

    for path in (f"/actions/{action.pk}/", f"/whys/{why.pk}/", f"/cases/{case.pk}/8d/", f"/cases/{case.pk}/cause/"):
        assert client.get(path).status_code == 404
    assert "Six more covers" not in text_of(client.get("/actions/?whose=everyone"))
    assert "Damaged on the way" not in text_of(client.get("/complaints/report/"))
