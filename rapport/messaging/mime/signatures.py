"""Where a signature begins."""

import re

from .languages import every

MOST_LINES = 12  # with words, below a closing or above the end
SENT_FROM = re.compile("|".join(f"(?:{pattern})" for pattern in every("sent_from")), re.IGNORECASE)
CLOSING = re.compile(rf"(?:{'|'.join(every('closings'))})(?P<name>[ ,]+\S+(?: \S+){{0,3}})?[\s,.!:;–-]*", re.IGNORECASE)
THANKS = re.compile(rf"(?:{'|'.join(every('thanks'))})[\s,.!–-]*", re.IGNORECASE)
LIST_FOOTER = re.compile(r"_{40,}")


def signature_start(lines: list[str]) -> int:
    """The number of the first line of the signature, or how many lines there are."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    for position, number in enumerate(written):
        if lines[number].rstrip() == "--" and len(written) - position <= 30:
            return number
    starts = [len(lines)]
    for position, number in list(enumerate(written))[-MOST_LINES:]:
        line = lines[number].strip()
        below = [lines[other].strip() for other in written[position + 1 :]]
        if len(line) > 100:
            continue
        is_footer = SENT_FROM.match(line) and len(below) <= 4 or LIST_FOOTER.fullmatch(line)
        if is_footer or position and _is_closing(line, below):
            starts.append(number)
    return min(starts)


def _is_closing(line: str, below: list[str]) -> bool:
    """Closing words alone stay where they are: there is nothing to fold."""
    if any(len(other) > 100 or "?" in other or len(other.split()) > 12 for other in below):
        return False
    if match := CLOSING.fullmatch(line):
        return bool(below and len(below[0].split()) <= 6 or match["name"])
    return bool(below) and bool(THANKS.fullmatch(line)) and _is_name(below[0])


def _is_name(line: str) -> bool:
    words = line.split()
    return len(words) <= 4 and line[-1] not in "!:;" and not any(map(str.isdigit, line))
