from datetime import timedelta

from django.utils import timezone

from rapport.api.testing import a_program_of
from rapport.customers.testing import a_customer
from rapport.promises.models import Promise


def told(**said):
    return {"channel": "phone"} | said


def in_days(days: int) -> str:
    return (timezone.now() + timedelta(days=days)).isoformat()


def test_a_promise_from_the_first_word_to_the_last(ann_calls, ann):
    cora = a_customer()
    made = ann_calls.post(
        "promises", {"customer": str(cora.pk), "text": "Call back about the table", "due_at": in_days(2)}
    )
    assert made.status_code == 201, made.content
    promise = made.json()
    assert (promise["state"], promise["owner"], promise["made_by"]) == ("open", str(ann.pk), str(ann.pk))
    assert ann_calls.get(f"promises/{promise['id']}").json() == promise

    moved = ann_calls.post(
        f"promises/{promise['id']}/renegotiate", {"due_at": in_days(5), "reason": "Oak is late", "told": told()}
    ).json()
    assert (moved["renegotiated_from"], moved["first_due_at"]) == (promise["id"], promise["due_at"])

    refused = ann_calls.post(f"promises/{moved['id']}/keep")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:rapport:problem:promise_needs_evidence")
    kept = ann_calls.post(f"promises/{moved['id']}/keep", {"evidence": "Called at ten"}).json()
    assert kept["state"] == "kept"
    assert ann_calls.post(f"promises/{moved['id']}/keep", {"evidence": "Called at ten"}).json() == kept


def test_what_they_no_longer_want(ann_calls):
    cora = a_customer()
    promise = ann_calls.post("promises", {"customer": str(cora.pk), "text": "A chair", "due_at": in_days(1)}).json()
    done = ann_calls.post(f"promises/{promise['id']}/withdraw", {"told": told(words="Changed her mind")})
    assert done.json()["state"] == "withdrawn"
    assert ann_calls.post(f"promises/{promise['id']}/withdraw", {}).status_code == 422


def test_lists_by_state_and_due(ann_calls):
    cora, jan = a_customer(), a_customer("Jan Novák")
    for customer, days in ((cora, 3), (cora, 1), (jan, 2)):
        ann_calls.post("promises", {"customer": str(customer.pk), "text": f"{days}", "due_at": in_days(days)})

    def texts(path):
        answer = ann_calls.get(path)
        assert answer.status_code == 200, answer.content
        return [promise["text"] for promise in answer.json()["items"]]

    assert texts("promises") == ["1", "2", "3"]
    assert texts(f"customers/{cora.pk}/promises") == ["1", "3"]
    assert texts("promises?state=kept") == []
    before = (timezone.now() + timedelta(days=2, hours=12)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert texts(f"promises?due_before={before}") == ["1", "2"]
    first = ann_calls.get("promises?limit=2").json()
    assert [p["text"] for p in ann_calls.get(f"promises?cursor={first['next']}").json()["items"]] == ["3"]


def test_slips_are_told_by_field(ann_calls):
    cora = a_customer()
    good = {"customer": str(cora.pk), "text": "Call"}
    for wrong, field in (
        ({"customer": "00000000-0000-7000-8000-000000000000"}, "customer"),
        ({"kind": "unheard"}, "kind"),
        ({"owner": "00000000-0000-7000-8000-000000000000"}, "owner"),
        ({"text": " "}, "text"),
        ({"due_at": "2026-12-01T10:00:00"}, "due_at"),
    ):
        refused = ann_calls.post("promises", good | wrong)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    late = ann_calls.post("promises", good | {"due_at": "2020-01-01T10:00:00Z"})
    assert late.json()["type"] == "urn:rapport:problem:promise_due_is_past"
    assert not Promise.objects.exists()


def test_a_reader_promises_nothing(cast, business):
    rita, cora = a_program_of(cast["rita"]), a_customer()
    assert rita.post("promises", {"customer": str(cora.pk), "text": "Call"}).status_code == 403
