"""Every provider hands mails over in a form of its own; the same comes of it, byte by byte where they have bytes."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from rapport.messaging.incoming import reading
from rapport.messaging.incoming.testing import a_mail
from rapport.messaging.models import Message, RawMail, WebhookEvent
from rapport.messaging.tests.mailboxes.test_hooks import ALLOWED, NAME_AND_PASSWORD, a_provider, call

pytestmark = pytest.mark.django_db
CZECH = "Příliš žluťoučký stůl"
RAW = a_mail("@", sender="nino@example.com", message_id="<1@example.com>").replace(
    b"utf-8", b"iso-8859-2"
).replace(b"@\r\n", CZECH.encode("iso-8859-2") + b"\r\n")  # fmt: skip
HEADERS = {
    "From": "Nino <nino@example.com>", "To": "hello@linden.example", "Subject": "A table",
    "Message-ID": "<1@example.com>", "Date": "Mon, 08 Jun 2026 10:00:00 +0200",
}  # fmt: skip


@contextmanager
def a_web_server(content: bytes, asked: list) -> Iterator[str]:
    """Answers everything with `content`, and notes what it was asked for, and with which key."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers.get("api-key")))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *said):
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def posted(client, channel, body, **headers):
    return client.post(f"/hooks/mail/{channel.pk}/inbound/", body, **headers)


def by_mailgun(client, channel, **more):
    proof = hmac.new(b"key", b"1780000000token", hashlib.sha256).hexdigest()
    form = {"timestamp": "1780000000", "token": "token", "signature": proof, "sender": "nino@example.com", **more}
    where = f"/hooks/mail/{channel.pk}/inbound/mime"
    return client.post(where, multipart(form), content_type="multipart/form-data; boundary=x-y-z")


def multipart(form: dict[str, str | bytes]) -> bytes:
    parts = []
    for name, value in form.items():
        content = value if isinstance(value, bytes) else value.encode()
        parts.append(b'--x-y-z\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n' + content)
    return b"\r\n".join([*parts, b"--x-y-z--\r\n"])


@pytest.fixture
def mailgun(cast):
    return a_provider("mailgun", webhook_signing_key="key")


def test_mailgun_gives_the_bytes_in_a_form(client, mailgun):
    assert by_mailgun(client, mailgun, **{"body-mime": RAW, "recipient": "hello@linden.example"}).status_code == 200
    kept = RawMail.objects.get()
    assert bytes(kept.content) == b"Return-Path: <nino@example.com>\r\n" + RAW
    reading.read_waiting()
    assert CZECH in Message.objects.get(direction="in").text


def test_a_mail_of_ten_megabytes_comes_by_a_form(client, mailgun):
    large = RAW + b"so much to say\r\n" * 700_000
    assert by_mailgun(client, mailgun, **{"body-mime": large}).status_code == 200
    assert RawMail.objects.get().size > 10_000_000


def test_a_bounce_that_a_provider_hands_over_is_known_by_its_empty_sender(client, mailgun):
    by_mailgun(client, mailgun, **{"body-mime": RAW, "sender": ""})
    reading.read_waiting()
    assert Message.objects.get(direction="in").automatic == "null_return_path"


def test_sparkpost_gives_the_bytes_in_base64_and_signs_of_life(client, cast):
    channel = a_provider("sparkpost", webhook_secret=NAME_AND_PASSWORD)
    content = {"email_rfc822": base64.b64encode(RAW).decode(), "email_rfc822_is_base64": True}
    told = {"protocol": "smtp", "msg_from": "nino@example.com", "rcpt_to": "hello@linden.example", "content": content}
    assert (
        call(client, channel, "inbound", [{"msys": {}}, {"msys": {"relay_message": told}}], **ALLOWED).status_code
        == 200
    )
    assert bytes(RawMail.objects.get().content).endswith(RAW)


def test_mailersend_gives_the_text_of_the_mail(client, cast):
    channel = a_provider("mailersend", webhook_signing_key="key")
    told = {"type": "inbound.message", "data": {
        "id": "1", "raw": a_mail("Good day").decode(), "sender": {"email": "nino@example.com"},
        "recipients": {"rcptTo": [{"email": "hello@linden.example"}]},
    }}  # fmt: skip
    body = json.dumps(told)
    proof = {"HTTP_SIGNATURE": hmac.new(b"key", body.encode(), hashlib.sha256).hexdigest()}
    assert posted(client, channel, body, content_type="application/json", HTTP_SIGNATURE="0").status_code == 403
    assert posted(client, channel, body, content_type="application/json", **proof).status_code == 200
    assert RawMail.objects.get().envelope_to == ["hello@linden.example"]


def test_mailjet_gives_parts_of_which_a_mail_is_made(client, cast):
    channel = a_provider("mailjet", webhook_secret=NAME_AND_PASSWORD)
    part = {"Headers": {"Content-Type": 'application/pdf; name="účet.pdf"'}, "ContentRef": "Attachment1"}
    told = {
        "Sender": "nino@example.com", "Recipient": "hello@linden.example", "Headers": HEADERS, "Text-part": CZECH,
        "Parts": [part], "Attachment1": base64.b64encode(b"%PDF-1.7 and so on").decode(),
    }  # fmt: skip
    assert call(client, channel, "inbound", told, **ALLOWED).status_code == 200
    assert_table_with_bill()


def test_brevo_gives_parts_and_keeps_files_to_be_fetched(client, cast, settings):
    settings.WEBHOOKS_PRIVATE = ["1"]
    asked = []
    with a_web_server(b"%PDF-1.7 and so on", asked) as address:
        channel = a_provider("brevo", webhook_secret=NAME_AND_PASSWORD, api_key="xkeysib-1")
        channel.settings["api_url"] = f"{address}/v3/"
        channel.save()
        file = {"Name": "účet.pdf", "ContentType": "application/pdf", "DownloadToken": "a/b"}
        item = {"Uuid": ["1"], "Headers": HEADERS, "RawTextBody": CZECH, "Attachments": [file]}
        assert call(client, channel, "inbound", {"items": [item]}, **ALLOWED).status_code == 200
    assert asked == [("/v3/inbound/attachments/a%2Fb", "xkeysib-1")]
    assert_table_with_bill()


def assert_table_with_bill():
    reading.read_waiting()
    message = Message.objects.get(direction="in")
    assert (message.sender, message.subject, message.text) == ("nino@example.com", "A table", CZECH)
    assert [file.name for file in message.files.all()] == ["účet.pdf"]


def test_what_nobody_can_read_of_tracking_is_answered_and_kept_for_whoever_looks(client, cast):
    channel = a_provider("postmark", webhook_secret=NAME_AND_PASSWORD)
    for _time in range(2):
        assert call(client, channel, "tracking", {"RecordType": "Inbound"}, **ALLOWED).status_code == 200
    assert WebhookEvent.objects.get().error == "unreadable"
