"""A program takes a complaint through its steps."""

from rapport.api.testing import a_program_of
from rapport.care.models import Case
from rapport.care.tests.complaints.making import a_complaint
from rapport.customers.testing import a_customer
from rapport.orders.testing import an_order
from rapport.promises.testing import a_promise

LIST = "complaints"


def test_a_program_takes_a_complaint_through_its_steps(mailbox, cora, ann, team, django_assert_max_num_queries):
    program = a_program_of(ann)
    made = program.post(
        LIST, {"customer": str(cora.pk), "subject": "Scratched", "words": "A scratch.", "remedy_wanted": "A new top"}
    )
    assert (made.status_code, made.json()["stage"]) == (201, "received")
    anothers = {"customer": str(cora.pk), "subject": "Scratched", "order": str(an_order().pk)}
    assert [
        program.post(each, anothers | {"kind": "complaint"} if each == "cases" else anothers).status_code
        for each in (LIST, "cases")
    ] == [422, 422]
    one = f"{LIST}/{made.json()['id']}"

    def step(name, **said):
        return program.post(f"{one}/{name}", said)

    assert step("acknowledge", text="I look into it.").status_code == 200
    assert step("respond", admission="A", apology="B", decision="C").status_code == 409
    assert step("restate", happened="A scratch.", meant="You waited.", wanted="A new top.").status_code == 200
    assert step("understood", answer="confirmed").status_code == 200
    assert step("assess", severity="critical").json()["type"].endswith("complaint_needs_containment")
    to_another, to_cora = a_promise(a_customer("Dan")), a_promise(cora)
    assert step("assess", severity="moderate", broken=str(to_another.pk)).status_code == 422
    assert step("assess", severity="moderate", broken=str(to_cora.pk)).json()["broken"] == str(to_cora.pk)
    assert step("investigate", findings="A buckle.").status_code == 200
    money = {"amount": "400.00", "currency": "EUR"}
    assert step("remedies", kind="refund", value=money).status_code == 409  # on which account?
    assert step("remedies", kind="refund", value={"amount": "4.005", "currency": "EUR"}).status_code == 422
    assert step("remedies", kind="refund", value=money, account="goodwill").json()["state"] == "proposed"
    answer = {"admission": "It left uncovered.", "apology": "We are sorry that it is scratched.", "decision": "Refund."}
    assert step("respond", **answer).json()["type"].endswith("remedy_waits_for_approval")
    shown = program.get(one).json()
    assert [one["stage"] for one in shown["steps"] if one["done_at"]][-1] == "investigating"
    assert shown["remedies"][0]["value"] == money

    a_complaint(cora, by=ann, owner=ann, subject="Another one")
    with django_assert_max_num_queries(20):
        assert len(program.get(f"{LIST}?state=open").json()["items"]) == 2


def test_a_second_person_approves_and_nobody_else(mailbox, cora, ann, cast, case):
    made = a_program_of(ann).post(
        f"{LIST}/{case.pk}/remedies",
        {"kind": "refund", "value": {"amount": "400", "currency": "EUR"}, "account": "goodwill"},
    )
    approval = f"remedies/{made.json()['id']}/approve"
    assert a_program_of(ann).post(approval).status_code == 403
    assert a_program_of(cast["rita"]).post(f"{LIST}/{case.pk}/accept", {}).status_code == 403
    assert a_program_of(cast["mark"]).post(approval).json()["state"] == "approved"


def test_of_a_message_that_is_a_question_already_no_complaint_is_made_but_its_address_is_told(written, ann, cast):
    message = written("Where is my table?")
    made = a_program_of(ann).post("cases", {"message": str(message.pk)}).json()

    again = a_program_of(ann).post(LIST, {"message": str(message.pk)})
    assert (again.status_code, again.json()["type"]) == (409, "urn:rapport:problem:message_has_its_case")
    assert again.headers["Location"] == f"/api/v1/cases/{made['id']}" and str(made["number"]) in again.json()["detail"]
    Case.objects.filter(pk=made["id"]).update(is_confidential=True, owner=cast["mark"])
    hidden = [a_program_of(ann).post(each, {"message": str(message.pk)}) for each in ("cases", LIST)]
    assert [one.status_code for one in hidden] == [409, 409]
    assert all("Location" not in one.headers and "/cases/" not in one.json()["detail"] for one in hidden)
    first = a_program_of(ann).post(LIST, {"message": str(written("It is scratched.").pk)})
    assert first.status_code == 201
