"""Whether two people live, or two companies work, at the same place."""

from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import token_sort_ratio

from rapport.core.folding import sound_key
from rapport.customers.duplicates import weights
from rapport.customers.duplicates.profiles import folded
from rapport.customers.duplicates.words_of_names import CITIES, STREET_WORDS

SAME_STREET = 85  # of 100


class PlaceFound(NamedTuple):
    """Bits of city, postal code and street, each with its outcome; "" where one of them does not say."""

    city: tuple[str, float]
    postal: tuple[str, float]
    street: tuple[str, float]

    @property
    def bits(self) -> float:
        return self.city[1] + self.postal[1] + self.street[1]


MISSING = ("", 0.0)
NOWHERE = PlaceFound(MISSING, MISSING, MISSING)


def compare_places(ones, others) -> PlaceFound:
    """The two addresses that agree best."""
    return max((_compare(*one, *other) for one in ones for other in others), key=lambda f: f.bits, default=NOWHERE)


def _compare(city: str, postal: str, street: str, city2: str, postal2: str, street2: str) -> PlaceFound:
    town = _towns(city, city2) if city and city2 else ""
    code = _codes(_plain(postal), _plain(postal2)) if postal and postal2 else ""
    house = _houses(street, street2) if street and street2 else ""
    if town == "differs" and code != "same":  # who moved has another code, too: it says nothing more
        return PlaceFound(("differs", weights.CITY[1]), MISSING, MISSING)
    if town == "differs":
        town = ""
    if house == "same" and town != "same" and code != "same":
        house = ""  # there is a Long Street 5 in every town
    return PlaceFound(
        (town, weights.CITY[0] if town == "same" else 0.0),
        (code, {"same": weights.POSTAL[0], "differs": weights.POSTAL[1]}.get(code, 0.0)),
        (house, {"same": weights.STREET[0], "differs": weights.STREET[1]}.get(house, 0.0)),
    )


@lru_cache(50_000)
def _towns(one: str, other: str) -> str:
    """The same town in another language or script, with or without its district, or misspelt, is the same."""
    a, b = (_town(folded(text)) for text in (one, other))
    if not a or not b:
        return ""
    if a == b or a[0] == b[0] and (len(a) == 1 or len(b) == 1):
        return "same"
    x, y = " ".join(a), " ".join(b)
    if OSA.distance(x, y) <= (1 if max(len(x), len(y)) < 8 else 2) and min(len(x), len(y)) > 3:
        return "same"
    if (one.isascii() != other.isascii()) and len(sound_key(x)) > 1 and sound_key(x) == sound_key(y):
        return "same"
    return "differs"


def _town(text: str) -> tuple[str, ...]:
    words = [word for word in text.split() if not word.isdigit()]
    return tuple(CITIES.get(word, word) for word in words)


def _plain(postal: str) -> str:
    return "".join(filter(str.isalnum, postal)).casefold()


def _codes(one: str, other: str) -> str:
    if one == other:
        return "same"
    return "slip" if len(one) == len(other) and OSA.distance(one, other) == 1 else "differs"


@lru_cache(50_000)
def _houses(one: str, other: str) -> str:
    numbers, words = _street(folded(one))
    numbers2, words2 = _street(folded(other))
    if numbers and numbers2 and not numbers & numbers2:
        return "differs"
    if not words or not words2:
        return "same" if numbers and numbers == numbers2 else ""
    if token_sort_ratio(words, words2) >= SAME_STREET or sound_key(words) == sound_key(words2) != "":
        # 28/20 is also written 28 or 20, but 89/28 is another house, and 28 flat 3 is beside 28 flat 5.
        if not numbers or not numbers2:
            return ""
        return "same" if numbers <= numbers2 or numbers >= numbers2 else "part"
    return "differs"


def _street(text: str) -> tuple[frozenset[str], str]:
    """The numbers in it, and the name."""
    words = [word for word in text.split() if word not in STREET_WORDS]
    numbers = frozenset(word for word in words if any(map(str.isdigit, word)))
    return numbers, " ".join(word for word in words if word not in numbers)
