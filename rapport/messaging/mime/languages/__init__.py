"""What mail programs and people write around their words, one small file for each language.

All are patterns of `re`, tried in any case of letters; where a pattern must fill the whole line, it says so here. A new
language is a new file in `ALL`: a mail may be in several at once, so all are tried on each.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    # The whole line before a quote, without the colon at its end: "On 23 November 2026, Nino wrote"
    wrote: tuple[str, ...] = ()
    # Between dashes: "-----Original Message-----"
    original: tuple[str, ...] = ()
    # Between dashes or alone: what follows was written to somebody else and is news to us
    forwarded: tuple[str, ...] = ()
    # Before a colon, in the head that Outlook puts above the older mail
    sender: tuple[str, ...] = ()
    head: tuple[str, ...] = ()  # sent, date, to, copy, subject
    # How a line begins that a telephone or mail program puts below
    sent_from: tuple[str, ...] = ()
    # The whole line with which a letter ends; a name may follow on the same line
    closings: tuple[str, ...] = ()
    # The same, but such words also stand alone: what follows must look like a name
    thanks: tuple[str, ...] = ()
    # How the subject of a machine's answer begins
    automatic_reply: tuple[str, ...] = ()
    # In subject or text: nobody is there
    out_of_office: tuple[str, ...] = ()
    # Around a date: until when, or from when on somebody is back. {date} stands for it.
    until: tuple[str, ...] = ()
    # How the twelve months begin, January first
    months: tuple[str, ...] = ()
    # Before the colon of a subject that was forwarded
    forward_subject: tuple[str, ...] = ()


from . import cs, en, ka, neighbours, ta  # noqa: E402

ALL: tuple[Phrases, ...] = (en.PHRASES, cs.PHRASES, ka.PHRASES, ta.PHRASES, *neighbours.ALL)


def every(name: str) -> tuple[str, ...]:
    """All patterns of that kind, of all languages."""
    return tuple(dict.fromkeys(pattern for phrases in ALL for pattern in getattr(phrases, name)))
