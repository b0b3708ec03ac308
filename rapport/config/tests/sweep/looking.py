"""What a browser finds wrong with a page, in words; nothing found is an empty list."""

from pathlib import Path

from rapport.core.testing import browser

IN_PAGE = (Path(__file__).parent / "looking.js").read_text()
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS_ONLY = ["color-contrast", "link-in-text-block"]  # all that another theme can change
SET_THEME = """async (name) => {
  const still = new CSSStyleSheet();
  still.replaceSync("*, *::before, *::after { transition: none !important }");
  document.adoptedStyleSheets = [still];
  document.documentElement.dataset.theme = name;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""  # colours that are still on their way have no contrast yet
WIDTHS = (320, 390, 768, 1440)


class Looker:
    """A window that walks from page to page; themes, widths and the finger change in place, without loading again."""

    def __init__(self, chromium, address: str) -> None:
        context = chromium.new_context(viewport=browser.WIDE, locale="en-GB", reduced_motion="reduce")
        context.add_init_script(browser.REPORT_VIOLATIONS)
        self.window = browser.BrowserPage(context.new_page(), address)
        self.page = self.window.page
        self.devices = context.new_cdp_session(self.page)
        self.window.watch()

    def speak(self, language: str) -> None:
        """What a stranger chose in the foot of the page."""
        cookie = {"name": "django_language", "value": language, "url": self.window.address}
        self.page.context.add_cookies([cookie])

    def close(self) -> None:
        self.page.context.close()

    def open(self, path: str, *, expect: int = 200) -> list[str]:
        """Go there. What is wrong with the page whatever it looks like."""
        self.window.problems.clear()
        self.wide()
        answer = self.window.open(path)
        status = answer.status if answer else None
        self.page.evaluate(browser.AXE.read_text())
        self.page.evaluate(IN_PAGE)
        wrong = self.page.evaluate("() => looking.frame()")
        return wrong + list(self.window.problems) + ([] if status == expect else [f"answers {status}, not {expect}"])

    def wide(self) -> None:
        self.size(1440, 900)
        self._finger(False)

    def phone(self) -> None:
        self.size(390, 844)
        self._finger(True)

    def size(self, width: int, height: int = 900) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def _finger(self, touches: bool) -> None:
        self.devices.send("Emulation.setTouchEmulationEnabled", {"enabled": touches, "maxTouchPoints": 5})
        if touches:
            browser.until(self.page, "matchMedia('(pointer: coarse)').matches")
            self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def theme(self, name: str) -> None:
        self.page.evaluate(SET_THEME, name)

    def axe(self, *, only_colours: bool = False) -> list[str]:
        self.page.is_being_measured = True  # axe tries inline styles of its own, which the CSP rightly blocks
        run_only = {"type": "rule", "values": COLOURS_ONLY} if only_colours else {"type": "tag", "values": EVERY_RULE}
        found = self.page.evaluate("(runOnly) => looking.axe(runOnly)", run_only)
        self.page.evaluate(browser.SAY_MEASURED)
        return found

    def overflow(self) -> list[str]:
        return self.page.evaluate("() => looking.overflow()")

    def targets(self) -> list[str]:
        return self.page.evaluate("() => looking.targets()")
