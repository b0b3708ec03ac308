"""Every page of Rapport, in four languages, both themes, on a desk and in a hand, as an automatic eye sees it.

Each page is loaded once per language. By default it is looked at twice: in English and in one other language, in turn,
each time in one of the four looks, in turn, so that each language meets each look. `--full` looks at everything.
"""

from itertools import product

import pytest

from rapport.config.tests.sweep.addresses import Place
from rapport.config.tests.sweep.looking import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LOOKS = tuple(product(("light", "dark"), ("wide", "phone")))
OTHER_LANGUAGES = ("ka", "cs", "ta")
PARTS = 3  # of the pages, so that several processes share them
# Pages that are no address of their own: what stands there when nothing is found.
MORE_PAGES = [Place("/nowhere/", status=404), Place("/customers/?q=zzzzzz"), Place("/orders/?q=zzzzzz")]


def test_every_address_has_an_example(places):
    assert not places.forgotten, "\n".join(places.forgotten)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_fit_for_everyone(looker, places, reader, pytestconfig, part):
    everything = pytestconfig.getoption("--full")
    pages = [
        (place, LOOKS if everything else looks_at(number, reader.language))
        for number, place in enumerate(places.pages + MORE_PAGES)
        if number % PARTS == part
    ]
    wrong = []
    looker.speak(reader.language)
    for place, looks in sorted(pages, key=lambda page: not page[0].is_public):
        if looks and not place.is_public:
            looker.window.enter(reader.session)
        wrong += complaints(looker, place, looks, reader.language) if looks else []
    assert not wrong, f"{len(wrong)} of {len(pages)} pages:\n\n" + "\n".join(wrong)


def looks_at(number: int, language: str) -> list[tuple[str, str]]:
    """The looks in which a page is seen in one language when time is short."""
    if language == "en":
        return [LOOKS[number % len(LOOKS)]]
    if OTHER_LANGUAGES[number // PARTS % len(OTHER_LANGUAGES)] == language:
        return [LOOKS[(number + number // len(LOOKS)) % len(LOOKS)]]
    return []


def complaints(looker, place: Place, looks, language: str) -> list[str]:
    """Nothing, or one text about that page."""
    wrong = looker.open(place.path, expect=place.status)
    lang = looker.page.locator("html").get_attribute("lang")
    wrong += [] if lang == language else [f"lang is {lang}"]
    for size in ("wide", "phone"):
        themes = [theme for theme, of_size in looks if of_size == size]
        if not themes:
            continue
        getattr(looker, size)()
        for theme in themes:
            looker.theme(theme)
            found = looker.axe(only_colours=theme != themes[0])
            wrong += [f"{theme}, {size}: {one}" for one in found]
        wrong += looker.targets() if size == "phone" else []
    for width in WIDTHS:
        looker.size(width)
        wrong += looker.overflow()
    return [f"{place.path}\n  " + "\n  ".join(wrong)] if wrong else []
