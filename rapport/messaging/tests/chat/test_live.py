"""What open pages hear, and who may; and the settings of a chat."""

import psycopg
import pytest
from django.utils import timezone

from rapport.core.streams import tickets
from rapport.core.tests.streams.test_process import where_the_database_is
from rapport.customers.testing import a_customer
from rapport.messaging.chat import account
from rapport.messaging.models import Call, Channel, Conversation
from rapport.staff.models import Business, Team

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(transactional_db):
    """What was told since this was asked last."""
    with psycopg.connect(where_the_database_is(), autocommit=True) as connection:
        connection.execute("LISTEN rapport_live")

        def ask() -> list[str]:
            connection.execute("SELECT 1")
            return sorted(said.payload for said in connection.notifies(timeout=0.2))

        yield ask


def test_whatever_changes_a_conversation_is_told_by_its_key_and_nothing_else_of_it(heard, mailbox, cora):
    one, two = (Conversation.objects.create(customer=cora, channel=mailbox, subject="Private") for _ in range(2))
    assert heard() == ["inbox changed", "inbox changed"]
    Conversation.objects.filter(pk=one.pk).update(version=7)
    assert heard() == [f"conversation:{one.pk} changed", "inbox changed"]
    Conversation.objects.filter(pk=two.pk).update(language="cs")
    assert heard() == [], "what no page shows anew is not told"
    Conversation.objects.bulk_create([Conversation(customer=cora, channel=mailbox) for _ in range(150)])
    Conversation.objects.update(version=9)
    assert len(heard()) == 102, "of many at once, a hundred are named"
    phone = Channel.objects.create(kind="phone", name="Shop")
    Call.objects.create(channel=phone, ringing_at=timezone.now(), provider_id="1")
    assert heard() == ["calls changed"]


def test_staff_hear_only_of_conversations_that_they_may_see(client, cast, mailbox, settings):
    settings.STREAMS_PORT = "8001"
    Business.objects.update(sees_by_team=True)
    theirs = a_customer("Bob's customer", team=Team.objects.create(name="Elsewhere"))
    mine, other = (
        Conversation.objects.create(customer=customer, channel=mailbox) for customer in (a_customer("Cora"), theirs)
    )
    client.force_login(cast["ann"])
    about = [f"conversation:{mine.pk}", f"conversation:{other.pk}", "conversation:x", "calls"]
    said = client.get("/live/ticket/", {"about": about}).json()

    ticket = tickets.read(settings.SECRET_KEY, said["ticket"], now=timezone.now().timestamp())
    assert (
        ticket.topics == ("inbox", f"conversation:{mine.pk}") and said["address"] == "http://testserver:8001/streams/"
    )
    settings.STREAMS_PORT = ""
    assert client.get("/live/ticket/").json() == {"address": "", "ticket": ""}


def test_a_chat_is_set_up_and_its_line_stands_there_to_be_copied(client, cast):
    client.force_login(cast["olga"])
    typed = {"name": "Web page", "sites": "www.linden.example\nhttps://shop.linden.example", "colour": "#7A1F5A",
             "greeting_cs": "Dobrý den!", "promise_kind": "reply"}  # fmt: skip
    assert client.post("/settings/channels/new/webchat/", typed).status_code == 302
    chat = Channel.objects.get(kind="webchat")
    assert account.sites_of(chat) == ["https://www.linden.example", "https://shop.linden.example"]
    assert "Dobrý den!" in client.get(f"/chat/{chat.pk}/frame/?lang=cs").text
    page = client.get(f"/settings/channels/{chat.pk}/").text
    assert f"/chat/{chat.pk}.js&quot; async&gt;&lt;/script&gt;" in page and f"/chat/{chat.pk}/preview/" in page
    assert client.get(f"/chat/{chat.pk}/preview/").status_code == 200
    for wrong in ("javascript:alert(1)", "https://x.example/path", "https://x.example 'unsafe-inline'", "a;b", "*"):
        assert client.post(f"/settings/channels/{chat.pk}/", typed | {"sites": wrong}).status_code == 422, wrong


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#7f7f7f", "#ff0000", "#1f5a8a", "#ffd500"])
def test_what_stands_on_any_colour_can_be_read(colour):
    assert account._contrast(colour, account.colour_on(colour)) >= 4.5
