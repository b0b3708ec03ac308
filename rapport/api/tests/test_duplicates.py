"""Records that may be one customer, seen and decided by a program."""

import pytest
from django.utils import timezone

from rapport.api.testing import a_program_of
from rapport.customers import actions
from rapport.customers.duplicates.actions import propose
from rapport.customers.models import Customer, DuplicatePair
from rapport.staff.models import Business, Team

PHONE, MAIL = "+420 777 123 456", "jan.novak@gmail.com"


@pytest.fixture
def pair(ann, business) -> DuplicatePair:
    one, other = (actions.add(name, by=ann, emails=[MAIL], phones=[PHONE]) for name in ("Jan Novák", "Novák Jan"))
    return propose(one.pk, other.pk, at=timezone.now())


def test_pairs_are_listed_with_what_speaks_for_them(ann_calls, ann, pair):
    one = actions.add("Jan Novák", by=ann, phones=[PHONE])
    second = propose(pair.first_id, one.pk, at=timezone.now())

    page = ann_calls.get("duplicates?limit=1").json()
    (shown,) = page["items"]
    assert (shown["id"], shown["state"], shown["strength"]) == (str(pair.pk), "open", "strong")
    assert {shown["first"]["name"], shown["second"]["name"]} == {"Jan Novák", "Novák Jan"}
    assert ("email", "same") in [(fact["fact"], fact["outcome"]) for fact in shown["evidence"]]
    assert 0.99 < shown["probability"] < 1
    rest = ann_calls.get(f"duplicates?limit=1&cursor={page['next']}").json()
    assert [one["id"] for one in rest["items"]] == [str(second.pk)] and rest["next"] is None


def test_they_are_listed_with_as_many_questions_however_many_they_are(
    ann_calls, ann, pair, django_assert_max_num_queries
):
    one = actions.add("Jan Novák", by=ann, phones=[PHONE])
    propose(pair.first_id, one.pk, at=timezone.now())
    propose(pair.second_id, one.pk, at=timezone.now())
    with django_assert_max_num_queries(4):
        assert len(ann_calls.get("duplicates").json()["items"]) == 3


def test_a_program_says_that_they_are_two_and_takes_it_back(ann_calls, ann, pair):
    for _twice in range(2):
        said = ann_calls.post(f"duplicates/{pair.pk}/dismiss", **{"Idempotency-Key": "two"}).json()
        assert (said["state"], said["dismissed_by"]) == ("dismissed", str(ann.pk))
    assert (
        ann_calls.post(f"duplicates/{pair.pk}/dismiss").json() == said == ann_calls.get(f"duplicates/{pair.pk}").json()
    )
    assert ann_calls.get("duplicates").json()["items"] == []
    assert ann_calls.get("duplicates?state=dismissed").json()["items"] == [said]

    proposed = ann_calls.post(f"duplicates/{pair.pk}/reopen").json()["proposed"]
    assert ann_calls.get("duplicates").json()["items"] == [proposed]


def test_a_pair_that_was_merged_is_no_pair(ann_calls, pair):
    merged = ann_calls.post(f"customers/{pair.first_id}/merge", {"absorbed": str(pair.second_id)})
    assert merged.status_code == 201
    assert ann_calls.get(f"duplicates/{pair.pk}").status_code == 404
    assert ann_calls.post(f"duplicates/{pair.pk}/dismiss").status_code == 404


@pytest.mark.parametrize("who, status", [("ann", 200), ("bob", 404), ("rita", 403)])
def test_pairs_are_for_those_who_see_both_and_may_decide(cast, pair, who, status):
    if who == "bob":
        Business.objects.update(sees_by_team=True)
        Customer.objects.filter(pk=pair.second_id).update(team=Team.objects.create(name="Elsewhere"))
    program = a_program_of(cast[who])
    assert program.post(f"duplicates/{pair.pk}/dismiss").status_code == status
    assert program.get("duplicates").status_code == (403 if who == "rita" else 200)
    if who == "bob":
        assert program.get("duplicates").json()["items"] == []
