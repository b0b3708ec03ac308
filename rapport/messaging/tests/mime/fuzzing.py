"""Mails as nobody would write them: sample mails, cut, mixed and spoilt, the same ones for the same seed."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"
SPICE = [
    *(
        b"\0",
        b"\r",
        b"\n\n",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"=?utf-8?B?",
        b"=?utf-8?Q?=0D=0A?=",
        b"?=",
        b'"',
        b"(",
        b"<",
    ),
    *(
        b"Message-ID: <[abc]@x>\n",
        b"Content-Type: multipart/mixed; boundary=\n",
        b"charset=x-unknown",
        b"charset=utf-7",
    ),
    *(
        b"charset=utf-16",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Type: text/html\n",
        b"Date: Foo\n",
        b"--BOUNDARY\n",
    ),
    *(
        b"Content-Type: message/delivery-status\n\n",
        b"filename*0*=utf-8''%ff%fe;",
        b"\xe2\x80\xae",
        b"+2AA-",
        b"<b><i>" * 50,
    ),
    *("დაწერა: ".encode(), "எழுதியது:\n> ".encode(), b"Content-Type: multipart/alternative; boundary=BOUNDARY\n"),
    b"x" * 3000,
    b"> " * 500,
]


@cache
def samples() -> dict[str, bytes]:
    """The sample mails by name."""
    return {path.name: path.read_bytes() for path in sorted(SAMPLES.glob("msg_*.txt"))}


def mutations(count: int, seed: int = 1) -> Iterator[bytes]:
    """`count` spoilt mails; each sample in turn, with one to eight changes."""
    chance = random.Random(seed)  # noqa: S311
    mails = list(samples().values())
    for number in range(count):
        mail = mails[number % len(mails)]
        for _ in range(chance.randint(1, 8)):
            mail = chance.choice(CHANGES)(mail, chance, mails)
        yield mail[:200_000]


def _flip(mail: bytes, chance: random.Random, mails: list[bytes]) -> bytes:
    changed = bytearray(mail)
    for _ in range(chance.randint(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(mail: bytes, chance: random.Random, mails: list[bytes]) -> bytes:
    first, last = sorted((chance.randint(0, len(mail)), chance.randint(0, len(mail))))
    return mail[:first] + mail[last:] if last - first < len(mail) // 2 else mail[first:last]


def _repeat(mail: bytes, chance: random.Random, mails: list[bytes]) -> bytes:
    first, last = sorted((chance.randint(0, len(mail)), chance.randint(0, len(mail))))
    return mail[:last] + mail[first:last] * chance.randint(1, 4) + mail[last:]


def _insert(mail: bytes, chance: random.Random, mails: list[bytes]) -> bytes:
    at = chance.randint(0, len(mail))
    return mail[:at] + chance.choice(SPICE) + mail[at:]


def _swap_lines(mail: bytes, chance: random.Random, mails: list[bytes]) -> bytes:
    lines = mail.split(b"\n")
    for _ in range(chance.randint(1, 5)):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _splice(mail: bytes, chance: random.Random, mails: list[bytes]) -> bytes:
    other = chance.choice(mails)
    return mail[: chance.randint(0, len(mail))] + other[chance.randint(0, len(other)) :]


def _nest(mail: bytes, chance: random.Random, mails: list[bytes]) -> bytes:
    word = b"n%d" % chance.randint(1, 3)
    head = b"Content-Type: multipart/" + chance.choice([b"mixed", b"alternative", b"related", b"digest", b"report"])
    return head + b"; boundary=" + word + b"\n\n--" + word + b"\n" + mail + b"\n--" + word + b"--\n"


def _newlines(mail: bytes, chance: random.Random, mails: list[bytes]) -> bytes:
    return mail.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n", b" \n"]))


CHANGES = [_flip, _flip, _cut, _repeat, _insert, _insert, _insert, _swap_lines, _splice, _nest, _newlines]
