"""What becomes confidential goes out of the story that everybody reads, also where it stood there before."""

from rapport.care.cases import actions, queries
from rapport.care.complaints import actions as complaints
from rapport.care.complaints.actions import Weight
from rapport.care.testing import FRIDAY, MONDAY, a_case, fresh, hours
from rapport.care.tests.complaints.making import a_complaint
from rapport.promises.testing import TUESDAY
from rapport.timeline.models import Entry

ABOUT = "He shouted at me"


def all_that_is_told(customer) -> str:
    entries = Entry.every.filter(customer=customer)
    return " ".join(f"{entry.body} {entry.facts}" for entry in entries) + " ".join(
        customer.promises.values_list("text", flat=True)
    )


def test_the_story_and_the_promises_forget_what_a_complaint_about_somebody_says(mailbox, cora, ann, cast):
    case = a_complaint(cora, by=ann, owner=ann, subject=ABOUT, words="He was rude.", channel="phone")
    complaints.propose(case, kind="refund", amount=40, account="goodwill", by=ann, at=TUESDAY)
    complaints.acknowledge(case, "I called her at home.", by=ann, at=TUESDAY, how="phone")
    told = all_that_is_told(cora)
    assert all(words in told for words in (ABOUT, "He was rude.", "at home"))

    complaints.weigh(case, Weight("moderate", about=cast["bob"]), by=ann, at=TUESDAY + hours(1))
    complaints.restate(
        case, happened="He shouted.", meant="You were hurt.", wanted="A word.", by=ann, at=TUESDAY + hours(2)
    )

    told = all_that_is_told(cora)
    assert not any(words in told for words in (ABOUT, "He was rude.", "at home"))
    assert f"request {case.number}" in told
    case = fresh(case)
    notes = " ".join(note for _entry, note in queries.story_of(case))
    assert (case.subject, case.words) == (ABOUT, "He was rude.") and "at home" in notes


def test_a_new_name_and_a_secret_at_once_leave_nothing_of_the_old_name(cora, ann):
    case = a_case(cora, by=ann, subject="Ann’s illness")
    actions.give_update(case, "We talked.", by=ann, at=MONDAY, how="phone", next_update_on=FRIDAY)
    actions.change(case, by=ann, at=MONDAY, subject="A private matter", is_confidential=True)
    told = all_that_is_told(cora)
    assert not any(words in told for words in ("illness", "private matter", "We talked"))
    actions.change(case, by=ann, at=MONDAY, is_confidential=False)
    assert "illness" not in all_that_is_told(cora)
