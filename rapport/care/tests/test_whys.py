"""Five whys, and the list of causes that they lead to."""

import pytest

from rapport.care.causes import doing, tree, whys
from rapport.care.causes.human_error import blames_a_person
from rapport.care.causes.naming import name_cause
from rapport.care.causes.testing import MONDAY, a_complaint, the_cause
from rapport.care.models import Cause, Why

PARCEL = (
    ("Why did the parcel come late?", "It left on Tuesday, not on Monday."),
    ("Why on Tuesday?", "The order was printed on Tuesday."),
    ("Why?", "It came at 16:10, the print run is at 16:00."),
    ("Why did they expect Monday?", "The web shop does not say until when we pack."),
    ("Why not?", "Nobody owns the texts about delivery."),
)


def asked(case, *steps, by=None, after=None) -> list[Why]:
    found = []
    for question, because in steps:
        after = whys.ask(case, question, because, by=by, at=MONDAY, after=after, evidence="Print log")
        found.append(after)
    return found


def test_asking_five_times_leads_to_a_text_that_nobody_owns(ann, cora):
    case = a_complaint(cora)
    steps = asked(case, *PARCEL, by=ann)

    whys.find_root(steps[-1], the_cause("information.missing"), in_our_hands=True, by=ann, at=MONDAY)

    case.refresh_from_db()
    assert [each.depth for each in whys.in_reading_order(whys.tree(case.whys.all()))] == [1, 2, 3, 4, 5]
    assert case.whys.get(is_root=True).because == "Nobody owns the texts about delivery."
    assert str(case.cause) == "Nobody told them"
    assert cora.entries.filter(kind="cause.asked").count() == 5
    assert cora.entries.filter(kind__in=["cause.found", "case.cause_named"]).count() == 2


def test_branches_stand_behind_each_other(ann, cora):
    case = a_complaint(cora)
    first, second = asked(case, *PARCEL[:2], by=ann)
    (other,) = asked(case, ("Why did nobody notice?", "The check is made before loading."), by=ann, after=first)
    (apart,) = asked(case, ("Why were they not told?", "Nobody looked at the list."), by=ann)

    branches = whys.tree(case.whys.all())

    assert [each.why for each in whys.in_reading_order(branches)] == [first, second, other, apart]
    assert [each.depth for each in whys.in_reading_order(branches)] == [1, 2, 2, 1]


def test_an_answer_stands_on_evidence_or_is_assumed(ann, cora):
    case = a_complaint(cora)

    with pytest.raises(whys.NeedsEvidence):
        whys.ask(case, "Why?", "The felt cover was left off.", by=ann, at=MONDAY)
    assert whys.ask(case, "Why?", "The felt cover was left off.", by=ann, at=MONDAY, is_assumed=True).is_assumed


def test_two_answers_are_too_few_and_eight_too_many(ann, cora):
    case = a_complaint(cora)
    steps = asked(case, *((f"Why {n}?", f"Because {n}.") for n in range(7)), by=ann)

    with pytest.raises(whys.DeepEnough):
        whys.ask(case, "Why 8?", "Because 8.", by=ann, at=MONDAY, after=steps[-1], is_assumed=True)
    short = asked(a_complaint(cora), *PARCEL[:2], by=ann)
    with pytest.raises(whys.AskFurther):
        whys.find_root(short[-1], the_cause("delivery.late"), in_our_hands=True, by=ann, at=MONDAY)


@pytest.mark.parametrize(
    "because",
    [
        "Human error in the warehouse.",
        "Petr forgot to put the cover on.",
        "Šlo o lidskou chybu.",
        "ადამიანური შეცდომა",
        "மனிதத் தவறு",
    ],
)
def test_a_persons_mistake_is_not_the_cause(ann, cora, because):
    steps = asked(a_complaint(cora), *PARCEL[:2], ("Why?", because), by=ann)

    with pytest.raises(whys.NotAPerson):
        whys.find_root(steps[-1], the_cause("delivery.damaged"), in_our_hands=True, by=ann, at=MONDAY)
    (further,) = asked(
        steps[0].case, ("Why was that possible?", "There are four covers for five tables."), after=steps[-1]
    )
    assert whys.find_root(further, the_cause("delivery.damaged"), in_our_hands=True, by=ann, at=MONDAY).is_root


