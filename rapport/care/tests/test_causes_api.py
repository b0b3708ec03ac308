"""A program finds the cause of a complaint, and sees to what is done against it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.api.testing import a_program_of
from rapport.care.causes.testing import a_complaint, the_cause
from rapport.care.models import Action
from rapport.orders.testing import a_product


@pytest.fixture
def calls(business, ann):
    return a_program_of(ann)


def in_days(count: int) -> str:
    return (timezone.localdate() + timedelta(days=count)).isoformat()


def test_the_list_of_causes_is_read_and_added_to(calls, cast):
    first = calls.get("causes?limit=2").json()
    second = calls.get(f"causes?limit=200&cursor={first['next']}").json()
    names = [cause["name"] for cause in first["items"] + second["items"]]
    assert (names[:2], names[-1], second["next"]) == (
        ["Product", "Does not work as it should"], "Something else", None,
    )  # fmt: skip
    delivery = str(the_cause("delivery").pk)
    assert calls.post("causes", {"name": "Fog"}).status_code == 403
    manager = a_program_of(cast["mark"])
    made = manager.post("causes", {"name": "Fog", "below": delivery})
    assert (made.status_code, made.json()["below"]) == (201, delivery)
    one = made.headers["Location"].removeprefix("/api/v1/")
    assert manager.post("causes", {"name": "Thick fog", "below": made.json()["id"]}).status_code == 409
    assert manager.post(f"{one}/retire").json()["is_offered"] is False
    assert manager.post(f"{one}/offer-again").json() == calls.get(one).json()


def test_three_answers_lead_to_the_cause(calls, ann, cora):
    case = a_complaint(cora, at=timezone.now(), owner=ann)
    whys, cause, last = f"cases/{case.pk}/whys", str(the_cause("delivery.late").pk), None
    unfounded = calls.post(whys, {"question": "Why?", "because": "It left late."})
    assert unfounded.json()["type"].endswith("why_needs_evidence")
    for because in ("It left late.", "The list was printed late.", "Nobody owns the cut-off."):
        said = {"question": "Why?", "because": because, "is_assumed": True, "after": last}
        last = calls.post(whys, said).json()["id"]
        assert calls.post(f"whys/{last}/root", {"cause": cause, "in_our_hands": True}).status_code == (
            200 if "Nobody" in because else 409
        )
    found = calls.get(whys).json()
    assert (found["cause"], [why["is_root"] for why in found["items"]]) == (cause, [False, False, True])
    assert calls.post(f"whys/{last}/doubt").json()["is_root"] is False
    assert calls.post(f"cases/{case.pk}/cause", {"cause": str(case.pk)}).status_code == 422
    other = str(the_cause("delivery.lost").pk)
    assert calls.post(f"cases/{case.pk}/cause", {"cause": other}).json()["cause"] == other


def test_an_action_is_planned_promised_done_and_checked(calls, ann, cast, cora):
    case = a_complaint(cora, at=timezone.now(), cause="delivery.late", owner=ann, product=a_product("Table"))
    said = {"kind": "corrective", "text": "Give the list an owner", "due_on": in_days(5), "case": str(case.pk)}
    assert calls.post("actions", said | {"due_on": in_days(-1)}).json()["errors"][0]["field"] == "due_on"
    made = calls.post("actions", said)
    again = calls.post("actions", said)
    planned = made.json()
    assert (made.status_code, again.json()["id"]) == (201, planned["id"])
    assert (planned["cause"], planned["owner"], planned["promise"]) == (str(case.cause_id), str(ann.pk), None)
    promised = calls.post("actions", said | {"kind": "correction", "text": "Send a new top", "told_by": "phone"}).json()
    assert cora.promises.get(pk=promised["promise"]).text == "Send a new top"
    assert calls.post(f"actions/{promised['id']}/drop", {"reason": "No"}).json()["type"].endswith("action_was_promised")

    one = f"actions/{planned['id']}"
    moved = calls.post(f"{one}/postpone", {"due_on": in_days(9), "reason": "Holidays"}).json()
    handed = calls.post(f"{one}/hand-over", {"to": str(cast["bob"].pk)}).json()
    assert (moved["due_on"], handed["owner"]) == (in_days(9), str(cast["bob"].pk))
    assert calls.post(f"{one}/finish", {"evidence": " "}).status_code == 422
    done = calls.post(f"{one}/finish", {"evidence": "Sign at the door"}).json()
    assert (done["state"], bool(done["check_at"])) == ("done", True)
    assert calls.post(f"{one}/check").json()["type"].endswith("action_too_early_to_check")
    assert calls.post(f"{one}/not-done").json()["state"] == "planned"
    assert calls.post(f"{one}/drop", {"reason": "Bought"}).json()["state"] == "dropped"
    assert calls.post(f"{one}/take-up").json()["state"] == "planned"
    long_ago = timezone.now() - timedelta(days=95)
    Action.objects.filter(pk=planned["id"]).update(
        state="done", evidence="Sign", done_at=long_ago, check_at=long_ago + timedelta(days=90)
    )
    checked = calls.post(f"{one}/check", {"note": "Quiet"}).json()
    assert (checked["state"], [check["verdict"] for check in checked["checks"]]) == ("effective", ["effective"])


def test_actions_are_listed_with_few_queries_and_not_those_of_what_is_confidential(
    calls, ann, cast, cora, django_assert_max_num_queries
):
    cases = [a_complaint(cora, at=timezone.now(), cause="delivery.late") for _n in range(3)]
    for case in cases:
        calls.post("actions", {"kind": "corrective", "text": "Sign", "due_on": in_days(2), "case": str(case.pk)})
    with django_assert_max_num_queries(12):
        listed = calls.get(f"actions?state=open&due_before={in_days(3)}&owner={ann.pk}").json()["items"]
    assert len(listed) == 3 and not calls.get(f"actions?due_before={in_days(2)}").json()["items"]
    type(cases[0]).objects.filter(pk=cases[0].pk).update(is_confidential=True)
    assert len(calls.get("actions").json()["items"]) == 2
    hidden = Action.objects.get(case=cases[0])
    assert calls.get(f"actions/{hidden.pk}").status_code == calls.get(f"cases/{cases[0].pk}/whys").status_code == 404
