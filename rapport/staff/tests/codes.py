"""An authenticator app, as RFC 6238 has it."""

import hmac
import re
import struct
import time
from base64 import b32decode

from django.test import Client

APP = "/profile/security/app/"
PASSWORD = "a long secret"


def code_of(secret: str, *, steps: int = 0) -> str:
    """The six digits that an app shows now, or so many half minutes later."""
    count = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.digest(b32decode(secret.replace(" ", "")), count, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def come_in(client: Client, email: str = "ann@linden.example", **more):
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD} | more)


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """For somebody who has just signed in. Answers the secret and the recovery codes, which are shown once."""
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', client.get(APP).text)[1]
    page = client.post(APP, {"code": code_of(secret)}, follow=True).text
    return secret, re.findall(r"<li><code>(\d{8})</code>", page)
