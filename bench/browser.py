"""From a key that is pressed to what it finds, painted: in a real browser, as somebody sees it."""

from collections.abc import Iterator

from bench.house import served
from bench.measuring import Line, note, timed
from bench.people import signed_in

KEYS = "gj6nmtb+zp"  # what people begin with: names in Latin letters, a phone, an international one
ROUNDS = 4
BETWEEN_KEYS_MS = 150  # as people type who type well
NAME = "jana novakova"
# Resolves once what changed in `region` after the next key was painted, with the milliseconds since that key.
PAINTED = """region => new Promise(done => {
  let pressed;
  document.addEventListener("keydown", event => { pressed ??= event.timeStamp }, {once: true, capture: true});
  new MutationObserver((_, observer) => {
    if (pressed === undefined) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => done(performance.now() - pressed);
      after.port2.postMessage("");
    });
  }).observe(document.querySelector(region), {childList: true, subtree: true});
})"""


def measure(port: int) -> list[Line]:
    from playwright.sync_api import sync_playwright

    from rapport.core.testing.browser import chromium_path

    name, value = signed_in()["Cookie"].split("=", 1)
    with served(port), sync_playwright() as playwright:
        path = chromium_path(playwright)
        if path is None:
            note("There is no Chromium here")
            return []
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.add_cookies([{"name": name, "value": value, "url": f"http://localhost:{port}"}])
            page = context.new_page()
            page.goto(f"http://localhost:{port}/customers/", wait_until="networkidle")
            return list(_measured(page))
        finally:
            browser.close()


def _measured(page) -> Iterator[Line]:
    aim = "≤ 150"
    first = [_first_key(page, key) for _ in range(ROUNDS) for key in KEYS]
    yield timed("Browser: the palette, from the first key to the result on the screen", first, aim=aim)
    last = [_last_key(page) for _ in range(ROUNDS * 3)]
    yield timed(f"Browser: the palette, from the last key of “{NAME}”", last, aim=aim)
    listed = [_in_the_list(page, key) for _ in range(ROUNDS) for key in KEYS[:5]]
    yield timed("Browser: the list, from the first key to the rows on the screen", listed, aim=aim)


def _first_key(page, key: str) -> float:
    _open(page)
    return _pressed(page, key, "#palette-list")


def _last_key(page) -> float:
    _open(page)
    page.keyboard.type(NAME[:-1], delay=BETWEEN_KEYS_MS)
    page.wait_for_timeout(BETWEEN_KEYS_MS * 2)
    return _pressed(page, NAME[-1], "#palette-list")


def _open(page) -> None:
    """An empty palette that rests, as when somebody begins to type."""
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette[open] [role=option]")
    page.wait_for_timeout(BETWEEN_KEYS_MS * 2)


def _in_the_list(page, key: str) -> float:
    page.goto(page.url.partition("?")[0], wait_until="networkidle")
    page.focus(".customer-search input")
    return _pressed(page, key, "main")


def _pressed(page, key: str, region: str) -> float:
    """Seconds."""
    page.evaluate(f"void (window.painted = ({PAINTED})({region!r}))")
    page.keyboard.press(key)
    return page.evaluate("window.painted") / 1000
