"""A real browser for tests: pages on the live server, where any broken rule of the CSP and any error fails the test.

In a test: `def test_…(browser_page): browser_page.sign_in(ann); browser_page.open("/customers/")`, then Playwright as
usual on `browser_page.page`. Find things as people do, by role and label.
"""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

AXE = Path(__file__).parents[1] / "tests" / "browser" / "axe.min.js"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXPECTED_STATUSES = ("status of 403", "status of 404", "status of 409", "status of 422", "status of 429")
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (e) =>
  console.error(`CSP: ${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`));
"""
MEASURED = "axe has measured"  # said after the last report that axe caused
SAY_MEASURED = f"() => new Promise((done) => setTimeout(() => done(console.info('{MEASURED}')), 100))"
STILL = "document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getTiming().iterations > 9)"
SERVES = "(process_request_thread)"  # how Python names the threads of a connection to the live server
LONGEST_ANSWER = 5  # seconds
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def chromium_path(playwright) -> str | None:
    """Playwright's own Chromium, else one that the machine has."""
    own = playwright.chromium.executable_path
    if own and Path(own).is_file():
        return own
    names = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def session_of(user) -> str:
    """The cookie of someone who has just signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class BrowserPage:
    """A browser window on the live server."""

    page: object
    address: str
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> object:
        return self.page.goto(self.address + path)

    def sign_in(self, user) -> None:
        self.enter(session_of(user))

    def enter(self, session: str, cookie_name: str = "") -> None:
        from django.conf import settings

        cookie = {"name": cookie_name or settings.SESSION_COOKIE_NAME, "value": session, "url": self.address}
        self.page.context.add_cookies([cookie])

    def watch(self) -> None:
        """From now on every broken rule of the CSP, every error and every failed request is a problem."""
        self.page.set_default_timeout(10_000)
        self.page.on("console", lambda message: _note(self, message))
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("response", lambda answer: _note_status(self, answer))

    def phone(self) -> None:
        self.page.set_viewport_size(PHONE)

    def wide(self) -> None:
        self.page.set_viewport_size(WIDE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread; Django would refuse the database to the test itself.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        path = chromium_path(playwright)
        if path is None:
            pytest.fail("No Chromium found. bin/test says how to install one.")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _nobody_is_served_while_tables_are_emptied(request) -> Iterator[None]:
    """Pages are closed by now, but what they asked for last (a draft saved while leaving) may still be written."""
    if "chromium" not in request.fixturenames or "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # which empties them, after this
    yield
    gives_up_at = time.monotonic() + LONGEST_ANSWER
    while any(SERVES in thread.name for thread in threading.enumerate()) and time.monotonic() < gives_up_at:
        time.sleep(0.01)


@pytest.fixture
def browser_page(chromium, live_server) -> Iterator[BrowserPage]:
    context = chromium.new_context(viewport=WIDE, locale="en-GB", reduced_motion="reduce")
    context.add_init_script(REPORT_VIOLATIONS)
    window = BrowserPage(context.new_page(), live_server.url)
    window.watch()
    yield window
    context.close()
    assert not window.problems, "\n".join(window.problems)


def _note(window: BrowserPage, message) -> None:
    if message.text == MEASURED:
        window.page.is_being_measured = False
    if message.type != "error" or getattr(window.page, "is_being_measured", False):
        return
    if not any(status in message.text for status in EXPECTED_STATUSES):
        window.problems.append(f"console: {message.text}")


def _note_status(window: BrowserPage, answer) -> None:
    if answer.status >= 500 or (answer.status == 404 and "/static/" in answer.url):
        window.problems.append(f"{answer.status} {answer.url}")


def until(page, holds: str) -> None:
    """Wait until the expression `holds` in the page. Playwright's own way would need the eval that our CSP forbids."""
    from playwright.sync_api import Error

    for _step in range(100):
        with suppress(Error):  # the page went while it was asked
            if page.evaluate(holds):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"never: {holds}")


def check_axe(page) -> None:
    """No violation of WCAG 2.0 to 2.2, A and AA, nor of axe's best practices."""
    page.is_being_measured = True  # axe tries inline styles of its own, which the CSP rightly blocks
    page.evaluate(AXE.read_text())
    page.evaluate("() => scrollTo({top: 0, behavior: 'instant'})")  # what is half below the bar at the top is no target
    until(page, STILL)  # a colour on its way to another is neither
    result = page.evaluate(
        """() => axe.run(document, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          resultTypes: ["violations"],
          preload: false,  // reads style sheets by writing inline ones, of which the CSP complains, sometimes late
        })"""
    )
    page.evaluate(SAY_MEASURED)
    found = []
    for violation in result["violations"]:
        places = "\n    ".join(node["html"][:200] for node in violation["nodes"][:5])
        found.append(f"{violation['id']}: {violation['help']}\n    {places}")
    assert not found, f"axe on {page.url}:\n" + "\n".join(found)


def check_no_overflow(page) -> None:
    """Nothing sticks out sideways, save what scrolls inside its own box."""
    found = page.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide) return [];
          const scrolls = (el) => { for (let p = el.parentElement; p && p !== document.body; p = p.parentElement)
            if (getComputedStyle(p).overflowX !== "visible") return true; return false; };
          return [...document.body.querySelectorAll("*")]
            .filter((el) => el.getBoundingClientRect().right > wide + 1 && !scrolls(el))
            .slice(0, 8).map((el) => el.outerHTML.slice(0, 160));
        }"""
    )
    assert not found, f"sticks out on {page.url}:\n" + "\n".join(found)
