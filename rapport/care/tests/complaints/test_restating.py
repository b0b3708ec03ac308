"""What we understood, and what the customer says to it."""

from datetime import timedelta

import pytest

from rapport.care.complaints import actions, clockwork, links, refusals
from rapport.care.models import ComplaintStep
from rapport.care.own_pages.queries import read_here
from rapport.care.tests.complaints.making import an_answer, complaint_of, link_in
from rapport.messaging.models import Message
from rapport.messaging.outgoing import sealed
from rapport.promises.testing import TUESDAY, prague

UNDERSTOOD = {"happened": "The top has a scratch.", "meant": "You waited nine weeks.", "wanted": "A new top."}
HOUR = timedelta(hours=1)


@pytest.fixture
def restated(case, ann):
    actions.acknowledge(case, "I look into it.", by=ann, at=TUESDAY)
    return actions.restate(case, **UNDERSTOOD, by=ann, at=TUESDAY + HOUR)


def test_they_read_what_we_understood_and_are_asked(restated):
    letter = restated.message.text
    for words in (*UNDERSTOOD.values(), "understood you correctly", "/understood/"):
        assert words in letter
    assert complaint_of(restated.case).remedy_wanted == "A new top."


def test_they_are_asked_once_at_a_time(restated, ann):
    assert actions.restate(restated.case, **UNDERSTOOD, by=ann, at=TUESDAY + HOUR) == restated
    with pytest.raises(refusals.AlreadyRestated):
        actions.restate(restated.case, **UNDERSTOOD | {"meant": "Trouble."}, by=ann, at=TUESDAY + HOUR)
    assert Message.objects.filter(text__contains="understood you correctly").count() == 1


def test_an_excuse_is_not_sent(case, ann):
    actions.acknowledge(case, "I look into it.", by=ann, at=TUESDAY)
    with pytest.raises(refusals.WordedBadly):
        actions.restate(case, **UNDERSTOOD | {"happened": "A scratch, but a small one."}, by=ann, at=TUESDAY)


def test_what_they_correct_is_restated_before_it_is_answered(looked_into, ann):
    second = actions.restate(looked_into, **UNDERSTOOD, by=ann, at=TUESDAY + 4 * HOUR)
    assert complaint_of(looked_into).stage == "investigating"  # the step is done again, the way is not
    actions.answer_restatement(
        second, "corrected", correction="Two scratches.", at=TUESDAY + 5 * HOUR, by_customer=True
    )
    assert ComplaintStep.objects.filter(complaint=looked_into.pk, stage="restated", done_at=None).exists()

    actions.propose(looked_into, kind="apology", by=ann, at=TUESDAY)
    with pytest.raises(refusals.WasCorrected):
        actions.respond(looked_into, an_answer(), by=ann, at=TUESDAY + 6 * HOUR)

    third = actions.restate(looked_into, **UNDERSTOOD | {"happened": "Two scratches."}, by=ann, at=TUESDAY + 6 * HOUR)
    with pytest.raises(refusals.WaitsForThem):
        actions.respond(looked_into, an_answer(), by=ann, at=TUESDAY + 6 * HOUR)
    actions.answer_restatement(third, "confirmed", at=TUESDAY + 7 * HOUR, by=ann)
    actions.respond(looked_into, an_answer(), by=ann, at=TUESDAY + 7 * HOUR)
    assert complaint_of(looked_into).stage == "responded"


def test_silence_of_two_business_days_is_no_answer_and_no_confirmation(restated):
    clockwork.tick(prague("2026-11-26 17:59"))
    restated.refresh_from_db()
    assert restated.answer == ""
    clockwork.tick(prague("2026-11-26 18:00"))
    restated.refresh_from_db()
    assert restated.answer == "no_answer"

    late = actions.answer_restatement(restated, "confirmed", at=prague("2026-11-27 09:00"), by_customer=True)
    assert late.answer == "confirmed"  # their own word counts for more than our reading of their silence


def test_an_answer_sent_twice_counts_once_and_another_one_later_is_refused(restated):
    for _again in range(2):
        actions.answer_restatement(restated, "confirmed", at=TUESDAY + 2 * HOUR, by_customer=True)
    with pytest.raises(refusals.AnsweredOtherwise):
        actions.answer_restatement(restated, "corrected", correction="No.", at=TUESDAY + 3 * HOUR, by_customer=True)
    assert restated.case.customer.entries.filter(kind="complaint.confirmed").count() == 1


def test_the_link_in_the_message_needs_no_account(client, restated):
    address = link_in(restated.message, "/understood/")
    page = client.get(address)
    assert "The top has a scratch." in page.content.decode() and page["Referrer-Policy"] == "no-referrer"
    assert client.post(address, {"answer": "corrected", "correction": " "}).status_code == 422
    assert client.post(address, {"answer": "corrected", "correction": "Two scratches."}).status_code == 200
    restated.refresh_from_db()
    assert (restated.answer, restated.correction, restated.by_customer) == ("corrected", "Two scratches.", True)
    assert client.post(address, {"answer": "confirmed"}).status_code == 409


def test_on_their_own_pages_the_link_leads_to_the_request(restated):
    [said] = read_here([restated.message])
    assert f"/portal/requests/{restated.case.pk}/" in said.text and sealed.DOTS not in said.text


def test_the_links_lead_to_the_customers_own_site_wherever_it_is(client, settings, restated):
    settings.PORTAL_HOST, settings.PORTAL_ADDRESS = "my.linden.example", "https://my.linden.example"
    assert links.sealed_link("complaint_understood").startswith("https://my.linden.example/understood/")
    there = client.get(link_in(restated.message, "/understood/"), headers={"Host": "my.linden.example"})
    assert there.status_code == 200 and "The top has a scratch." in there.content.decode()


def test_what_was_said_on_the_telephone_is_noted_without_a_link(case, ann):
    actions.acknowledge(case, "I look into it.", by=ann, at=TUESDAY, how="phone")
    actions.restate(case, **UNDERSTOOD, by=ann, at=TUESDAY + HOUR, how="phone")

    said = [
        entry.body for entry in case.customer.entries.filter(kind__in=("complaint.acknowledged", "complaint.restated"))
    ]
    assert len(said) == 2 and not any("://" in words or "answer this message" in words for words in said)
    assert any("Have we understood you correctly?" in words for words in said)


def test_a_spoiled_link_leads_nowhere(client, restated):
    address = link_in(restated.message, "/understood/")
    token = address.rstrip("/").rsplit("/", 1)[1]
    for spoiled in ("x", token[:-1] + ("a" if token[-1] != "a" else "b")):
        assert client.get(f"/understood/{spoiled}/").status_code == 404
    assert client.get(f"/fairness/{token}/").status_code == 404  # a word for one thing opens no other
