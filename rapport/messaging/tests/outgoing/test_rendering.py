"""How a mail looks on the wire."""

from email import message_from_bytes, policy
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rapport.messaging.models import Message, Signature
from rapport.messaging.outgoing import consents, rendering, tokens, wire
from rapport.messaging.outgoing.actions import send

pytestmark = pytest.mark.django_db


def read(message: Message):
    """As another mail program reads it."""
    content = rendering.mail(message)
    assert max(len(line) for line in content.split(b"\r\n")) < 998
    assert content.isascii()
    return message_from_bytes(content, policy=policy.default)


def a_picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (2, 2)).save(content, "PNG")
    return SimpleUploadedFile("židle.png", content.getvalue())


@pytest.mark.parametrize("text", ["Your chair is ready.", "თქვენი სკამი მზადაა.", "உங்கள் நாற்காலி", "." * 3, "x" * 3000])
def test_every_script_arrives_as_it_was_written(mailbox, cora, text):
    assert read(send(cora, text, subject=text[:60])).get_content().strip() == text


def test_names_subjects_and_addresses_never_make_a_header_of_their_own(mailbox, cora, ann):
    cora.name = 'Cora "C"\r\nBcc: eve@example.com'
    mail = read(send(cora, "Hello", subject="Hello\r\nBcc: eve@example.com", by=ann))

    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("Hello Bcc: eve@example.com [#")
    assert mail["From"] == '"Ann, Linden Workshop" <hello@linden.example>'


def test_an_answer_stands_in_its_thread(mailbox, cora):
    first = send(cora, "Hello", subject="Your chair")
    theirs = Message.objects.create(
        conversation=first.conversation, customer=cora, channel=mailbox, direction="in", state="received",
        message_id="<theirs@example.com>", references=first.message_id, at=first.at,
    )  # fmt: skip
    mail = read(send(cora, "Yes", conversation=first.conversation))

    assert mail["In-Reply-To"] == theirs.message_id
    assert mail["References"].split() == [first.message_id, theirs.message_id]
    assert (mail["Subject"], mail["Auto-Submitted"]) == (f"Your chair [#{first.conversation.number}]", "auto-generated")


def test_of_a_long_thread_the_first_and_the_latest_are_named():
    ids = [f"<{number:040d}@example.com>" for number in range(60)]
    named = rendering.references(Message(message_id="<last@x>", references=" ".join(ids))).split()

    assert len(" ".join(named)) <= 900
    assert (named[0], named[-1]) == (ids[0], "<last@x>")


def test_where_a_domain_is_ours_each_conversation_has_its_address(mailbox, cora):
    mailbox.settings = {"reply_domain": "in.linden.example"}
    message = send(cora, "Hello", channel=mailbox)
    address = str(read(message)["Reply-To"].addresses[0].addr_spec)

    token = address.removeprefix("reply+").removesuffix("@in.linden.example")
    assert tokens.conversation_number(token) == message.conversation.number
    assert tokens.conversation_number("aaaa" + token[4:]) is None


def test_marketing_can_be_stopped_with_one_click_however_long_the_address(mailbox, cora, settings):
    settings.PORTAL_ADDRESS = "https://" + "a" * 180 + ".example"
    words = {"wording": "Yes", "version": "1", "language": "en", "how": "form"}
    consents.give(cora, "marketing", **words)
    message = send(cora, "News!", html="<p>News!</p>", purpose="marketing")
    content, mail = rendering.mail(message), read(message)

    url = rendering.unsubscribe_url(message)
    assert f"List-Unsubscribe: <{url}>".encode() in content.replace(b"\r\n ", b" ")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in mail.get_body(("plain",)).get_content()
    assert "<p>News!</p>" in mail.get_body(("html",)).get_content()


def test_where_customers_have_a_host_of_their_own_the_click_leads_there(mailbox, cast, cora, settings, client):
    settings.PORTAL_HOST, settings.PORTAL_ADDRESS = "my.linden.example", "https://my.linden.example"
    consents.give(cora, "marketing", wording="Yes", version="1", language="en", how="form")
    url = rendering.unsubscribe_url(send(cora, "News!", purpose="marketing"))
    there = url.removeprefix("https://my.linden.example")
    assert there.startswith("/u/") and client.post(there, headers={"Host": "my.linden.example"}).status_code == 200
    assert consents.standings({cora.pk}, "email")[cora.pk, "marketing"] is consents.Standing.WITHDRAWN


def test_each_writer_signs_in_the_language_of_the_reader(mailbox, cora, ann):
    Signature.objects.create(user=ann, language="", text="Ann")
    Signature.objects.create(user=ann, language="cs", text="Ann z dílny")
    cora.language = "cs"

    assert read(send(cora, "Dobrý den", by=ann)).get_content().splitlines()[-2:] == ["-- ", "Ann z dílny"]
    assert read(send(cora, "Hello", by=ann, language="ka")).get_content().splitlines()[-2:] == ["-- ", "Ann"]


def test_pictures_stand_inside_and_files_beside(mailbox, cora, ann):
    files = [(a_picture(), "chair"), SimpleUploadedFile("list.txt", b"One chair")]
    mail = read(send(cora, "", html='<p>Look: <img src="cid:chair"></p><script>x</script>', files=files, by=ann))

    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png",
        "text/plain",
    ]  # fmt: skip
    assert 'src="cid:chair"' in mail.get_body(("html",)).get_content()
    assert "script" not in mail.get_body(("html",)).get_content()
    assert [part.get_filename() for part in mail.iter_attachments()] == ["list.txt"]
    assert next(part for part in mail.walk() if part.get_content_type() == "image/png")["Content-ID"] == "<chair>"


def test_ids_in_headers_are_folded_only_between_them():
    long = f"<{'x' * 90}@y>"
    assert wire.folded("References", [long, "<b@y>"]) == f"References: {long}\r\n <b@y>"
