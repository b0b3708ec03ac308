"""The page of a complaint, and its dialogs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from rapport.care.complaints import actions
from rapport.care.models import Complaint, DisputeBody, RemedyLimit
from rapport.care.testing import a_case
from rapport.care.tests.complaints.conftest import up_to_the_decision
from rapport.care.tests.complaints.making import a_complaint, complaint_of
from rapport.core.refusals import Refusal
from rapport.core.registry import today
from rapport.customers.rights.erasing import erase
from rapport.customers.testing import a_customer
from rapport.promises.testing import TUESDAY, a_promise

ANSWER = {
    "admission": "Your table left us without its cover.",
    "apology": "We are sorry that it arrived scratched.",
    "decision": "We replace the top.",
}


@pytest.fixture
def now_case(mailbox, cora, ann, team):
    """One that began just now, as pages see it."""
    return a_complaint(cora, by=ann, team=team, owner=ann, at=timezone.now())


def url(name, case) -> str:
    return reverse(f"care:complaint_{name}", args=[case.pk])


def press(client, name, case, **said):
    return client.post(url(name, case), said)


def test_a_complaint_goes_all_the_way_on_its_pages(client, now_case, ann):
    case = now_case
    broken = a_promise(case.customer, "A table without a scratch", at=timezone.now() - timedelta(days=9))
    client.force_login(ann)
    day = timezone.localdate() + timedelta(days=20)
    assert press(client, "acknowledging", case, text="", news_on=day).status_code == 422
    assert press(client, "acknowledging", case, text="I look into it.", news_on=day).status_code == 302
    understood = {"happened": "A scratch.", "meant": "You waited nine weeks.", "wanted": "A new top."}
    assert press(client, "restating", case, **understood | {"happened": "A scratch, but small"}).status_code == 422
    assert press(client, "restating", case, **understood).status_code == 302
    assert press(client, "answer_noted", case, answer="confirmed").status_code == 302
    assert press(client, "weighing", case, severity="critical").status_code == 422
    to_another = a_promise(a_customer("Dan"), "A chair").pk
    assert press(client, "weighing", case, severity="moderate", broken=to_another).status_code == 422
    assert press(client, "weighing", case, severity="moderate", broken=broken.pk).status_code == 302
    assert "A table without a scratch" in client.get(url("weighing", case)).content.decode()
    assert url("manager", case) in client.get(case.get_absolute_url()).content.decode()
    assert press(client, "investigating", case, findings="A buckle in the van.").status_code == 302
    assert press(client, "answering", case, **ANSWER).status_code == 409  # nothing is given yet
    remedy = {"kind": "replacement", "text": "A new top", "currency": "EUR"}
    assert press(client, "remedy_new", case, **remedy | {"amount": "400"}).status_code == 422  # on which account?
    assert press(client, "remedy_new", case, **remedy).status_code == 302
    assert press(client, "answering", case, **ANSWER | {"apology": "Sorry if it was scratched."}).status_code == 422
    assert press(client, "answering", case, **ANSWER, put_right_on=day).status_code == 302

    page = client.get(case.get_absolute_url()).content.decode()
    for words in ("As we understood it", "A scratch.", "A buckle in the van.", "A new top", "We replace", "Moderate"):
        assert words in page
    assert url("manager", case) not in page, "who is not content with the answer gets somebody else anyway"
    assert press(client, "accepting", case).status_code == 302
    assert Complaint.objects.get().stage == "closed_accepted"


def test_the_page_takes_a_fixed_number_of_queries(client, case, ann, django_assert_max_num_queries):
    up_to_the_decision(case, ann)
    for amount in range(1, 6):
        actions.propose(case, kind="credit", amount=amount, account="goodwill", by=ann, at=TUESDAY)
    client.force_login(ann)
    client.get(case.get_absolute_url())
    with django_assert_max_num_queries(45):
        client.get(case.get_absolute_url())


def test_who_may_take_steps(client, cast, case):
    for who, status in (("ann", 200), ("rita", 403)):
        client.force_login(cast[who])
        for name in ("acknowledging", "restating", "weighing", "on_the_spot", "remedy_new"):
            assert client.get(url(name, case)).status_code == status, name


def test_a_question_has_none_of_it(client, mailbox, cora, ann):
    question = a_case(cora, by=ann, owner=ann)
    client.force_login(ann)
    assert client.get(url("acknowledging", question)).status_code == 404
    assert press(client, "manager", question).status_code == 404
    assert "complaint-way" not in client.get(question.get_absolute_url()).content.decode()


def test_two_windows_the_second_is_told(client, case, ann):
    client.force_login(ann)
    seen = case.version
    assert press(client, "acknowledging", case, text="One.", news_on="2099-01-01", seen=seen).status_code == 302
    assert press(client, "weighing", case, severity="minor", seen=seen).status_code == 409


def test_today_leads_from_step_to_step(case, ann, cast, django_assert_num_queries):
    actions.acknowledge(case, "I look into it.", by=ann, at=TUESDAY)
    (line,) = today["complaints"].query(ann, TUESDAY)
    assert (line.what, line.key[:8]) == ("Say what you understood: Scratched table top", "promise:")

    actions.weigh(case, actions.Weight("critical", containment="Sales stopped"), by=ann, at=TUESDAY)
    told = list(today["complaints"].query(cast["mark"], TUESDAY))
    assert [line.what for line in told] == ["Critical, see it within the hour: Scratched table top"]

    actions.propose(case, kind="refund", amount=400, account="goodwill", by=ann, at=TUESDAY)
    with django_assert_num_queries(5):  # with my role, the limits and the house's currency
        (line,) = today["remedies"].query(cast["mark"], TUESDAY)
    assert "400" in line.what and line.step.method == "post"
    assert list(today["remedies"].query(ann, TUESDAY)) == []


def test_a_remedy_is_approved_refused_and_given_on_its_pages(client, case, ann, cast):
    dear, dearer = (
        actions.propose(case, kind="refund", amount=amount, account="goodwill", by=ann, at=TUESDAY)
        for amount in (100, 200)
    )
    client.force_login(ann)
    assert client.post(reverse("care:remedy_approval", args=[dear.pk])).status_code == 403
    client.force_login(cast["mark"])
    assert client.post(reverse("care:remedy_approval", args=[dear.pk])).status_code == 302
    refusal = reverse("care:remedy_refusal", args=[dearer.pk])
    assert client.post(refusal, {"reason": ""}).status_code == 422
    assert client.post(refusal, {"reason": "Once is enough"}).status_code == 302
    assert client.post(reverse("care:remedy_giving", args=[dear.pk]), {"evidence": "4711"}).status_code == 302
    assert [one.state for one in case.remedies.order_by("amount")] == ["given", "refused"]


def test_the_settings_say_what_they_change_and_can_be_undone(client, business, cast):
    client.force_login(cast["olga"])
    address = reverse("care:dispute_body_new")
    body = {"country": "cz", "name": "Czech Trade Inspection", "is_active": "on"}
    assert client.post(address, body | {"country": "Czechia"}).status_code == 422
    assert "names them" in client.post(address, body | {"preview": "1"}).content.decode()
    client.post(address, body)
    assert DisputeBody.objects.get().country == "CZ"

    address = reverse("care:remedy_limit", args=["agent"])
    assert client.post(address, {"per_case": "80", "per_year": "20", "currency": "EUR"}).status_code == 422
    client.post(address, {"per_case": "80", "per_year": "200", "currency": "EUR"})
    assert RemedyLimit.objects.get().per_case == 80
    page = client.get(reverse("care:remedy_limits")).content.decode()
    undo = page[page.index("/settings/complaints/limits/restoration/") :].split('"')[0].replace("&amp;", "&")
    assert client.post(undo).status_code == 302
    assert RemedyLimit.objects.get().per_case == 50
    client.force_login(cast["ann"])
    assert client.get(address).status_code == 403


def test_who_is_erased_in_the_middle_leaves_a_closed_complaint_without_words(client, case, ann, cast):
    second = up_to_the_decision(case, ann)
    actions.propose(second, kind="refund", amount=400, account="goodwill", by=ann, at=TUESDAY)
    link = second.restatements.get().message.text.split("/understood/")[1].split()[0]
    erase(case.customer, by=cast["olga"], at=timezone.now())

    complaint = complaint_of(case)
    assert (complaint.stage, complaint.case.state) == ("withdrawn", "closed")
    assert case.remedies.get().state == "taken_back"
    assert "scratch" not in f"{complaint.decision}{complaint.case.words}{case.restatements.get().happened}".lower()
    assert client.get(f"/understood/{link}").status_code == 404
    with pytest.raises(Refusal):
        actions.reopen(complaint.case, "It broke.", at=timezone.now(), by=ann)
    client.force_login(ann)
    assert client.get(case.get_absolute_url()).status_code in (200, 404)
