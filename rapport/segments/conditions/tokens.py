"""The line that people write, in pieces."""

import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

QUOTES = {'"': '"', "“": '”“"', "„": '“”"', "«": "»", "”": "”"}
ESCAPE = "\\"


MOST_NAMED = 8  # of what could stand somewhere


@dataclass(frozen=True)
class Token:
    kind: str  # word, text (it stood in quotes), "(", ")", ","
    value: str
    start: int
    end: int

    @property
    def folded(self) -> str:
        return fold(self.value) if self.kind == "word" else ""


class Unreadable(ValueError):
    """Says where the line stops making sense, and what could stand there."""

    def __init__(self, message: str, start: int, end: int, expected: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message, self.start, self.end, self.expected = message, start, end, expected


def fold(word: str) -> str:
    return unicodedata.normalize("NFC", word).casefold()


def tokens(line: str) -> list[Token]:
    """Raises `Unreadable` where a quotation does not end."""
    found, here = [], 0
    while here < len(line):
        sign = line[here]
        if sign.isspace():
            here += 1
        elif sign in "()" or sign == ",":
            found.append(Token(sign, sign, here, here + 1))
            here += 1
        elif sign in QUOTES:
            token = _quoted(line, here)
            found.append(token)
            here = token.end
        else:
            end = here + 1
            while end < len(line) and not _ends_a_word(line, end):
                end += 1
            found.append(Token("word", line[here:end], here, end))
            here = end
    return found


def _quoted(line: str, start: int) -> Token:
    closing, text, here = QUOTES[line[start]], [], start + 1
    while here < len(line):
        sign = line[here]
        if sign == ESCAPE and here + 1 < len(line):
            text.append(line[here + 1])
            here += 2
            continue
        if sign in closing:
            return Token("text", "".join(text), start, here + 1)
        text.append(sign)
        here += 1
    raise Unreadable(_("This quotation does not end. Put a %(quote)s behind it.") % {"quote": '"'}, start, len(line))


def _ends_a_word(line: str, here: int) -> bool:
    sign = line[here]
    if sign == ",":  # 1,234 is one number; Brno,Zlín are two cities
        return not (line[here - 1].isdigit() and line[here + 1 : here + 2].isdigit())
    return sign.isspace() or sign in "()" or sign in QUOTES


def quoted(text: str) -> str:
    return '"' + text.replace(ESCAPE, ESCAPE * 2).replace('"', ESCAPE + '"') + '"'


def misplaced(token: Token | None, expected: tuple[str, ...]) -> str:
    some = ", ".join(expected[:MOST_NAMED]) + (", …" if len(expected) > MOST_NAMED else "")
    if token is None:
        return _("Something is missing at the end: %(expected)s.") % {"expected": some}
    return _("“%(word)s” makes no sense here. Here may stand: %(expected)s.") % {
        "word": token.value,
        "expected": some,
    }
