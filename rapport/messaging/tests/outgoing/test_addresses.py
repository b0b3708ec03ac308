"""Addresses of a customer that somebody here stops or opens again."""

import pytest

from rapport.messaging.models import Message, Suppression
from rapport.messaging.outgoing import suppressing
from rapport.messaging.outgoing.actions import send

pytestmark = pytest.mark.django_db
Because = Suppression.Because


@pytest.fixture
def page(client, cast, cora):
    client.force_login(cast["mark"])
    return client, f"/customers/{cora.pk}/reaching/addresses/", f"email:{cora.emails.get().pk}"


def test_what_is_stopped_by_hand_gets_nothing_until_it_is_opened_again(mailbox, cora, page):
    client, address, way = page
    assert "Messages go there." in client.get(address).content.decode()

    client.post(address, {"way": way, "verb": "stop"})
    client.post(address, {"way": way, "verb": "stop"})  # pressed twice
    refused = send(cora, "Hello")
    assert (refused.state, refused.reason) == (Message.State.REFUSED, "by_hand")
    assert cora.entries.filter(kind="address.stopped").count() == 1

    client.post(address, {"way": way, "verb": "lift"})
    assert send(cora, "Hello").state == Message.State.QUEUED
    assert cora.entries.filter(kind="address.freed").count() == 1


def test_what_they_said_themselves_is_lifted_by_nobody_here(mailbox, cora, page):
    client, address, way = page
    suppressing.suppress("email", "cora@example.com", Because.SPAM_REPORT)

    assert "Write there again" not in client.get(address).content.decode()
    answer = client.post(address, {"way": way, "verb": "lift"})
    assert answer.status_code == 409
    assert "Only they can take it back" in answer.content.decode()


def test_who_may_not_sees_and_changes_nothing(cast, mailbox, cora, page):
    client, address, way = page
    assert client.post(address, {"way": "email:elsewhere", "verb": "stop"}).status_code == 404
    client.force_login(cast["ann"])
    assert "Send nothing there" not in client.get(address).content.decode()
    assert client.post(address, {"way": way, "verb": "stop"}).status_code == 403
