"""An open page stays true: it asks often, and mostly the answer is short."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.promises import actions as promises
from rapport.promises.testing import a_promise

STATE = "Rapport-State"


@pytest.fixture
def owed(business, ann, cora):
    at = timezone.now()
    return a_promise(cora, "Walnut samples", by=ann, at=at, due_at=at + timedelta(hours=2))


def asked(client, state: str = ""):
    return client.get("/", headers={STATE: state})


def test_nothing_new_is_a_short_answer(client, owed, ann, django_assert_max_num_queries):
    client.force_login(ann)
    state = asked(client).headers[STATE]

    with django_assert_max_num_queries(10):
        answer = asked(client, state)

    assert (answer.status_code, answer.content) == (204, b"")


def test_what_a_colleague_kept_is_gone_at_the_next_question(client, owed, ann, cast):
    client.force_login(ann)
    state = asked(client).headers[STATE]

    promises.keep(owed, at=timezone.now(), by=cast["mark"], evidence="Parcel")
    answer = asked(client, state)

    assert answer.status_code == 200 and "Walnut samples" not in answer.content.decode()
    assert "<html" not in answer.content.decode()  # only what changed is sent
    assert asked(client, answer.headers[STATE]).status_code == 204


def test_what_happens_elsewhere_changes_nothing_here(client, owed, ann, cast, cora):
    client.force_login(ann)
    state = asked(client).headers[STATE]

    at = timezone.now()
    a_promise(cora, "Not Ann’s", by=cast["bob"], at=at, due_at=at + timedelta(hours=2))
    answer = asked(client, state)

    assert answer.status_code == 204 and answer.headers[STATE] != state


def test_badges_are_told_when_they_change(client, owed, ann, django_assert_num_queries):
    client.force_login(ann)
    first = client.get("/live/")
    assert {badge["name"] for badge in first.json()["badges"]} >= {"promises", "orders"}
    assert client.get("/live/", headers={STATE: first.headers[STATE]}).status_code == 204

    type(owed).objects.update(made_at=timezone.now() - timedelta(days=2), due_at=timezone.now() - timedelta(days=1))
    (badge,) = [b for b in client.get("/live/").json()["badges"] if b["name"] == "promises"]
    assert badge == {"name": "promises", "words": "1", "tone": "late"}


def test_badges_cost_few_questions(client, owed, ann, django_assert_max_num_queries):
    client.force_login(ann)
    with django_assert_max_num_queries(12):
        client.get("/live/")


def test_who_is_signed_out_is_sent_away(client, db):
    assert client.get("/live/").status_code == 302
