"""Mails to a mail server, over a connection that is kept from one to the next."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence

from rapport.messaging.accounts import STARTTLS, TLS, Server
from rapport.messaging.channels.adapters import Receipt, Refused, TryLater, Unclear
from rapport.messaging.mailboxes.connecting import let_in
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
        self._smtp: smtplib.SMTP | None = None
        self._sent = 0

    def put(self, content: bytes, sender: str, recipients: Sequence[str], on_wire: OnWire) -> Receipt:
        """Hand one mail over. The note that it is on the wire is made while its content goes, and waited for."""
        smtp, content = self._connected(), as_data(content)
        try:
            self._envelope(smtp, content, sender, recipients)
            noted = on_wire()
            self._expect(smtp, *smtp.docmd("DATA"), good=354)
            if len(content) > AT_ONCE:
                smtp.send(content)
                content = b""
        except BROKEN as error:
            self._drop()
            raise TryLater(detail=said(error)) from error
        noted()
        return self._last_word(smtp, content)

    def _connected(self) -> smtplib.SMTP:
        if self._smtp and self._sent >= MOST_ON_ONE_CONNECTION:
            self.close()
        if self._smtp is None:
            try:
                self._smtp, self._sent = self._connect(), 0
            except BROKEN as error:
                raise OutOfOrder(detail=said(error)) from error
        return self._smtp

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

    def _envelope(self, smtp: smtplib.SMTP, content: bytes, sender: str, recipients: Sequence[str]) -> None:
        options = [f"size={len(content)}"] if smtp.has_extn("size") else []
        smtp.command_encoding = "ascii"
        if not all(address.isascii() for address in (sender, *recipients)):
            if not smtp.has_extn("smtputf8"):
                raise Refused("refused_there", "SMTPUTF8")
            options += ["SMTPUTF8", "BODY=8BITMIME"]
            smtp.command_encoding = "utf-8"
        lines = [" ".join([f"MAIL FROM:<{_bare(sender)}>", *options])]
        lines += [f"RCPT TO:<{_bare(address)}>" for address in recipients]
        for number, (code, answer) in enumerate(_answers(smtp, lines)):
            if number < 2 or 400 <= code < 500 or code == 421:  # noqa: PLR2004 - of several receivers one is enough
                self._expect(smtp, code, answer)

    def _last_word(self, smtp: smtplib.SMTP, content: bytes) -> Receipt:
        """The dot, with what goes before it where that is little: one packet is taken more quickly than two."""
        try:
            smtp.send(content + b".\r\n")
            code, answer = smtp.getreply()
        except BROKEN as error:
            self._drop()
            raise Unclear(said(error)) from error
        if code == 421:
            self._drop()
            raise TryLater(detail=_words(code, answer))
        self._expect(smtp, code, answer, in_data=True)
        self._sent += 1
        return Receipt()

    def _expect(self, smtp: smtplib.SMTP, code: int, answer: bytes, *, good: int = 250, in_data: bool = False) -> None:
        if code == good or code in (250, 251, 252) and good == 250:
            return
        words = _words(code, answer)
        if code == 421 or code < 400:
            self._drop()
            raise TryLater(detail=words)
        if not in_data:
            self._again(smtp)
        if code >= 500:
            raise Refused("refused_there", words)
        raise TryLater(detail=words)

    def _again(self, smtp: smtplib.SMTP) -> None:
        """Ready for the next mail."""
        try:
            smtp.rset()
        except BROKEN:
            self._drop()

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None

    def close(self) -> None:
        if self._smtp:
            try:
                self._smtp.quit()
            except BROKEN:
                self._smtp.close()
        self._smtp = None


def _answers(smtp: smtplib.SMTP, lines: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """What the server says to each: all sent at once where it allows that (RFC 2920)."""
    if smtp.has_extn("pipelining"):
        smtp.send("".join(f"{line}\r\n" for line in lines))
        yield from [smtp.getreply() for _line in lines]
        return
    for line in lines:
        smtp.send(f"{line}\r\n")
        yield smtp.getreply()


def _bare(address: str) -> str:
    """Checked long before; a line break or a bracket here would be a command of its own."""
    if FORBIDDEN.search(address):
        raise Refused("refused_there", "501")
    return address


def as_data(content: bytes) -> bytes:
    """As it stands between DATA and the last dot."""
    content = DOTS.sub(b"..", LINE_ENDS.sub(b"\r\n", content))
    return content if content.endswith(b"\r\n") else content + b"\r\n"


def said(error: Exception) -> str:
    """What a server said, or how the connection broke."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:300]


def _words(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(text.split())}"[:300]
