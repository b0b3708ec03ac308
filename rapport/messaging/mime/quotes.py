"""What is new in a mail, what repeats the mail before, and what is only signature.

Only folding depends on it, never keeping: the three together always have every line. When in doubt, words are new.
"""

import re
from dataclasses import dataclass

from .html import REPLY_HEAD
from .languages import every
from .signatures import signature_start

LONGEST_LINE = 400  # of those that are compared with patterns
MOST_LINES = 5000
MOST_INTRODUCTIONS = 50
MARKER = re.compile(r"[>\s]*##- .{1,200} -##\s*")


def marker(sentence: str) -> str:
    """The line above which our mails ask to be answered, around a sentence in the customer's language."""
    return f"##- {sentence} -##"


def _any(names: str) -> str:
    return "|".join(f"(?:{pattern})" for pattern in every(names))


WROTE = re.compile(rf"\W{{0,3}}(?:{_any('wrote')})\s*:\W{{0,3}}", re.IGNORECASE)
ORIGINAL = re.compile(rf"[-–—_*=\s]{{2,80}}(?:{_any('original')})[-–—_*=:\s]{{2,80}}", re.IGNORECASE)
FORWARDED = re.compile(
    rf"[-–—_*=\s]{{2,80}}(?:{_any('forwarded')})[-–—_*=:\s]{{2,80}}|begin forwarded message:|{_any('forwarded')}:",
    re.IGNORECASE,
)
SENDER = re.compile(rf"[*_\s]{{0,4}}(?:{_any('sender')})[*_\s]{{0,4}}[:：]", re.IGNORECASE)
HEAD = re.compile(rf"[*_\s]{{0,4}}(?:{_any('head')})[*_\s]{{0,4}}[:：]", re.IGNORECASE)
FORWARD_SUBJECT = re.compile(rf"\s*(?:{_any('forward_subject')})\b\s*:", re.IGNORECASE)
RULE = re.compile(r"[-_=–—]{3,}")
WHEN_OR_WHO = re.compile(r"@|<|\d[:.]\d\d|\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Split:
    new: str
    signature: str
    quoted: str


def split(text: str, subject: str = "") -> Split:
    """`text` in its three parts. A forwarded mail is news, not a quote; `subject` tells."""
    lines = text.split("\n")
    is_forward = bool(FORWARD_SUBJECT.match(subject))
    end, quoted = _quoted_lines(lines, is_forward)

    body, tail, below = lines[:end], lines[end:], []
    blocks = _blocks(body, quoted)
    if blocks:
        last = blocks[-1][1] + signature_start(body[blocks[-1][1] :])
        own = [number for number in range(last) if not quoted[number] and body[number].strip()]
        if not any(number > blocks[-1][0] for number in own):  # answered above, a signature may stand below
            body, tail, below = lines[: blocks[-1][0]], lines[blocks[-1][0] : last] + tail, lines[last:end]
        elif len(blocks) == 1 and own[0] > blocks[0][0] and not tail:  # answered below
            body, tail = lines[blocks[0][1] :], lines[: blocks[0][1]]

    start = signature_start(body)
    return Split(_joined(body[:start]), _joined(body[start:] + below), _joined(tail))


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).replace(REPLY_HEAD, "").strip("\n")


def _quoted_lines(lines: list[str], is_forward: bool) -> tuple[int, list[bool]]:
    """From which line on all is quoted, and which lines before are."""
    quoted = [line.lstrip().startswith(">") for line in lines]
    tried = 0
    for number, line in enumerate(lines[:MOST_LINES]):
        if quoted[number] and "##-" not in line:
            continue
        if "##-" in line and MARKER.fullmatch(line[:LONGEST_LINE]):
            return _with_introduction(lines, number), quoted
        if not is_forward and line.startswith(REPLY_HEAD):
            return _with_rule(lines, number), quoted
        stripped = line.strip()
        if not 3 <= len(stripped) <= LONGEST_LINE:
            continue
        if stripped[0] in "-–—_*= " or stripped[-1] == ":":
            if FORWARDED.fullmatch(stripped):
                return len(lines), quoted
            if ORIGINAL.fullmatch(stripped):
                return (len(lines) if _is_top(lines, number) else number), quoted
        if not is_forward and SENDER.match(stripped) and _is_reply_head(lines, number):
            start = _with_rule(lines, number)
            return (len(lines) if _is_top(lines, start) else start), quoted
        if stripped[-1] not in ":*_" or tried == MOST_INTRODUCTIONS:
            continue
        tried += 1
        if (start := _introduction(lines, number)) is not None:
            if not _next_is_quoted(lines, number):
                return start, quoted
            quoted[start : number + 1] = [True] * (number + 1 - start)
    return len(lines), quoted


def _is_top(lines: list[str], number: int) -> bool:
    """Nothing stands above: somebody hands on a mail without a word of their own."""
    return not any(line.strip() for line in lines[:number])


def _introduction(lines: list[str], number: int) -> int | None:
    """Where the "On … wrote:" begins that ends in line `number`; programs break it into up to three lines."""
    text = ""
    for start in range(number, max(-1, number - 3), -1):
        line = lines[start].strip()
        if not line or line.startswith(">"):
            break
        text = f"{line} {text}".strip()
        if len(text) > LONGEST_LINE:
            break
        if WROTE.fullmatch(text) and (WHEN_OR_WHO.search(text) or _next_is_quoted(lines, number)):
            return start
    if _next_is_quoted(lines, number) and WHEN_OR_WHO.search(lines[number]):  # in a language nobody taught us
        return number
    return None


def _next_is_quoted(lines: list[str], number: int) -> bool:
    following = next((line for line in lines[number + 1 : number + 3] if line.strip()), "")
    return following.lstrip().startswith(">")


def _is_reply_head(lines: list[str], number: int) -> bool:
    """Whether two more labels of a mail's head stand below its sender."""
    following = [line.strip() for line in lines[number + 1 : number + 12] if line.strip()][:5]
    return sum(bool(HEAD.match(line[:80])) for line in following) >= 2


def _with_rule(lines: list[str], number: int) -> int:
    """The line across the page above it belongs to the quote."""
    above = number - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and RULE.fullmatch(lines[above].strip()) else number


def _with_introduction(lines: list[str], number: int) -> int:
    for above in range(number - 1, max(-1, number - 6), -1):
        if lines[above].strip(" >"):
            start = _introduction(lines, above)
            if start is None and lines[above].rstrip().endswith(":"):
                start = above
            return number if start is None else start
    return number


def _blocks(lines: list[str], quoted: list[bool]) -> list[tuple[int, int]]:
    """Stretches of quoted lines; an introduction and an empty line below it are one with what they introduce."""
    blocks: list[tuple[int, int]] = []
    for number in range(len(lines)):
        if not quoted[number]:
            continue
        gap = number - blocks[-1][1] if blocks else 2
        if gap == 0 or gap == 1 and not lines[number - 1].strip():
            blocks[-1] = (blocks[-1][0], number + 1)
        else:
            blocks.append((number, number + 1))
    return blocks
