"""Who stands in From, To and Cc, as tolerantly as mail programs read it.

Cut first, decoded afterwards: a comma or a bracket inside an encoded word is part of a name, never of the list.
"""

import re

from .headers import Headers, decode_words
from .mail import Mailbox

MOST = 500  # of one header
LONGEST_ADDRESS = 254
LONGEST_NAME = 200
# A quoted name, a comment (one level; deeper ones are rare and harmless), an address in brackets, or anything else.
TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"?|\(([^()]*)\)|<([^<>]*)>?|([,;:])|([^"(<,;:]+|.)', re.DOTALL)
ADDRESS = re.compile(r"(?:[^\s@<>,;:\"()\[\]\\]+|\"[^\"\\]{1,64}\")@[^\s@<>,;:\"()\\]*[^\s@<>,;:\"()\\.!?']")


def mailboxes(value: str) -> tuple[Mailbox, ...]:
    """The mailboxes of an address list; those of a group one by one, a group's name not at all."""
    found: list[Mailbox] = []
    words: list[str] = []
    comments: list[str] = []
    bracketed: str | None = None

    for match in TOKEN.finditer(value):
        quoted, comment, inside, separator, other = match.groups()
        if separator == ":" and bracketed is None:
            words, comments = [], []  # "undisclosed-recipients:"
        elif separator in (",", ";"):
            found.append(_mailbox(words, comments, bracketed))
            words, comments, bracketed = [], [], None
            if len(found) >= MOST:
                break
        elif quoted is not None:
            words.append(re.sub(r"\\(.)", r"\1", quoted))
        elif comment is not None:
            comments.append(comment)
        elif inside is not None:
            bracketed = inside
        elif other:
            words.append(other)
    found.append(_mailbox(words, comments, bracketed))
    return tuple(dict.fromkeys(mailbox for mailbox in found if mailbox))


def all_mailboxes(headers: Headers, name: str) -> tuple[Mailbox, ...]:
    return tuple(mailbox for value in headers.all(name) for mailbox in mailboxes(value))[:MOST]


def sender_of(headers: Headers) -> Mailbox:
    """From, or the next best that says who wrote."""
    for name in ("from", "sender", "resent-from", "return-path"):
        for mailbox in all_mailboxes(headers, name):
            if mailbox.address:
                return mailbox
    return next(iter(all_mailboxes(headers, "from")), Mailbox())


def address_in(text: str) -> str:
    """The first address in `text` ("rfc822; nino@example.ge", "<nino@example.ge>"), or ""."""
    found = ADDRESS.search(text[:1000])
    return found[0] if found and len(found[0]) <= LONGEST_ADDRESS else ""


def return_path(headers: Headers) -> str | None:
    """ "" for the null path `<>` of automatic mail, None when no server wrote one."""
    if "return-path" not in headers:
        return None
    value = headers.all("return-path")[0]
    return "" if re.fullmatch(r"<\s*>|MAILER-DAEMON", value, re.IGNORECASE) else address_in(value) or None


def _mailbox(words: list[str], comments: list[str], bracketed: str | None) -> Mailbox:
    text = " ".join(word.strip() for word in words if word.strip())
    if bracketed is not None:
        address, name = _address(bracketed.replace(" ", "")), text
    else:  # "nino@example.ge (Nino)", or a name that forgot the brackets around its address
        before, _, last = text.rpartition(" ")
        address = _address(last)
        name = " ".join(filter(None, [before, *comments])) if address else text
    name = decode_words(name).strip("'\" ")[:LONGEST_NAME]
    return Mailbox("" if name == address else name, address)


def _address(text: str) -> str:
    text = decode_words(text)
    text = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE)
    return text if len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) else ""
