from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.customers.testing import a_customer
from rapport.messaging.inbox import noting
from rapport.messaging.models import ChannelKind, Message
from rapport.messaging.outgoing.actions import send
from rapport.messaging.own_pages import reading, writing
from rapport.timeline.files import FileTooLarge, FileTypeNotAllowed

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
PDF = b"%PDF-1.7 a receipt"


def test_what_they_write_on_their_own_pages_waits_for_an_answer(business, cora):
    message = writing.write(cora, "The drawer sticks.", at=MONDAY, subject="Desk")

    conversation = message.conversation
    assert (conversation.channel.kind, conversation.subject) == (ChannelKind.PORTAL, "Desk")
    assert conversation.promise.customer == cora
    entry = cora.entries.get(kind="message.received")
    assert entry.by_customer and entry.body == "The drawer sticks."


def test_a_form_sent_twice_is_one_message_and_another_matter_is_another_conversation(business, cora):
    form = uuid4()
    first = writing.write(cora, "The drawer sticks.", at=MONDAY, once=form)
    again = writing.write(cora, "The drawer sticks.", at=MONDAY, once=form)
    other = writing.write(cora, "Do you make beds?", at=MONDAY, once=uuid4())

    assert first == again and first.conversation != other.conversation


def test_they_see_their_words_and_ours_and_never_what_we_note_among_us(business, cora, ann, run_jobs):
    message = writing.write(cora, "The drawer sticks.", at=MONDAY)
    noting.note(message.conversation, "He is always like that.", by=ann, at=MONDAY)
    send(cora, "We come on Tuesday.", by=ann, conversation=message.conversation)
    assert [one.text for one in reading.thread(message.conversation)] == ["The drawer sticks."]

    run_jobs()

    assert [one.text for one in reading.thread(message.conversation)] == ["The drawer sticks.", "We come on Tuesday."]


def test_files_come_along_and_can_be_had_again_by_nobody_else(business, cora):
    message = writing.write(cora, "Here it is.", at=MONDAY, files=[SimpleUploadedFile("receipt.pdf", PDF)])

    assert reading.files_of(cora.pk).get().name == "receipt.pdf"
    assert message.files.get().content_type == "application/pdf"
    assert not reading.files_of(a_customer("Somebody else").pk).exists()


@pytest.mark.parametrize(
    "name, content, said",
    [("film.mp4", b"\0\0\0\x18ftypisom" + b"0" * 2000, FileTooLarge), ("run.exe", b"MZ\x90\0", FileTypeNotAllowed)],
)
def test_what_is_too_large_or_could_do_harm_is_refused_before_anything_is_kept(
    business, cora, settings, name, content, said
):
    settings.ATTACHMENT_MAX_BYTES = 1000

    with pytest.raises(said):
        writing.write(cora, "Look", at=MONDAY, files=[SimpleUploadedFile(name, content)])

    assert not Message.objects.exists()


def test_at_most_five_files_and_together_not_more_than_one_may_have(business, cora, settings):
    settings.ATTACHMENT_MAX_BYTES = 50
    with pytest.raises(FileTooLarge, match="Together"):
        writing.write(cora, "Look", at=MONDAY, files=[SimpleUploadedFile("a.pdf", PDF + b"." * 20)] * 2)
    with pytest.raises(writing.TooManyFiles):
        writing.write(cora, "Look", at=MONDAY, files=[SimpleUploadedFile("a.pdf", PDF)] * 6)
