"""Until when somebody says to be away. Only a date that is really said counts, in the year that makes sense."""

import re
from datetime import date, timedelta
from functools import lru_cache

from .languages import ALL, Phrases

LONGEST_ABSENCE = timedelta(days=400)
LOOKED_AT = 3000  # characters
NUMBERS = r"\d{4}-\d\d-\d\d|\d{1,2}[./] ?\d{1,2}(?:[./] ?(?:\d{4}|\d\d)?)?"
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
NUMERIC = re.compile(r"(\d{1,2})([./]) ?(\d{1,2})(?:[./] ?(\d{4}|\d\d)?)?")
YEAR = re.compile(r"\b((?:20)\d\d)\b")


def away_until(text: str, written_on: date) -> date | None:
    """The latest date that follows a word such as "until", at most a year ahead of the day on which it was written."""
    text = text[:LOOKED_AT].lower()
    found = []
    for phrases in ALL:
        if phrases.until and phrases.months:
            for match in _pattern(phrases).finditer(text):
                said = next(group for group in match.groups() if group)
                if (day := _date(said, phrases, written_on)) is not None:
                    found.append(day)
    return max(found, default=None)


@lru_cache
def _pattern(phrases: Phrases) -> re.Pattern:
    month = rf"(?:{'|'.join(phrases.months)})[^\s\d,.:;-]{{0,12}}\.?"
    year = r"(?:,? ?(?:20\d\d))?"
    worded = rf"\d{{1,2}}(?:st|nd|rd|th|\.)?(?: of)? ?{month}{year}|{month} ?\d{{1,2}}(?:st|nd|rd|th)?(?!\d){year}"
    forms = [
        pattern.replace("{date}", rf"(?P<d{number}>{worded}|{NUMBERS})") for number, pattern in enumerate(phrases.until)
    ]
    return re.compile("|".join(f"(?:{form})" for form in forms))


def _date(said: str, phrases: Phrases, written_on: date) -> date | None:
    if match := ISO.search(said):
        return _plausible([(int(match[1]), int(match[2]), int(match[3]))], written_on)
    if match := NUMERIC.fullmatch(said.strip()):
        first, second = int(match[1]), int(match[3])
        years = [_full_year(int(match[4]))] if match[4] else [written_on.year, written_on.year + 1]
        orders = [(second, first)] if match[2] == "." else [(second, first), (first, second)]
        return _plausible([(year, month, day) for month, day in orders for year in years], written_on)

    # "červen" is how "červenec" begins, and the longer one comes later: the last that fits counts.
    month = max((number for number, start in enumerate(phrases.months, 1) if re.search(start, said)), default=None)
    year = YEAR.search(said)
    days = re.search(r"(?<!\d)\d{1,2}(?!\d)", said)
    if month is None or days is None:
        return None
    years = [int(year[1])] if year else [written_on.year, written_on.year + 1]
    return _plausible([(year, month, int(days[0])) for year in years], written_on)


def _full_year(year: int) -> int:
    return year + 2000 if year < 100 else year


def _plausible(candidates: list[tuple[int, int, int]], written_on: date) -> date | None:
    for year, month, day in candidates:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if timedelta(0) <= found - written_on <= LONGEST_ABSENCE:
            return found
    return None
