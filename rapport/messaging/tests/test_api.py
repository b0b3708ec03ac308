"""Conversations and messages for programs."""

import base64
import json

import pytest
from django.test import Client
from django.utils import timezone

from rapport.core.api import tokens
from rapport.core.models import Deed
from rapport.customers import actions as customers
from rapport.messaging.incoming import reading
from rapport.messaging.incoming.testing import a_mailbox, received, take_in
from rapport.messaging.models import Conversation, Message
from rapport.staff import actions as staff
from rapport.staff.models import Business


@pytest.fixture
def program(business, ann):
    return program_of(ann)


def program_of(user):
    _token, secret = tokens.make(user, name="test", at=timezone.now())

    def call(method, path, sent=None, **headers):
        return Client().generic(
            method, f"/api/v1/{path}", json.dumps(sent or {}), content_type="application/json",
            headers={"Authorization": f"Bearer {secret}", **headers},
        )  # fmt: skip

    return call


def test_a_mail_is_read_answered_noted_and_closed_by_a_program(program, ann):
    theirs = received(a_mailbox())
    [row] = program("GET", "conversations?state=open").json()["items"]
    assert (row["id"], row["channel_kind"], row["subject"]) == (str(theirs.conversation_id), "email", "Our table")
    assert row["due_at"] and row["promise"]

    path = f"conversations/{row['id']}"
    [message] = program("GET", f"{path}/messages").json()["items"]
    assert (message["direction"], message["state"], message["sender"]) == ("in", "received", "cora@example.com")
    assert "When will the table be ready?" in message["text"]

    answer = program("POST", f"{path}/messages", {"text": "On Friday.", "seen": message["id"]})
    assert (answer.status_code, answer.json()["state"], answer.json()["by"]) == (201, "queued", str(ann.pk))
    assert program("GET", answer["Location"].removeprefix("/api/v1/")).json() == answer.json()
    assert program("POST", f"{path}/notes", {"text": "They sounded glad."}).json()["direction"] == "note"
    assert [m["direction"] for m in program("GET", f"messages?conversation={row['id']}").json()["items"]] == [
        "note", "out", "in",
    ]  # fmt: skip

    shown = program("GET", path)
    assert program("PATCH", path, {"state": "done"}, **{"If-Match": '"old"'}).status_code == 412
    done = program("PATCH", path, {"state": "done", "tags": ["tables"]}, **{"If-Match": shown["ETag"]}).json()
    assert (done["state"], done["tags"], done["due_at"]) == ("done", ["tables"], None)
    assert program("PATCH", path, {"state": "waiting"}).status_code == 422
    assert program("PATCH", path, {"assignee": str(ann.pk)}).json()["assignee"] == str(ann.pk)


def test_an_answer_is_held_back_when_they_wrote_meanwhile(program):
    channel = a_mailbox()
    first = received(channel)
    second = received(channel, message_id="<second@example.com>", in_reply_to="<first@example.com>")
    path = f"conversations/{first.conversation_id}"
    held = program("POST", f"{path}/messages", {"text": "On Friday.", "seen": str(first.pk)})
    assert (held.status_code, held.json()["type"]) == (409, "urn:rapport:problem:answered_meanwhile")
    assert program("GET", path).json()["last_message"] == str(second.pk)


def test_a_program_writes_first_and_is_told_why_it_may_not(program, ann):
    a_mailbox(is_default=True)
    cora = customers.add("Cora Lindqvist", by=ann, emails=["cora@example.com"])
    said = program("POST", "messages", {"customer": str(cora.pk), "text": "The table is ready.", "subject": "Table"})
    assert (said.status_code, said.json()["state"]) == (201, "queued")
    refused = program("POST", "messages", {"customer": str(cora.pk), "text": "Buy!", "purpose": "marketing"})
    assert (refused.json()["state"], refused.json()["reason"]) == ("refused", "no_consent")
    assert program("POST", "messages", {"customer": str(said.json()["id"]), "text": "Hello"}).status_code == 422


def test_what_was_sent_twice_under_one_key_goes_out_once(program):
    theirs = received(a_mailbox())
    path, key = f"conversations/{theirs.conversation_id}/messages", {"Idempotency-Key": "one-answer"}
    first, again = (program("POST", path, {"text": "On Friday."}, **key) for _ in range(2))
    assert first.json() == again.json()
    assert Message.objects.filter(direction="out").count() == 1


def test_every_accepted_mail_is_among_the_messages_or_in_quarantine(program):
    channel = a_mailbox()
    received(channel)
    take_in(channel, b"")
    assert len(program("GET", "messages?direction=in").json()["items"]) == 1
    [kept] = program("GET", "messages/quarantine").json()["items"]
    assert (kept["size"], kept["channel"], kept["rule"]) == (0, str(channel.pk), "unreadable")


def test_what_could_not_be_read_is_taken_out_read_again_and_settled_by_a_program(cast):
    program, nonsense = program_of(cast["olga"]), b"\x00\x01\x02\x03\x04\x05" * 50
    path = f"messages/quarantine/{take_in(a_mailbox(), nonsense).pk}"
    assert base64.b64decode(program("GET", path).json()["content"]) == nonsense
    assert Deed.objects.filter(kind="mail.taken_out").count() == 1
    assert program("POST", f"{path}/read").json()["state"] == "waiting"
    reading.read_waiting()
    assert program("POST", f"{path}/settle", {"reason": " "}).status_code == 422
    settled = program("POST", f"{path}/settle", {"reason": "A test of the scanner"}).json()
    assert (settled["state"], settled["rule"], settled["reason"]) == ("skipped", "by_hand", "A test of the scanner")
    assert program("GET", "messages/quarantine").json()["items"] == []
    assert len(program("GET", "messages/quarantine?state=skipped").json()["items"]) == 1


def test_in_a_house_divided_by_team_programs_see_the_mails_of_theirs(program, ann):
    Business.objects.update(sees_by_team=True)
    others = take_in(a_mailbox(team=staff.add_team("Workshop")), b"")
    ours = take_in(a_mailbox("shop@linden.example", team=staff.add_team("Shop", people=[ann])), b"")
    assert [one["id"] for one in program("GET", "messages/quarantine").json()["items"]] == [str(ours.pk)]
    assert program("GET", f"messages/quarantine/{others.pk}").status_code == 404
    assert program("POST", f"messages/quarantine/{ours.pk}/read").status_code == 403


def test_channels_tell_nothing_secret(program):
    channel = a_mailbox(secrets="sealed", settings={"host": "imap.linden.example"})
    [shown] = program("GET", "channels").json()["items"]
    assert (shown["id"], shown["kind"], shown["address"]) == (str(channel.pk), "email", channel.address)
    assert "sealed" not in json.dumps(shown) and "imap" not in json.dumps(shown)


def test_lists_ask_as_often_however_long_they_are(program, django_assert_max_num_queries):
    channel = a_mailbox()
    for number in range(3):
        received(channel, sender=f"guest{number}@example.com", message_id=f"<{number}@example.com>")
    assert Conversation.objects.count() == 3
    program("GET", "messages")
    with django_assert_max_num_queries(8):
        assert len(program("GET", "messages").json()["items"]) == 3
    with django_assert_max_num_queries(8):
        assert len(program("GET", "conversations").json()["items"]) == 3
