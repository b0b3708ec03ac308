"""Mails to a mail server, over a connection that is kept from one to the next."""

import re
import smtplib
import socket
import ssl
from collections.abc import Sequence

from rapport.messaging.accounts import STARTTLS, TLS, Server
from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, Unclear
from rapport.messaging.mailboxes.connecting import let_in
from rapport.messaging.outgoing.speaking import Line
from rapport.messaging.outgoing.ways import OnWire, OutOfOrder

MOST_ON_ONE_CONNECTION = 500  # some servers ask for a new one now and then
DOTS = re.compile(rb"(?m)^\.")
LINE_ENDS = re.compile(rb"\r\n|\r|\n")
FORBIDDEN = re.compile(r"[\x00-\x20<>\x7f]")
AT_ONCE = 2**16  # of a longer mail all but the last dot goes first, so that what breaks on the way is sent again
BROKEN = (smtplib.SMTPException, OSError)


class Smtp:
    """`put` tells apart what a server says for now, for good, and what we cannot know."""

    def __init__(self, server: Server, timeout: float, name: str):
        self.server, self.timeout, self.name = server, timeout, name
        self._line: Line | None = None

    def put(self, content: bytes, sender: str, recipients: Sequence[str], on_wire: OnWire) -> Receipt:
        """Hand one mail over. The note that it is on the wire is made while its content goes, and waited for."""
        line, content = self._connected(), as_data(content)
        try:
            self._envelope(line, len(content), sender, recipients)
            noted = on_wire()
            self._expect(line, *line.ask(b"DATA\r\n"), good=354)
            if len(content) > AT_ONCE:
                line.say(content)
                content = b""
        except BROKEN as error:
            self._drop()
            raise TryLater(detail=said(error)) from error
        noted()
        return self._last_word(line, content)

    def _connected(self) -> Line:
        if self._line and self._line.sent >= MOST_ON_ONE_CONNECTION:
            self.close()
        if self._line is None:
            try:
                self._line = Line(self._connect())
            except BROKEN as error:
                raise OutOfOrder(detail=said(error)) from error
        return self._line

    def _connect(self) -> smtplib.SMTP:
        server = self.server
        encrypted = ssl.create_default_context() if server.security in (TLS, STARTTLS) else None
        if server.security == TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, self.name, timeout=self.timeout, context=encrypted
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, self.name, timeout=self.timeout)
        try:
            if server.security == STARTTLS:
                smtp.starttls(context=encrypted)
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or the last dot waits 40 ms for an answer
            smtp.ehlo_or_helo_if_needed()
            let_in(smtp, server)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _envelope(self, line: Line, size: int, sender: str, recipients: Sequence[str]) -> None:
        commands = line.envelope(size, _bare(sender), [_bare(address) for address in recipients])
        for number, (code, answer) in enumerate(line.ask_all(commands)):
            if number < 2 or 400 <= code < 500 or code == 421:  # noqa: PLR2004 - of several receivers one is enough
                self._expect(line, code, answer)

    def _last_word(self, line: Line, content: bytes) -> Receipt:
        """The dot, with what goes before it where that is little: one packet is taken more quickly than two."""
        try:
            code, answer = line.ask(content + b".\r\n")
        except BROKEN as error:
            self._drop()
            raise Unclear(said(error)) from error
        if code == 421:
            self._drop()
            raise TryLater(detail=_words(code, answer))
        self._expect(line, code, answer, in_data=True)
        line.sent += 1
        return Receipt()

    def _expect(self, line: Line, code: int, answer: bytes, *, good: int = 250, in_data: bool = False) -> None:
        if code == good or code in (250, 251, 252) and good == 250:
            return
        words = _words(code, answer)
        if code == 421 or code < 400:
            self._drop()
            raise TryLater(detail=words)
        if not in_data:
            self._again(line)
        if code >= 500:
            raise Refused("refused_there", words)
        raise TryLater(detail=words)

    def _again(self, line: Line) -> None:
        """Ready for the next mail."""
        try:
            line.ask(b"RSET\r\n")
        except BROKEN:
            self._drop()

    def _drop(self) -> None:
        if self._line:
            self._line.smtp.close()
        self._line = None

    def close(self) -> None:
        if self._line:
            self._line.leave()
        self._line = None


def _bare(address: str) -> str:
    """Checked long before; a line break or a bracket here would be a command of its own."""
    if FORBIDDEN.search(address):
        raise Refused("refused_there", "501")
    return address


def as_data(content: bytes) -> bytes:
    """As it stands between DATA and the last dot."""
    ends = content.count(b"\r\n")
    if content.count(b"\n") != ends or content.count(b"\r") != ends:
        content = LINE_ENDS.sub(b"\r\n", content)
    if content.startswith(b".") or b"\n." in content:
        content = DOTS.sub(b"..", content)
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def said(error: Exception) -> str:
    """What a server said, or how the connection broke."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:300]


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:300]
