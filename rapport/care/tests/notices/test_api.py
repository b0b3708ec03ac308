"""Notices for programs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.care.models import Notice
from rapport.core.api import tokens

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(client, ann):
    _token, secret = tokens.make(ann, name="shop", at=timezone.now())

    def call(method: str, path: str, sent: dict | None = None):
        headers = {"Authorization": f"Bearer {secret}"}
        return getattr(client, method)(f"/api/v1/notices{path}", sent, content_type="application/json", headers=headers)

    return call


def test_a_program_drafts_sends_and_follows_a_notice(program, mailbox, cora):
    day = (timezone.localdate() + timedelta(days=9)).isoformat()
    sent = {"kind": "incident", "whom": {"customers": [str(cora.pk)]}, "cause": "machine", "what": "The shop"}
    begun = program("post", "", sent | {"new_on": day, "texts": {"en": {"apology": "We are sorry if you waited."}}})
    assert begun.status_code == 201, begun.json()
    assert [(f["part"], f["found"]) for f in begun.json()["findings"] if f["blocks"]] == [("apology", "sorry if")]
    path = "/" + begun.json()["id"]
    assert program("post", f"{path}/send").status_code == 409

    honest = {"en": {"apology": "We are sorry that you have to wait."}}
    path = "/" + program("post", "", sent | {"new_on": day, "texts": honest}).json()["id"]
    told = program("post", f"{path}/send").json()
    assert (told["state"], told["progress"]["waiting"], told["findings"]) == ("sending", 1, [])
    news = {"texts": {"en": {"subject": "News", "text": "A cable."}}}
    assert program("post", f"{path}/news", news).status_code == 200
    assert program("post", f"{path}/solve", news).json()["state"] == "resolved"
    assert program("post", f"{path}/news", news).status_code == 409
    assert [one["state"] for one in program("get", "?state=resolved").json()["items"]] == ["resolved"]


@pytest.mark.parametrize(
    "whom, field",
    [
        ({}, "whom"),
        ({"orders": {}}, "whom.orders"),
        ({"segment": "01934b2e-0000-7000-8000-000000000000"}, "whom.segment"),
        ({"orders": {"product": "01934b2e-0000-7000-8000-000000000000"}}, "whom.orders.product"),
    ],
)
def test_bad_input_is_named(program, mailbox, whom, field):
    answer = program("post", "", {"kind": "delay", "whom": whom})
    assert (answer.status_code, answer.json()["errors"][0]["field"].startswith(field)) == (422, True), answer.json()
    assert not Notice.objects.exists()
