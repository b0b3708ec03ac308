"""What is typed into the palette, to see what one keystroke costs among a large crowd: the whole request."""

from urllib.parse import quote

from bench.house import served
from bench.measuring import RUNS, WARM_UP, Client, Line, timed
from bench.people import signed_in

QUERIES = {
    "nothing typed": "",
    "one letter": "g",
    "two letters": "gi",
    "a common given name": "jana",
    "a given name in Georgian": "გიორგი",
    "two words, begun": "giorgi be",
    "two words, begun, in Georgian": "გიორგი ბე",
    "a whole name": "jana novakova",
    "a family name in Tamil": "சுப்ரமணியன்",
    "a slip of the finger": "novakva",
    "a slip, in Georgian": "კაპანძე",
    "nobody": "zq",
    "one sound": "zzzz",
    "a phone": "+420 605",
    "digits of a phone": "605 123",
    "a part of an e-mail": "novak@",
    "a code": "C0012345",
    "a city": "brno",
    "a name and a city": "novak brno",
    "a name and a city, with a slip": "novakva brno",
    "a name and digits": "giorgi 605 12",
    "a name, a tag and a city": "jana wholesale praha",
    "words to do": "promise",
}
AS_PALETTE = {"X-Requested-With": "palette"}


def measure(port: int) -> list[Line]:
    with served(port):
        client = Client(port, signed_in() | AS_PALETTE)
        return [_line(client, name, typed) for name, typed in QUERIES.items()]


def _line(client: Client, name: str, typed: str) -> Line:
    path = f"/search/?q={quote(typed)}"
    for _ in range(WARM_UP):
        client.time(path)
    took = [client.time(path) for _ in range(RUNS)]
    return timed(f"Palette, {name}: “{typed}”" if typed else f"Palette, {name}", took, aim="p95 ≤ 60")