def test_what_is_forgotten_by_a_process_may_be_said():
    assert not blames_a_person("The forgotten list has no owner, and nobody is told of a change.")


def test_a_cause_is_one_that_we_can_change(ann, cora):
    steps = asked(a_complaint(cora), *PARCEL[:3], by=ann)

    with pytest.raises(whys.OutOfOurHands):
        whys.find_root(steps[-1], the_cause("delivery.late"), in_our_hands=False, by=ann, at=MONDAY)


def test_the_cause_is_the_last_answer_and_none_once_it_is_asked_further(ann, cora):
    steps = asked(a_complaint(cora), *PARCEL[:4], by=ann)

    with pytest.raises(whys.NotTheLast):
        whys.find_root(steps[2], the_cause("delivery.late"), in_our_hands=True, by=ann, at=MONDAY)
    whys.find_root(steps[3], the_cause("delivery.late"), in_our_hands=True, by=ann, at=MONDAY)
    asked(steps[0].case, PARCEL[4], by=ann, after=steps[3])
    assert not Why.objects.filter(is_root=True).exists()


def test_what_was_sent_twice_is_written_once(ann, cora):
    case = a_complaint(cora)
    assert asked(case, PARCEL[0], by=ann) == asked(case, PARCEL[0], by=ann)


def test_an_answer_is_corrected_and_only_the_last_removed(ann, cora):
    first, second = asked(a_complaint(cora), *PARCEL[:2], by=ann)

    whys.correct(first, question="Why late?", because="Left on Tuesday.", by=ann, at=MONDAY, is_assumed=True)
    with pytest.raises(whys.NotTheLast):
        whys.remove(first, by=ann, at=MONDAY)
    whys.remove(second, by=ann, at=MONDAY)
    assert list(Why.objects.values_list("because", "is_assumed")) == [("Left on Tuesday.", True)]


def test_first_causes_need_no_row_until_a_case_names_one(ann, cora):
    assert not Cause.objects.exists()

    name_cause(a_complaint(cora), the_cause("delivery.late"), by=ann, at=MONDAY)

    assert set(Cause.objects.values_list("key", flat=True)) == {"delivery", "delivery.late"}


def test_causes_stand_below_what_they_belong_to_and_the_other_one_last(db):
    own = tree.add("Our own van", below=the_cause("delivery"))
    titles = [cause.title for cause in tree.all_causes().values()]

    assert titles[0] == "Product"
    assert titles[-1] == "Something else"
    assert titles.index("Delivery › Our own van") == titles.index("Price and invoice") - 1
    with pytest.raises(tree.TwoLevels):
        tree.add("A wheel of it", below=own)


def test_a_cause_is_moved_renamed_and_offered_no_longer(ann, cora):
    tree.move(the_cause("delivery"), up=True)
    assert next(iter(tree.all_causes().values())).key == "delivery"

    assert str(tree.rename(the_cause("delivery"), "Transport")) == "Transport"
    assert str(tree.rename(the_cause("delivery"), "")) == "Delivery"

    with pytest.raises(tree.CauseHasLower):
        tree.retire(the_cause("delivery"), at=MONDAY)
    with pytest.raises(tree.OtherStays):
        tree.retire(the_cause("other"), at=MONDAY)
    tree.retire(the_cause("delivery.late"), at=MONDAY)
    with pytest.raises(tree.CauseNotOffered):
        name_cause(a_complaint(cora), the_cause("delivery.late"), by=ann, at=MONDAY)
    tree.offer_again(the_cause("delivery.late"))
    name_cause(a_complaint(cora), the_cause("delivery.late"), by=ann, at=MONDAY)


def test_the_story_of_a_confidential_case_has_no_words(business, ann, cora):
    case = a_complaint(cora, is_confidential=True)
    asked(case, PARCEL[0], by=ann)
    plan = {"kind": "correction", "text": "Talk to Petr", "owner": ann, "due_on": MONDAY.date(), "promised": "A call"}
    doing.plan(case=case, by=ann, at=MONDAY, **plan)

    facts = [entry.facts for entry in cora.entries.filter(kind__in=["cause.asked", "action.planned"])]
    assert len(facts) == 2
    assert not any("Tuesday" in str(each) or "Petr" in str(each) for each in facts)
