"""What a browser calls itself, in the words of people. It may lie; that is why we only ever show it."""

import re

from django.utils.translation import gettext as _

BROWSERS = (  # those that call themselves Chrome or Safari as well come before these
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Vivaldi", r"Vivaldi/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("ChromeOS", r"CrOS"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux|X11"),
)
HANDHELD = ("iPhone", "iPad", "Android")


def names(user_agent: str) -> tuple[str, str]:
    """Browser and system, each empty where it can't be told."""
    return _found(BROWSERS, user_agent), _found(SYSTEMS, user_agent)


def in_words(user_agent: str) -> str:
    """For example: Firefox on Windows."""
    return as_words(*names(user_agent))


def as_words(browser: str, system: str) -> str:
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")


def is_handheld(user_agent: str) -> bool:
    return _found(SYSTEMS, user_agent) in HANDHELD


def _found(patterns: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in patterns if re.search(pattern, user_agent)), "")
