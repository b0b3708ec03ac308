"""Signatures by which receivers know that a mail is ours and unchanged: DKIM (RFC 6376), rsa-sha256, relaxed/relaxed.

Only mails that `rendering` wrote are signed: each header stands there once and lines end with CR LF, so that little has
to be understood here. Each channel has a key of its own, sealed among its secrets, and a selector to find it by.
"""

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from secrets import token_hex

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from rapport.messaging.accounts import secrets_of
from rapport.messaging.models import Channel
from rapport.messaging.outgoing import wire

BITS = 2048  # what every receiver checks, and DNS still carries
NEVER_TWICE = ("From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID")  # nobody may add another on the way
SIGNED = (
    *NEVER_TWICE,
    *("In-Reply-To", "References", "Content-Language", "Auto-Submitted", "MIME-Version", "Content-Type"),
    *("Content-Transfer-Encoding", "List-Unsubscribe", "List-Unsubscribe-Post"),  # RFC 8058 wants the last two
)
GAP = re.compile(rb"[ \t]+")
FOLD = re.compile(rb"\r\n(?=[ \t])")
LINE = 70


def signed(content: bytes, channel: Channel, domain: str) -> bytes:
    """The mail with its signature before it; as it was where the channel signs nothing."""
    chosen = channel.settings.get("dkim") or {}
    key = _key(channel.secrets) if chosen.get("on") else None
    return _header(content, domain, chosen["selector"], key) + content if key else content


def _header(content: bytes, domain: str, selector: str, key: RSAPrivateKey) -> bytes:
    head, _end, body = content.partition(b"\r\n\r\n")
    there = _headers(head)
    names = [name for name in SIGNED if name.lower().encode() in there]
    words = ["v=1;", "a=rsa-sha256;", "c=relaxed/relaxed;", f"d={domain};", f"s={selector};"]
    words += ["h=" + ": ".join([*names, *NEVER_TWICE]) + ";", f"bh={_hash(body)};"]
    words = " ".join(words).split()
    what = b"".join(there[name.lower().encode()] + b"\r\n" for name in names)
    what += f"dkim-signature:{' '.join(words)} b=".encode()
    proof = b64encode(key.sign(what, PKCS1v15(), SHA256())).decode()
    pieces = [proof[at : at + LINE] for at in range(0, len(proof), LINE)]
    return wire.folded("DKIM-Signature", [*words, "b=", *pieces]).encode() + b"\r\n"


def _headers(head: bytes) -> dict[bytes, bytes]:
    """Each in its relaxed form, by its name in small letters (3.4.2)."""
    found = {}
    for line in FOLD.sub(b"", head).split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        name = name.strip().lower()
        found[name] = name + b":" + GAP.sub(b" ", value).strip()
    return found


def _hash(body: bytes) -> str:
    """Of the body in its relaxed form (3.4.4)."""
    lines = [GAP.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b64encode(sha256(b"".join(line + b"\r\n" for line in lines)).digest()).decode()


@lru_cache(100)
def _key(sealed: str) -> RSAPrivateKey | None:
    pem = secrets_of(Channel(secrets=sealed)).get("dkim_key")
    return load_pem_private_key(pem.encode(), None) if pem else None  # type: ignore[return-value]


# ---- keys


def new_key() -> str:
    """As it is kept among the secrets of a channel."""
    key = generate_private_key(65537, BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def new_selector() -> str:
    """A new one for each key: mails on their way are checked by the old key's record for some days."""
    return f"rapport-{token_hex(4)}"


def record(channel: Channel, domain: str) -> tuple[str, str] | None:
    """Name and text of the TXT record in the DNS by which receivers find the key; None where there is no key."""
    chosen, key = channel.settings.get("dkim") or {}, _key(channel.secrets)
    if not chosen.get("selector") or key is None:
        return None
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"{chosen['selector']}._domainkey.{domain}", f"v=DKIM1; k=rsa; p={b64encode(public).decode()}"
