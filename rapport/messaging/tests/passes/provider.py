"""A provider of mailboxes on this machine: it signs people in (OAuth 2.0, PKCE), and its mail servers want tokens.

Its mailbox is a real one, pymap's; in front of it stands a door that knows XOAUTH2, which pymap does not.
"""

import base64
import json
import socket
import threading
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from urllib.parse import parse_qs, urlencode, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from rapport.messaging.tests.mailboxes.conftest import PASSWORD, USER, Mailbox
from rapport.messaging.tests.outgoing.server import free_port

CLIENT, SECRET, ADDRESS = "rapport-here", "between the two of us", "hello@linden.example"


@dataclass
class Provider:
    """What it gave, and what it does when a test asks it to."""

    mailbox: Mailbox
    says_no: str = ""  # the error to every request for tokens
    keeps_refresh_token: bool = False  # as Google does: it gives no other one
    asked: list[dict] = field(default_factory=list)  # what came to the door where tokens are given
    challenges: dict[str, str] = field(default_factory=dict)
    refresh_tokens: list[str] = field(default_factory=list)
    open_tokens: set[str] = field(default_factory=set)
    taken: list[bytes] = field(default_factory=list)  # mails that its server took for sending

    def start(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(302)
                self.send_header("Location", provider.authorize(_words(urlsplit(self.path).query)))
                self.end_headers()

            def do_POST(self):
                sent = _words(self.rfile.read(int(self.headers["Content-Length"])).decode())
                body = json.dumps(provider.token(sent)).encode()
                self.send_response(400 if b'"error"' in body else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *said):
                """Quietly."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.imap = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._open_doors, daemon=True).start()
        self.smtp = Controller(self, hostname="127.0.0.1", port=free_port(), auth_require_tls=False)
        self.smtp.start()

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self.imap.close()
        self.smtp.stop()

    def as_setting(self) -> dict:
        where = f"http://127.0.0.1:{self.http.server_port}"
        told = {"label": "Microsoft", "client_id": CLIENT, "client_secret": SECRET, "scope": "mail offline_access"}
        return {"microsoft": {**told, "authorize": f"{where}/authorize", "token": f"{where}/token", "also": {}}}

    # ---- signing in

    def authorize(self, words: dict) -> str:
        assert (words["client_id"], words["response_type"], words["code_challenge_method"]) == (CLIENT, "code", "S256")
        assert words["login_hint"] == ADDRESS and "offline_access" in words["scope"]
        back = {"state": words["state"]}
        if self.says_no:
            return f"{words['redirect_uri']}?{urlencode({**back, 'error': self.says_no})}"
        code = token_urlsafe()
        self.challenges[code] = words["code_challenge"]
        return f"{words['redirect_uri']}?{urlencode({**back, 'code': code})}"

    def token(self, sent: dict) -> dict:
        self.asked.append(sent)
        if self.says_no:
            return {"error": self.says_no}
        if (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET):
            return {"error": "invalid_client"}
        if sent["grant_type"] == "authorization_code":
            proof = urlsafe_b64encode(sha256(sent["code_verifier"].encode()).digest()).decode().rstrip("=")
            if self.challenges.pop(sent["code"], None) != proof:
                return {"error": "invalid_grant"}
        elif sent["refresh_token"] not in self.refresh_tokens:
            return {"error": "invalid_grant"}
        given = {"access_token": token_urlsafe(), "token_type": "Bearer", "expires_in": 3600}
        self.open_tokens.add(given["access_token"])
        if sent["grant_type"] == "authorization_code" or not self.keeps_refresh_token:
            self.refresh_tokens = [token_urlsafe()]  # what was given before is worth nothing
            given["refresh_token"] = self.refresh_tokens[0]
        return given

    def lets_in(self, told: bytes) -> bool:
        user, _one, token = told.decode().partition("\1auth=Bearer ")
        return user == f"user={ADDRESS}" and token.removesuffix("\1\1") in self.open_tokens and token.endswith("\1\1")

    # ---- its mail servers

    async def auth_XOAUTH2(self, server, args):
        told = base64.b64decode(args[1])
        if self.lets_in(told):
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server, session, envelope):
        assert session.authenticated
        self.taken.append(envelope.content)
        return "250 OK"

    def _open_doors(self) -> None:
        while True:
            try:
                visitor, _where = self.imap.accept()
            except OSError:
                return
            threading.Thread(target=self._door, args=[visitor], daemon=True).start()

    def _door(self, visitor: socket.socket) -> None:
        """Only who brings a token comes through to the mailbox behind."""
        with visitor, visitor.makefile("rb") as heard:
            visitor.sendall(b"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] at the door\r\n")
            for line in heard:
                tag, command, *words = line.split()
                if command.upper() != b"AUTHENTICATE":
                    visitor.sendall(b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n" + tag + b" OK done\r\n")
                    continue
                visitor.sendall(b"+ \r\n")
                if self.lets_in(base64.b64decode(heard.readline())):
                    self._through(visitor, tag)
                    return
                visitor.sendall(tag + b" NO AUTHENTICATE failed.\r\n")

    def _through(self, visitor: socket.socket, tag: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self.mailbox.port)) as inside:
            answers = inside.makefile("rb")
            answers.readline()
            inside.sendall(f"door LOGIN {USER} {PASSWORD}\r\n".encode())
            while not answers.readline().startswith(b"door OK"):
                pass
            visitor.sendall(tag + b" OK AUTHENTICATE completed\r\n")
            threading.Thread(target=_pass_on, args=[inside, visitor], daemon=True).start()
            _pass_on(visitor, inside)


def _pass_on(heard: socket.socket, told: socket.socket) -> None:
    try:
        while said := heard.recv(65536):
            told.sendall(said)
    except OSError:
        pass


def _words(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
