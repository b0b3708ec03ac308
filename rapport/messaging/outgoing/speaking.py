"""What is said to a mail server once smtplib has opened the line, and what it answers, at a fifth of smtplib's price.

The command lines, the answers, the envelope; TLS and signing in are smtplib's.
"""

import smtplib
from collections.abc import Iterator, Sequence

from rapport.messaging.channels.adapters import Refused

LONGEST = 2**16  # of one answer; whoever says more than that is no mail server
CODE = 3  # digits


class Line:
    """Broken lines raise as those of smtplib do: `SMTPServerDisconnected` or `OSError`."""

    def __init__(self, smtp: smtplib.SMTP):
        self.smtp = smtp
        self.has_pipelining, self.has_size = smtp.has_extn("pipelining"), smtp.has_extn("size")
        self.has_utf8 = smtp.has_extn("smtputf8")
        self.sent = 0
        self.say = smtp.sock.sendall
        self._hear = smtp.sock.recv
        self._heard = b""

    def ask(self, command: bytes) -> tuple[int, bytes]:
        self.say(command)
        return self.answer()

    def ask_all(self, commands: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        """The answers to each: all said at once where the server allows that (RFC 2920)."""
        if not self.has_pipelining:
            yield from map(self.ask, commands)
            return
        self.say(b"".join(commands))
        yield from [self.answer() for _command in commands]

    def answer(self) -> tuple[int, bytes]:
        """The next: its code, and its words without it."""
        words = []
        while True:
            line = self._next()
            if not line[:CODE].isdigit():
                raise smtplib.SMTPServerDisconnected(f"No answer of a mail server: {line[:40]!r}")
            words.append(line[CODE + 1 :].strip())
            if line[CODE : CODE + 1] != b"-":
                return int(line[:CODE]), b"\n".join(words)

    def _next(self) -> bytes:
        while (end := self._heard.find(b"\n")) < 0:
            more = self._hear(4096)
            if not more or len(self._heard) > LONGEST:
                raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
            self._heard += more
        line, self._heard = self._heard[:end], self._heard[end + 1 :]
        return line

    def envelope(self, size: int, sender: str, recipients: Sequence[str]) -> list[bytes]:
        """The commands before DATA, of addresses that were checked. Raises `Refused` for foreign letters."""
        options = f" size={size}" if self.has_size else ""
        encoding = "ascii"
        if not (sender.isascii() and all(map(str.isascii, recipients))):
            if not self.has_utf8:
                raise Refused("refused_there", "SMTPUTF8")
            options, encoding = f"{options} SMTPUTF8 BODY=8BITMIME", "utf-8"
        first = f"MAIL FROM:<{sender}>{options}\r\n".encode(encoding)
        return [first, *(f"RCPT TO:<{address}>\r\n".encode(encoding) for address in recipients)]

    def leave(self) -> None:
        try:
            self.smtp.quit()
        except (smtplib.SMTPException, OSError):
            self.smtp.close()
