"""Which encoding a text file is in.

Marks and UTF-8 are certain. For the one-byte encodings of old spreadsheets nothing is, so the letters decide: each
candidate is judged by how usual its letters are in the languages that were written in it. A byte can be "č" or "è";
what else stands in the file tells them apart. `charset-normalizer` answers for everything that no candidate fits.
Files glued together from several programs are UTF-8 with single lines in something older; those are read line by line.
"""

import codecs
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
SAMPLE = 4 * 2**20  # bytes with letters beyond ASCII that are looked at
BLOCK = 2**20

# Lower-case letters beyond a-z, the more usual ones first. Rank is all that is used of it.
CZECH = "íáéěřčžýšůúóňťďľôĺŕäüö"
POLISH = "łęóąśżćńźüöä"
HUNGARIAN = "éáöóüőíúűä"
WESTERN = "éäöüßáóíèçñúâãàêåøæôëîïûùõœìòýþð"
FRENCH = "éèàêçâôîùûëïœ"
GERMAN = "üäößé"
NORDIC = "åäöøæéü"
IBERIAN = "áóíéãñçúêâõàôü"
ITALIAN = "àèìòùé"
TURKISH = "ıüşğçöâîû"
CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґў"
GREEK = "αοιετσνηυρπκμλςάίόέήύώδγχθφβξζψϊϋ"
CENTRAL_EUROPE = (CZECH, POLISH, HUNGARIAN, GERMAN)
WESTERN_EUROPE = (WESTERN, FRENCH, GERMAN, NORDIC, IBERIAN, ITALIAN)
CANDIDATES = [
    ("cp1252", WESTERN_EUROPE),
    ("cp1250", CENTRAL_EUROPE),
    ("cp1251", (CYRILLIC,)),
    ("iso-8859-2", CENTRAL_EUROPE),
    ("cp852", CENTRAL_EUROPE),
    ("cp850", WESTERN_EUROPE),
    ("mac-roman", WESTERN_EUROPE),
    ("koi8-u", (CYRILLIC,)),
    ("cp866", (CYRILLIC,)),
    ("cp1254", (TURKISH,)),
    ("cp1253", (GREEK,)),
]
USUAL_SIGNS = set("„“”‘’–—…§°€«»\u00a0№®©™·´¨")
UNHEARD_OF = math.log(0.0005)


@dataclass(frozen=True)
class Encoding:
    """What to open a text file with."""

    name: str
    errors: str = "replace"


def detect(path: Path) -> Encoding:
    """The encoding of the file at `path`, of which no more than a few megabytes are held at once."""
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, name in MARKS:
        if start.startswith(mark):
            return Encoding(name)
    if wide := _wide_without_mark(start):
        return Encoding(wide)
    is_marked = start.startswith(codecs.BOM_UTF8)
    utf8 = "utf-8-sig" if is_marked else "utf-8"
    if _is_utf8(path):
        return Encoding(utf8)
    newer, older = _lines_beyond_ascii(path)
    if is_marked or len(older) < len(newer):
        return Encoding(utf8, _older_bytes(by_letters(b"".join(older))))
    return Encoding(by_letters(b"".join(newer + older)))


def _wide_without_mark(start: bytes) -> str | None:
    """UTF-16 shows in Latin text by a zero in every second byte."""
    if len(start) < 4:
        return None
    even, odd = start[0::2].count(0) / len(start[0::2]), start[1::2].count(0) / len(start[1::2])
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return "utf-16-be"
    return None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in _blocks(path):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _decodes(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _older_bytes(encoding: str) -> str:
    """The name of an error handler that reads bytes which are no UTF-8 as `encoding`."""

    def handler(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(encoding, "replace"), error.end

    name = f"rapport-or-{encoding}"
    codecs.register_error(name, handler)
    return name


def _lines_beyond_ascii(path: Path) -> tuple[list[bytes], list[bytes]]:
    """Lines with other letters than ASCII's that are UTF-8, and those that are not, however late they come: of each
    kind no more than the sample."""
    newer: list[bytes] = []
    older: list[bytes] = []
    room = {True: SAMPLE, False: SAMPLE}
    with path.open("rb") as file:
        for line in iter(lambda: file.readline(BLOCK), b""):
            if line.isascii():
                continue
            decodes = _decodes(line)
            if room[decodes] > 0:
                (newer if decodes else older).append(line)
                room[decodes] -= len(line)
    return newer, older


def by_letters(sample: bytes) -> str:
    """The encoding of one byte per letter that makes `sample` read most like words. Not for UTF-8."""
    scored = []
    for order, (encoding, alphabets) in enumerate(CANDIDATES):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        # One letter may be foreign to its language ("Müller" in Brno), so the best alphabet counts, not all of them.
        best = max(_likelihood(text, alphabet) for alphabet in alphabets)
        scored.append((best, -order, encoding))
    if scored and max(scored)[0] > math.log(0.004):
        return max(scored)[2]
    guess = from_bytes(sample).best()
    return guess.encoding if guess else (max(scored)[2] if scored else "cp1252")


def _likelihood(text: str, alphabet: str) -> float:
    """Mean log-likelihood of the letters beyond ASCII, by Zipf's law over their rank."""
    weight = {letter: 1 / (rank + 2) for rank, letter in enumerate(alphabet)}
    total = sum(weight.values())
    letters = Counter(_with_neighbour(text))
    amount = sum(letters.values())
    if not amount:
        return UNHEARD_OF
    return sum(n * _log(letter, inside, weight, total) for (letter, inside), n in letters.items()) / amount


def _with_neighbour(text: str) -> Iterator[tuple[str, bool]]:
    """Each character beyond ASCII, and whether it follows a lower-case letter."""
    previous = " "
    for letter in text:
        if letter > "\x7f":
            yield letter, previous.islower()
        previous = letter


def _log(letter: str, inside: bool, weight: dict[str, float], total: float) -> float:
    if letter in weight:
        return math.log(weight[letter] / total)
    if letter.lower() in weight and not inside:  # capitals stand at the start of words
        return math.log(weight[letter.lower()] / total / 5)
    if letter in USUAL_SIGNS and not inside:
        return math.log(0.005)
    return UNHEARD_OF
