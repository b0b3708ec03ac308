"""What was done to a case by mistake, among us, is turned back; what the customer was told is not."""

import re

import pytest

from rapport.care.cases import actions
from rapport.care.testing import MONDAY, a_case, fresh
from rapport.promises.models import Promise


@pytest.fixture
def case(mailbox, cora, ann):
    return a_case(cora, by=ann, owner=ann)


def press(client, case, name: str, **said) -> str:
    """Answers the address of the "Undo", if one is offered."""
    page = client.post(f"/cases/{case.pk}/{name}/", {"seen": fresh(case).version, **said}, follow=True)
    assert page.status_code == 200
    found = re.search(rf"/cases/{case.pk}/turning-back/\?step=\d+", page.content.decode())
    return found[0] if found else ""


def test_what_was_taken_by_mistake_is_given_back_with_its_promises(signed_in, case, ann, cast):
    undo = press(signed_in("bob"), case, "taking")
    assert (fresh(case).owner, fresh(case).state) == (cast["bob"], "in_work")
    assert "turned back" not in signed_in("bob").get(undo).content.decode().lower().split("<h1")[0]
    signed_in("bob").post(undo)

    assert (fresh(case).owner, fresh(case).state) == (ann, "new")
    assert set(Promise.objects.open().values_list("owner", flat=True)) == {ann.pk}
    assert case.customer.entries.filter(kind="case.put_back").count() == 1
    assert signed_in("bob").post(undo).status_code == 409


@pytest.mark.parametrize(
    ("name", "said", "column", "was"),
    [
        ("understanding", {}, "state", "new"),
        ("assignment", {"to": ""}, "owner_id", None),
        ("details", {"subject": "Another", "kind": "help", "priority": "urgent"}, "priority", "normal"),
    ],
)
def test_each_of_them_comes_back(signed_in, case, ann, name, said, column, was):
    before = getattr(fresh(case), column)
    undo = press(signed_in("ann"), case, name, **said)
    assert undo and getattr(fresh(case), column) != before
    signed_in("ann").post(undo)
    assert getattr(fresh(case), column) == before and fresh(case).subject == "When is my table ready?"


def test_what_was_closed_by_mistake_is_solved_again(signed_in, case, ann):
    actions.resolve(case, "On Friday.", by=ann, at=MONDAY, how="phone")
    undo = press(signed_in("ann"), case, "closing")
    signed_in("ann").post(undo)
    assert (fresh(case).state, fresh(case).closed_at, fresh(case).reopenings) == ("resolved", None, 0)


def test_what_went_on_or_made_it_a_complaint_stays(signed_in, case, ann, cast):
    undo = press(signed_in("bob"), case, "taking")
    actions.give_update(case, "We look.", by=cast["bob"], at=fresh(case).opened_at, how="phone")
    assert signed_in("bob").post(undo).status_code == 409
    assert not press(signed_in("bob"), case, "details", subject="Bad", kind="complaint", priority="normal")
    assert fresh(case).is_complaint
