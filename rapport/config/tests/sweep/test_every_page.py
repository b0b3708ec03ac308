"""Every page of Rapport, in four languages, both themes, on a desk and in a hand, as an automatic eye sees it.

Each page is loaded once per language. In English it is then looked at in both themes and both sizes; in the other
languages in one of these, in turn, so that each combination meets each language. `--full` looks at everything.
"""

from itertools import cycle, product

import pytest

from rapport.config.tests.sweep.addresses import Place
from rapport.config.tests.sweep.looking import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.full]
LOOKS = tuple(product(("light", "dark"), ("wide", "phone")))
# Pages that are no address of their own: what stands there when nothing is found.
MORE_PAGES = [Place("/nowhere/", status=404), Place("/customers/?q=zzzzzz"), Place("/orders/?q=zzzzzz")]


def test_every_address_has_an_example(places):
    assert not places.forgotten, "\n".join(places.forgotten)


def test_every_page_is_fit_for_everyone(looker, places, reader, pytestconfig):
    everything = reader.language == "en" or pytestconfig.getoption("--full")
    looks = cycle([LOOKS] if everything else [[look] for look in LOOKS])
    pages = places.pages + MORE_PAGES
    wrong = []
    looker.speak(reader.language)
    for place in [place for place in pages if place.is_public]:
        wrong += complaints(looker, place, next(looks), reader.language)
    looker.window.enter(reader.session)
    for place in [place for place in pages if not place.is_public]:
        wrong += complaints(looker, place, next(looks), reader.language)
    assert not wrong, f"{len(wrong)} of {len(pages)} pages:\n\n" + "\n".join(wrong)


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
