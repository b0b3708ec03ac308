"""Opening hours as people write them: "9:00–12:00, 13–17:30"."""

import re
from collections.abc import Iterable
from datetime import time

from rapport.promises.business_time import MIDNIGHT, Hours

CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?"
SPAN = re.compile(rf"\s*{CLOCK}\s*[-–—]\s*{CLOCK}\s*")


def read(text: str) -> list[Hours]:
    """The spans of a day; none for an empty text. Raises ValueError for anything that is no opening hours."""
    spans = sorted(_read_span(part) for part in re.split(r"[,;]", text) if part.strip())
    for earlier, later in zip(spans, spans[1:], strict=False):
        if earlier.overlaps(later):
            raise ValueError(text)
    return spans


def write(spans: Iterable[Hours]) -> str:
    return ", ".join(f"{hours.opens:%H:%M}–{_closing(hours.closes)}" for hours in sorted(spans))


def _read_span(text: str) -> Hours:
    found = SPAN.fullmatch(text)
    if not found:
        raise ValueError(text)
    opens_hour, opens_minute, closes_hour, closes_minute = (int(number or 0) for number in found.groups())
    ends_the_day = (closes_hour, closes_minute) == (24, 0)
    return Hours(time(opens_hour, opens_minute), MIDNIGHT if ends_the_day else time(closes_hour, closes_minute))


def _closing(closes: time) -> str:
    return "24:00" if closes == MIDNIGHT else f"{closes:%H:%M}"
