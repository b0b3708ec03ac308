"""The calls of Amazon SES, Resend and SendGrid, in the forms that they document."""

import base64
import hmac
import json
import time
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from rapport.messaging.models import RawMail
from rapport.messaging.outgoing.suppressing import is_suppressed
from rapport.messaging.tests.mailboxes.conftest import a_mail
from rapport.messaging.tests.mailboxes.test_hooks import ALLOWED, NAME_AND_PASSWORD, a_letter, a_provider, call

pytestmark = pytest.mark.django_db
RESEND_KEY = "whsec_" + base64.b64encode(b"shared with resend").decode()


def by_resend(client, channel, about: str, told: dict, *, at: float | None = None, key: bytes = b"shared with resend"):
    stamp, body = str(int(at or time.time())), json.dumps(told).encode()
    proof = base64.b64encode(hmac.new(key, b"msg_1." + stamp.encode() + b"." + body, sha256).digest()).decode()
    signed = {"svix-id": "msg_1", "svix-timestamp": stamp, "svix-signature": f"v1,spoilt v1,{proof}"}
    url = f"/hooks/mail/{channel.pk}/{about}/"
    return client.post(url, body, content_type="application/json", headers=signed)


def by_amazon(client, channel, about: str, told: dict, kind: str = "Notification", **more):
    body = {"Type": kind, "MessageId": "sns-1", "Message": json.dumps(told), "Timestamp": "2026-06-08T10:00:00.000Z"}
    headers = {"HTTP_X_AMZ_SNS_MESSAGE_TYPE": kind, "HTTP_X_AMZ_SNS_MESSAGE_ID": "sns-1", **more}
    return call(client, channel, about, body, **headers)


@pytest.fixture
def resend(cast):
    return a_provider("resend", webhook_signing_key=RESEND_KEY, api_key="re_1")


@pytest.fixture
def amazon(cast):
    return a_provider("amazon_ses", webhook_secret=NAME_AND_PASSWORD)


def test_resend_proves_itself_by_a_fresh_signature(client, resend, cora):
    letter = a_letter(resend, cora)
    about = {"email_id": letter.provider_id, "to": ["cora@example.com"]}
    told = {"type": "email.delivered", "created_at": "2026-06-08T10:00:00Z", "data": about}
    assert by_resend(client, resend, "tracking", told, key=b"of somebody else").status_code == 403
    assert by_resend(client, resend, "tracking", told, at=time.time() - 600).status_code == 403
    assert call(client, resend, "tracking", told, **ALLOWED).status_code == 403
    assert by_resend(client, resend, "tracking", told).status_code == 200
    letter.refresh_from_db()
    assert letter.state == "delivered"


def test_a_mail_at_resend_is_fetched_as_it_came_and_again_when_that_failed(client, resend, settings):
    settings.WEBHOOKS_PRIVATE = ["1"]
    answers = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = answers.get(self.path)
            self.send_response(200 if body is not None else 503)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *said):
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    where = f"http://127.0.0.1:{server.server_port}"
    resend.settings |= {"api_url": f"{where}/"}
    resend.save()
    told = {"type": "email.received", "created_at": "2026-06-08T10:00:00Z", "data": {"email_id": "e-1"}}

    assert by_resend(client, resend, "inbound", told).status_code == 503
    assert not RawMail.objects.exists()
    answers["/emails/receiving/e-1"] = json.dumps({"raw": {"download_url": f"{where}/raw"}}).encode()
    answers["/raw"] = a_mail(1)
    assert by_resend(client, resend, "inbound", told).status_code == 200

    assert bytes(RawMail.objects.get().content) == a_mail(1)
    server.shutdown()
    server.server_close()


