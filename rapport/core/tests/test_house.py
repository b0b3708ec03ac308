"""The frame itself: health, refusals, registries, the development mailbox."""

import smtplib
import socket
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from rapport.core.keeper import Keeper
from rapport.core.middleware import Refusals
from rapport.core.refusals import Refusal
from rapport.core.registry import Command, Registry


def test_registries_keep_their_order_and_refuse_a_second_of_the_same_name():
    words = Registry()
    words.add(Command("b", "", lambda options: None))
    words.add(Command("a", "", lambda options: None))

    assert [word.name for word in words] == ["a", "b"]
    with pytest.raises(ValueError, match="twice"):
        words.add(Command("a", "", lambda options: None))


@pytest.mark.django_db
def test_health_needs_no_sign_in(client):
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready"}


@pytest.mark.django_db
def test_pages_need_a_sign_in_and_foreign_cursors_are_bad_requests(client, ann):
    assert client.get("/customers/").headers["Location"].startswith("/accounts/login/")
    client.force_login(ann)
    assert client.get("/customers/?after=nonsense").status_code == 400
    assert client.get("/no/such/page/").status_code == 404


@pytest.mark.django_db
def test_a_refusal_becomes_a_409_that_says_what_to_do(rf, ann):
    request = rf.post("/anything/")
    request.user = ann

    response = Refusals(lambda request: None).process_exception(request, Refusal("Register a return instead."))

    assert response.status_code == 409
    assert "Register a return instead." in response.content.decode()


@pytest.mark.django_db
def test_every_page_has_a_strict_content_security_policy(client):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]

    assert "script-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy and "style-src 'self'" in policy


@pytest.fixture
def mail_server(tmp_path, settings):
    settings.HOME, settings.DEVELOPMENT = tmp_path, True
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Controller(Keeper(tmp_path / "mailbox"), hostname="127.0.0.1", port=port)
    server.start()
    yield port
    server.stop()


@pytest.mark.django_db
def test_the_mailbox_shows_what_was_sent_and_only_while_developing(mail_server, client, settings):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "us@linden.example", "tamar@beridze.example", "გმადლობთ"
    mail.set_content("<b>Not markup</b>")
    with smtplib.SMTP("127.0.0.1", mail_server) as smtp:
        smtp.send_message(mail)

    page = client.get("/mailbox/").content.decode()
    address = page.split('href="/mailbox/')[1].split('"')[0]

    assert "გმადლობთ" in page
    assert "&lt;b&gt;Not markup" in client.get(f"/mailbox/{address}").content.decode()
    settings.DEVELOPMENT = False
    assert client.get("/mailbox/").status_code == 404
