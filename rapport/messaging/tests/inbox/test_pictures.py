"""Pictures that lie elsewhere: not fetched until somebody asks, and then by us."""

import pytest
from django.http import Http404

from rapport.core.outward.guarding import PRIVATE, Opened
from rapport.messaging.inbox.pictures import fetched
from rapport.messaging.incoming.testing import a_mailbox, received
from rapport.messaging.tests.channels.server import Reply, listening

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


LOOPBACK = Opened(PRIVATE)


@pytest.fixture
def elsewhere():
    with listening() as server:
        yield server


@pytest.fixture
def newsletter(business, elsewhere):
    html = f'<p>New chairs</p><img src="{elsewhere.url}/chair.png?a=1&amp;b=2"><img src="{elsewhere.url}/script.js">'
    head = "From: shop@example.com\r\nTo: hello@linden.example\r\nSubject: New\r\nMessage-ID: <n@example.com>\r\n"
    raw = f"{head}MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n".encode()
    return received(a_mailbox(), raw)


def test_nothing_is_fetched_until_somebody_asks_to_see_it(client, ann, newsletter, elsewhere):
    client.force_login(ann)
    page = client.get(f"/inbox/messages/{newsletter.pk}/html/").text
    assert "New chairs" in page and "pictures/0/" not in page
    asked = client.get(f"/inbox/messages/{newsletter.pk}/html/?pictures=1").text
    assert f"/inbox/messages/{newsletter.pk}/pictures/0/" in asked and elsewhere.url + "/chair" not in asked.replace(
        "data-remote-src", ""
    )
    assert elsewhere.asked == []


def test_we_fetch_it_and_tell_nothing_of_the_reader(newsletter, elsewhere):
    elsewhere.answers(Reply(302, headers={"Location": f"{elsewhere.url}/moved.png"}), Reply(content=PNG))
    assert fetched(newsletter, 0, LOOPBACK) == (PNG, "image/png")
    assert [one.path for one in elsewhere.asked] == ["/chair.png", "/moved.png"]
    assert elsewhere.asked[0].headers["user-agent"] == "Rapport" and "cookie" not in elsewhere.asked[0].headers


def test_what_is_no_picture_is_not_passed_on(newsletter, elsewhere):
    elsewhere.answers(Reply(content=b"alert(1)"))
    with pytest.raises(Http404):
        fetched(newsletter, 1, LOOPBACK)
    with pytest.raises(Http404):
        fetched(newsletter, 7, LOOPBACK)


def test_no_mail_makes_us_look_into_our_own_network(client, ann, newsletter, elsewhere, settings):
    settings.WEBHOOKS_PRIVATE = ["1"]
    client.force_login(ann)
    assert client.get(f"/inbox/messages/{newsletter.pk}/pictures/0/").status_code == 404
    assert elsewhere.asked == []
