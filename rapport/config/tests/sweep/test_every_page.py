"""Every page of Rapport, in four languages, both themes, on a desk and in a hand, as an automatic eye sees it.

By default every sixteenth page is looked at, once, languages and looks in turn, so that each language meets each look.
`--full` looks at everything: every page in four languages, each loaded once and then seen in four looks.
"""

from itertools import product

import pytest

from rapport.config.tests.sweep.addresses import Place
from rapport.config.tests.sweep.conftest import LANGUAGES
from rapport.config.tests.sweep.looking import WIDTHS
from rapport.portal.visiting import COOKIE as VISITOR

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LOOKS = tuple(product(("light", "dark"), ("wide", "phone")))
PARTS = 2  # of the pages, so that several processes share them
# Pages that are no address of their own: what stands there when nothing is found.
MORE_PAGES = [Place("/nowhere/", status=404), Place("/customers/?q=zzzzzz"), Place("/orders/?q=zzzzzz")]


def test_every_address_has_an_example(places):
    assert not places.forgotten, "\n".join(places.forgotten)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_fit_for_everyone(looker, places, world, reader, pytestconfig, part):
    everything = pytestconfig.getoption("--full")
    pages = [
        (world.of(place, reader.language), LOOKS if everything else looks_at(number, reader.language))
        for number, place in enumerate(places.pages + MORE_PAGES)
        if number // len(LANGUAGES) % PARTS == part
    ]
    wrong = []
    looker.speak(reader.language)
    for place, looks in sorted(pages, key=lambda page: not page[0].is_public):
        if looks and not place.is_public:
            looker.window.enter(reader.session)
            looker.window.enter(reader.visitor, VISITOR)
        wrong += complaints(looker, place, looks, reader.language) if looks else []
    assert not wrong, f"{len(wrong)} of {len(pages)} pages:\n\n" + "\n".join(wrong)


def looks_at(number: int, language: str) -> list[tuple[str, str]]:
    """The looks in which a page is seen in one language when time is short: in all but one of the four, none."""
    if LANGUAGES[number % len(LANGUAGES)] != language:
        return []
    turn = number // len(LANGUAGES) // PARTS
    return [LOOKS[turn // 16 % len(LOOKS)]] if turn % 16 == 0 else []


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
