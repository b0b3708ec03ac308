"""A real mail server that is having a bad day, and remembers what it took."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser

from aiosmtpd.smtp import SMTP

NEVER = 3600


@dataclass
class BadDay:
    """`taken` counts each mail by its Message-ID, before the server says that it took it."""

    chance: float = 0.03  # of each mishap
    luck: random.Random = field(default_factory=lambda: random.Random(20261123))
    taken: Counter = field(default_factory=Counter)
    refused: set = field(default_factory=set)
    unsaid: int = 0  # broken off after the last dot, without a word

    def happens(self) -> bool:
        return self.luck.random() < self.chance

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.happens():
            server.transport.close()
        if self.happens():
            return "451 4.3.2 Not now"
        if self.happens():
            return "421 4.3.2 Closing"
        if self.happens():
            await asyncio.sleep(NEVER)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.happens():
            return "450 4.2.1 Try again"
        if self.happens():
            server.transport.close()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        key = BytesHeaderParser().parsebytes(envelope.content)["Message-ID"]
        if self.happens():
            return "452 4.3.1 Full for now"
        if self.happens():
            self.refused.add(key)
            return "554 5.7.1 We don't like it"
        if self.luck.random() < self.chance / 10:
            self.unsaid += 1
            server.transport.close()
            return "250 nobody hears this"
        self.taken[key] += 1
        return "250 OK"


def server(day: BadDay) -> SMTP:
    return SMTP(day, hostname="bad.example", enable_SMTPUTF8=True)
