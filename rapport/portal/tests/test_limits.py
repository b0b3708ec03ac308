"""One customer cannot drown the business in forms, words or files; another one writes on."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.customers.testing import a_customer
from rapport.messaging.counting import Limit
from rapport.messaging.models import Message
from rapport.messaging.own_pages import writing
from rapport.portal import limits


def ask(client, **more):
    said = {"kind": "question", "subject": "Lamp", "text": "Where is it?", "once": str(uuid4())}
    return client.post("/portal/requests/new/", said | more)


def a_file(name: str = "note.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"Some words", "text/plain")


def test_many_messages_are_refused_in_a_sentence_and_keep_what_was_typed(portal_visitor, cora, monkeypatch):
    monkeypatch.setattr(writing, "WORDS", (Limit("own-words", 2, 3600),))
    client = portal_visitor(cora)

    answers = [ask(client) for _time in range(3)]

    assert [one.status_code for one in answers] == [302, 302, 429]
    assert "many messages" in answers[2].content.decode() and "Where is it?" in answers[2].content.decode()
    assert Message.objects.count() == 2
    assert ask(portal_visitor(a_customer("Dan Lindqvist"))).status_code == 302


@pytest.mark.parametrize("name, most", [("FORMS", 2), ("FILES", 3), ("MEGABYTES", 2)])
def test_many_forms_or_files_are_refused_at_the_door(portal_visitor, cora, monkeypatch, name, most):
    monkeypatch.setattr(limits, name, (Limit(f"own-{name.lower()}", most, 3600),))
    client = portal_visitor(cora)

    answers = [ask(client, files=[a_file(), a_file("more.txt")]) for _time in range(most + 1)]

    assert [one.status_code for one in answers][:1] == [302]
    assert answers[-1].status_code == 429
    assert client.get("/portal/requests/").status_code == 200


def test_a_form_sent_in_by_a_stranger_is_led_to_the_sign_in_and_counts_nobody(client, business):
    assert ask(client).headers["Location"].startswith("/portal/sign-in/")


def test_what_was_typed_is_kept_on_the_page_that_asks_to_wait(portal_visitor, cora, monkeypatch):
    monkeypatch.setattr(limits, "FORMS", (Limit("own-forms", 1, 3600),))
    client = portal_visitor(cora)
    ask(client)

    page = ask(client, text='Where is "it"?', files=[a_file()]).content.decode()

    assert "<h1>Please wait a little</h1>" in page and "cannot be done" not in page
    assert 'name="text" value="Where is &quot;it&quot;?"' in page and "add them afterwards" in page
