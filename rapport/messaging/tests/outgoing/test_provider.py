"""Through a provider's API: a local stand-in answers as Postmark documents it."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from rapport.messaging.accounts import keep_secrets
from rapport.messaging.models import Message
from rapport.messaging.outgoing.actions import send
from rapport.messaging.outgoing.delivering import deliver

pytestmark = pytest.mark.django_db
State = Message.State
TAKEN = {
    "ErrorCode": 0,
    "Message": "OK",
    "MessageID": "b7bc2f4a",
    "SubmittedAt": "2026-11-24",
    "To": "cora@example.com",
}


@pytest.fixture
def postmark():
    calls, answers = [], [(200, TAKEN)]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            calls.append((self.path, self.headers, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            status, said = answers[-1]
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said):
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", calls, answers
    server.shutdown()
    server.server_close()


@pytest.fixture
def account(mailbox, postmark):
    mailbox.settings = {"provider": "postmark", "api_url": postmark[0]}
    keep_secrets(mailbox, api_key="its-token")
    mailbox.save()
    return mailbox


def test_a_mail_goes_by_the_api_with_its_ids_and_the_receipt_is_kept(account, postmark, cora, ann):
    message = send(cora, "Your chair is ready.", by=ann, subject="Your chair")
    deliver()

    message.refresh_from_db()
    assert (message.state, message.provider_id) == (State.SENT, "b7bc2f4a")
    [(path, headers, said)] = postmark[1]
    assert (path, headers["X-Postmark-Server-Token"]) == ("/email", "its-token")
    assert said["TextBody"].strip() == "Your chair is ready."
    assert {"Name": "Message-ID", "Value": message.message_id} in said["Headers"]


@pytest.mark.parametrize("status, state", [
    (429, State.QUEUED), (401, State.QUEUED), (503, State.QUEUED), (422, State.FAILED), (500, State.UNCERTAIN),
])  # fmt: skip
def test_what_it_says_is_told_apart(account, postmark, cora, settings, status, state):
    settings.SENDING_RETRY_SECONDS = 600
    postmark[2].append((status, {"ErrorCode": 405, "Message": "Not today"}))
    message = send(cora, "Your chair is ready.")
    deliver()

    message.refresh_from_db()
    assert (message.state, len(postmark[1])) == (state, 1)
    assert message.detail
