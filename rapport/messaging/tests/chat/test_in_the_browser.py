"""Two sides live: a visitor on a page of another site, Ann in the inbox, a real process of streams between them."""

import os
import re
import socket
import threading
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from django.conf import settings as configured
from playwright.sync_api import TimeoutError

from rapport.core.streams import testing
from rapport.core.testing.browser import PHONE, check_axe, session_of
from rapport.core.tests.streams.test_process import where_the_database_is

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Linden</title>
<link rel="icon" href="data:,"></head><body><main><h1>Chairs</h1></main>
<script src="{script}" async></script></body></html>"""


@pytest.fixture
def a_site(live_server, chat):
    """A web page of the business, on a server that is not ours."""
    script = f"{live_server.url}/chat/{chat.pk}.js"

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802 – the name is theirs
            content = PAGE.format(script=script).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words):
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


@pytest.fixture
def streams(live_server, settings):
    with closing(socket.socket()) as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    host = urlsplit(live_server.url).hostname
    settings.STREAMS_ADDRESS = f"http://{host}:{port}"
    settings.STREAMS = [settings.STREAMS_ADDRESS]
    policy = configured.CONTENT_SECURITY_POLICY["DIRECTIVES"] | {"connect-src": ["'self'", settings.STREAMS_ADDRESS]}
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
    with testing.streaming(where_the_database_is(), settings.SECRET_KEY, port, RAPPORT_HOSTS=host) as running:
        yield running


def test_a_visitor_and_ann_talk_live(browser_page, chromium, streams, a_site, chat, ann, mailbox):
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    chat.settings |= {"sites": [a_site]}
    chat.save()
    theirs = browser_page.page
    theirs.set_viewport_size(PHONE)
    theirs.goto(a_site)
    frame = theirs.frame_locator("iframe")
    frame.get_by_role("button", name="Chat with Linden Workshop").press("Enter")
    words = frame.get_by_role("textbox", name="Your message")
    words.press_sequentially("Do you repair chairs?")
    words.press("Enter")
    frame.get_by_role("log").get_by_text("Do you repair chairs?").wait_for()

    context = chromium.new_context()
    ours = context.new_page()
    context.add_cookies([{"name": "sessionid", "value": session_of(ann), "url": browser_page.address}])
    ours.goto(f"{browser_page.address}/inbox/?show=nobodys")
    ours.get_by_role("link", name=re.compile("Visitor")).first.click()
    ours.locator("body[data-streaming]").wait_for()
    ours.get_by_text("They have the chat open.").wait_for()
    _write_until_seen(words, ours)
    answer = ours.get_by_role("form", name="Reply").get_by_role("textbox", name="Reply")
    answer.press_sequentially("Yes")
    frame.get_by_text("Somebody is writing").wait_for()
    answer.fill("Yes, bring them along.")
    ours.get_by_role("button", name="Send", exact=True).click()

    frame.get_by_role("log").get_by_text("Yes, bring them along.").wait_for()
    words.fill("Until Friday!")
    words.press("Enter")
    ours.get_by_role("log").get_by_text("Until Friday!").wait_for()

    theirs.is_being_measured = True
    check_axe(next(one for one in theirs.frames if "/frame/" in one.url))
    frame.get_by_role("textbox", name="E-mail").fill("eva@example.com")
    frame.get_by_role("button", name="Keep it").click()
    frame.get_by_text("When you leave, answers go to eva@example.com.").wait_for()
    words.press("Escape")
    launcher = frame.get_by_role("button", name=re.compile("Chat"))
    assert launcher.evaluate("(button) => button === document.activeElement"), "the focus goes back to the button"
    answer.fill("On Friday we close at five.")
    ours.get_by_role("button", name="Send", exact=True).click()
    frame.get_by_role("button", name="Chat: there is an answer for you").wait_for()
    context.close()

    theirs.reload()
    frame.get_by_role("button", name=re.compile("Chat")).click()
    frame.get_by_role("log").get_by_text("On Friday we close at five.").wait_for()
    theirs.goto("about:blank")  # before the streams are gone


def _write_until_seen(words, ours) -> None:
    """Whoever writes goes on writing; what they write before our page has its line to the streams is told to nobody."""
    seen = ours.get_by_text("They are writing")
    for _second in range(30):
        words.press_sequentially(" and")
        with suppress(TimeoutError):
            seen.wait_for(timeout=1000)
            return
    raise AssertionError("never: They are writing")


def test_a_site_that_is_not_listed_shows_nothing(browser_page, a_site):
    browser_page.page.goto(a_site)
    browser_page.page.wait_for_function("document.querySelector('iframe')")
    browser_page.page.wait_for_timeout(300)
    assert not any("/frame/" in frame.url for frame in browser_page.page.frames)
    browser_page.problems.clear()  # the browser complains that it refused the frame, which is what we want