def test_amazon_is_asked_for_its_name_and_tells_of_a_mail_that_came_back(client, amazon, cora):
    letter = a_letter(amazon, cora)
    told = {
        "notificationType": "Bounce",
        "mail": {
            "messageId": "0102-ses",
            "destination": ["cora@example.com"],
            "headers": [{"name": "Message-ID", "value": letter.message_id}],  # it went by SMTP: no other name is known
        },
        "bounce": {
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [{"emailAddress": "cora@example.com", "diagnosticCode": "smtp; 550 no such user"}],
        },
    }
    asked = by_amazon(client, amazon, "tracking", told)
    assert (asked.status_code, asked.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    assert by_amazon(client, amazon, "tracking", told, **ALLOWED).status_code == 200
    letter.refresh_from_db()
    assert letter.state == "bounced"
    assert is_suppressed("email", "cora@example.com")


def test_a_mail_that_amazon_hands_over_is_taken_in(client, amazon):
    told = {
        "notificationType": "Received",
        "mail": {"source": "nino@example.com", "messageId": "m-1"},
        "receipt": {"recipients": ["hello@linden.example"], "action": {"type": "SNS", "encoding": "BASE64"}},
        "content": base64.b64encode(a_mail(1)).decode(),
    }
    assert by_amazon(client, amazon, "inbound", told, **ALLOWED).status_code == 200
    mail = RawMail.objects.get()
    assert bytes(mail.content) == b"Return-Path: <nino@example.com>\r\n" + a_mail(1)
    assert mail.envelope_to == ["hello@linden.example"]


def test_a_first_call_leads_us_to_amazon_and_nowhere_else(client, amazon):
    body = {
        "Type": "SubscriptionConfirmation",
        "MessageId": "sns-1",
        "SubscribeURL": "http://127.0.0.1:1/",
        "Token": "t",
    }
    headers = {"HTTP_X_AMZ_SNS_MESSAGE_TYPE": "SubscriptionConfirmation", "HTTP_X_AMZ_SNS_MESSAGE_ID": "sns-1"}
    assert call(client, amazon, "tracking", body, **headers, **ALLOWED).status_code == 200  # and nobody was asked


def test_sendgrid_signs_or_knows_the_password(client, cast, cora):
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    channel = a_provider("sendgrid", webhook_signing_key=base64.b64encode(public).decode())
    letter = a_letter(channel, cora)
    event = {"event": "delivered", "email": "cora@example.com", "timestamp": 1780000000, "smtp-id": letter.message_id}
    body = json.dumps([event]).encode()
    proof = base64.b64encode(key.sign(b"1780000000" + body, ec.ECDSA(hashes.SHA256()))).decode()
    signed = {"X-Twilio-Email-Event-Webhook-Timestamp": "1780000000"}
    url = f"/hooks/mail/{channel.pk}/tracking/"
    for signature, status in (("AAAA", 403), (proof, 200)):
        headers = signed | {"X-Twilio-Email-Event-Webhook-Signature": signature}
        assert client.post(url, body, content_type="application/json", headers=headers).status_code == status
    letter.refresh_from_db()
    assert letter.state == "delivered"


def test_sendgrid_hands_mails_over_as_a_form(client, cast):
    channel = a_provider("sendgrid", webhook_secret=NAME_AND_PASSWORD)
    form = {
        "email": a_mail(1).decode(),
        "envelope": json.dumps({"from": "n@example.com", "to": ["hello@linden.example"]}),
    }
    assert client.post(f"/hooks/mail/{channel.pk}/inbound/", form).status_code == 403
    assert client.post(f"/hooks/mail/{channel.pk}/inbound/", form, **ALLOWED).status_code == 200
    assert RawMail.objects.get().envelope_from == "n@example.com"


def test_a_mail_of_ten_megabytes_is_taken_in(client, cast):
    channel = a_provider("postmark", webhook_secret=NAME_AND_PASSWORD)
    body = {"RawEmail": a_mail(1, text="so much to say\r\n" * 700_000).decode(), "MessageID": "a"}
    assert call(client, channel, "inbound", body, **ALLOWED).status_code == 200
    assert RawMail.objects.get().size > 10_000_000
