"""Talking to a mail server, and saying in words why it does not work."""

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.utils.translation import gettext as _
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import LoginError

from rapport.messaging.accounts import PLAIN, STARTTLS, TLS, Server
from rapport.messaging.passes import keeping as passes
from rapport.messaging.passes.asking import NotOpen, label_of

SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 10, 30
imaplib._MAXLINE = 100_000_000  # the standard library's is 1 MB, less than the list of UIDs of a large mailbox


class Trouble(Exception):
    """Why a mail server could not be used, as a sentence for a person. `is_ours`: asking again soon won't help."""

    def __init__(self, sentence: str, *, is_ours: bool = False) -> None:
        super().__init__(sentence)
        self.is_ours = is_ours


@contextmanager
def connected(server: Server) -> Iterator[IMAPClient]:
    """An IMAP connection that is signed in. Raises `Trouble`, also for whatever goes wrong while it is used."""
    client = None
    try:
        client = open_connection(server)
        yield client
    except (OSError, imaplib.IMAP4.error, UnicodeError) as error:
        raise in_words(error, server) from error
    finally:
        if client is not None:
            with suppress(OSError, imaplib.IMAP4.error):
                client.logout()


def open_connection(server: Server) -> IMAPClient:
    """Signed in. Whoever opens it closes it. Raises what the libraries raise."""
    context = ssl.create_default_context()
    client = IMAPClient(
        server.host,
        port=server.port,
        ssl=server.security == TLS,
        ssl_context=context if server.security == TLS else None,
        timeout=SocketTimeout(connect=SECONDS_TO_CONNECT, read=SECONDS_TO_ANSWER),
    )
    client.normalise_times = False
    try:
        if server.security == STARTTLS:
            client.starttls(context)
        if server.sign_in:
            client.oauth2_login(server.user, _token(server))
        else:
            client.login(server.user, server.password)
    except BaseException:
        with suppress(OSError, imaplib.IMAP4.error):
            client.shutdown()
        raise
    return client


@contextmanager
def submitting(server: Server) -> Iterator[smtplib.SMTP]:
    """An SMTP connection that is signed in. Raises `Trouble`."""
    client = None
    try:
        if server.security == TLS:
            client = smtplib.SMTP_SSL(
                server.host, server.port, timeout=SECONDS_TO_CONNECT, context=ssl.create_default_context()
            )
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=SECONDS_TO_CONNECT)
        if server.security == STARTTLS:
            client.starttls(context=ssl.create_default_context())
        let_in(client, server)
        yield client
    except (OSError, UnicodeError) as error:  # smtplib's errors are among them
        raise in_words(error, server) from error
    finally:
        if client is not None:
            with suppress(OSError):
                client.quit()


def let_in(client: smtplib.SMTP, server: Server) -> None:
    """Sign in to a mail server by which we send: by the pass of the mailbox, by its password, or not at all."""
    if server.sign_in:
        first = f"user={server.user}\1auth=Bearer {_token(server)}\1\1"
        client.ehlo_or_helo_if_needed()
        client.auth("XOAUTH2", lambda challenge=None: first if challenge is None else "")
    elif server.user and server.password:
        client.login(server.user, server.password)


def _token(server: Server) -> str:
    if server.channel_id is None:
        raise NotOpen("never", server.sign_in)
    return passes.token_for(server.channel_id, server.sign_in)


def in_words(error: Exception, server: Server) -> Trouble:
    where = {"host": server.host, "port": server.port}
    if isinstance(error, NotOpen):
        return Trouble(error.sentence, is_ours=error.is_ours)
    if isinstance(error, (LoginError, smtplib.SMTPAuthenticationError)):
        if server.sign_in:
            return _sign_in_not_taken(server)
        return Trouble(_("%(host)s does not accept the user name or the password.") % where, is_ours=True)
    if isinstance(error, socket.gaierror):
        return Trouble(_("There is no server called %(host)s. Check the name for typing mistakes.") % where)
    if isinstance(error, ssl.SSLCertVerificationError):
        told = where | {"reason": error.verify_message}
        return Trouble(_("%(host)s shows a certificate that cannot be trusted: %(reason)s.") % told)
    if isinstance(error, ssl.SSLError):
        return Trouble(
            _("%(host)s does not speak TLS on port %(port)s. Choose another encryption, or another port.") % where
        )
    if isinstance(error, ConnectionRefusedError):
        return Trouble(_("Nothing answers at %(host)s on port %(port)s.") % where)
    if isinstance(error, TimeoutError):
        return Trouble(_("%(host)s did not answer in time on port %(port)s.") % where)
    if isinstance(error, UnicodeError):
        return Trouble(_("The password or the user name has letters that %(host)s cannot be told.") % where)
    if isinstance(error, smtplib.SMTPNotSupportedError) and server.security != STARTTLS:
        words = _("%(host)s lets nobody sign in on port %(port)s. Leave the user name empty, or use TLS.")
        return Trouble(words % where)
    if isinstance(error, smtplib.SMTPNotSupportedError) or "STARTTLS" in str(error):
        return Trouble(_("%(host)s offers no encryption after connecting (STARTTLS) on port %(port)s.") % where)
    told = where | {"reason": _said(error)}
    return Trouble(_("%(host)s says: %(reason)s") % told)


def _sign_in_not_taken(server: Server) -> Trouble:
    """Perhaps the token was called back early: then another is asked for at once. A fresh one says something else."""
    was_used = server.channel_id is not None and passes.put_off(server.channel_id)
    told = {"host": server.host, "user": server.user, "provider": label_of(server.sign_in)}
    said = _(
        "%(host)s does not open %(user)s to whoever signed in at %(provider)s. See that it was the right account, "
        "that it may use this mailbox, and that IMAP and SMTP are switched on for it."
    )
    return Trouble(said % told, is_ours=not was_used)


def _said(error: Exception) -> str:
    """What the server answered, on one line."""
    said = getattr(error, "smtp_error", None) or (error.args[0] if error.args else "")
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(getattr(error, "strerror", "") or said)
    return " ".join(text.split())[:160] or type(error).__name__


SECURITIES = (TLS, STARTTLS, PLAIN)
