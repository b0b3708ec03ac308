import pytest

from rapport.customers.models import Customer
from rapport.messaging.incoming.testing import a_mailbox, conversation_of, received
from rapport.promises.testing import TUESDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox():
    return a_mailbox()


def test_who_writes_for_the_first_time_becomes_a_prospect_who_is_owed_an_answer(mailbox):
    message = received(mailbox)

    customer = Customer.objects.get()
    conversation = conversation_of(message)
    assert (customer.name, customer.emails.get().address) == ("Cora Lindqvist", "cora@example.com")
    assert (conversation.customer, conversation.state, conversation.message_count) == (customer, "open", 1)
    assert (conversation.waiting_since, conversation.due_at) == (TUESDAY, conversation.promise.due_at)
    assert conversation.promise.kind == "reply"
    assert [entry.kind for entry in customer.entries.order_by("recorded_at")] == [
        "customer.added", "message.received", "promise.made"
    ]  # fmt: skip
    assert message.entry.facts["subject"] == "Our table"
