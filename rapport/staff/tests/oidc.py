"""A small OpenID Connect provider on this machine, strict about what OpenID Connect Core 1.0 and RFC 7636 ask of us."""

import json
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "rapport", "shared between the two"


@dataclass
class Provider:
    """Who is signed in there, and what it does wrong when a test asks it to."""

    claims: dict = field(default_factory=dict)  # of whoever is signed in there
    back: str = ""  # the one address to which it sends people back, as registered
    token_auth: str = "client_secret_basic"
    spoil: dict = field(default_factory=dict)  # claims of the token that are not as they should be
    signs_with_another_key: bool = False
    refuses: bool = False
    complaints: list[str] = field(default_factory=list)  # what we did not do as documented
    codes: dict = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def start(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *args):
                pass

            def do_GET(self):
                provider.answer(self)

            do_POST = do_GET

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        address = urlsplit(request.path)
        words = {name: values[0] for name, values in parse_qs(address.query).items()}
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0)).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        if address.path == "/.well-known/openid-configuration":
            return self._json(request, self.configuration())
        if address.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return self._json(request, {"keys": [public | {"kid": "one", "alg": "RS256", "use": "sig"}]})
        if address.path == "/authorize":
            return self._redirect(request, self.authorize(words))
        if address.path == "/token":
            return self._json(request, *self.token(sent, request.headers))
        if address.path == "/userinfo":
            return self._json(request, {"sub": "unknown"} | self.claims)
        return self._json(request, {}, 404)

    def configuration(self) -> dict:
        return {
            "issuer": self.spoil.get("issuer", self.issuer),
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": [self.token_auth],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, words: dict) -> str:
        """Where the browser goes on to; somebody is signed in here already and says yes, or no."""
        self._expect(words.get("client_id") == CLIENT, "client_id")
        self._expect(words.get("response_type") == "code", "response_type")
        self._expect("openid" in words.get("scope", "").split(), "scope")
        self._expect(words.get("redirect_uri") == self.back, f"redirect_uri {words.get('redirect_uri')}")
        self._expect(len(words.get("state", "")) >= 16, "state")
        self._expect(words.get("code_challenge_method") == "S256" and words.get("code_challenge"), "PKCE")
        self._expect(len(words.get("nonce", "")) >= 16 and words.get("nonce") != words.get("state"), "nonce")
        if self.refuses:
            return f"{self.back}?{urlencode({'error': 'access_denied', 'state': words['state']})}"
        code = token_urlsafe(16)
        self.codes[code] = words["code_challenge"], words.get("nonce")
        return f"{self.back}?{urlencode({'code': code, 'state': words['state']})}"

    def token(self, sent: dict, headers) -> tuple[dict, int]:
        challenge, nonce = self.codes.pop(sent.get("code"), (None, None))
        verifier = sha256(sent.get("code_verifier", "").encode()).digest()
        self._expect(sent.get("grant_type") == "authorization_code", "grant_type")
        self._expect(sent.get("redirect_uri") == self.back, "redirect_uri at the token")
        self._expect(self._knows_secret(sent, headers), "client authentication")
        self._expect(urlsafe_b64encode(verifier).decode().rstrip("=") == challenge, "code_verifier")
        if self.complaints or challenge is None:
            return {"error": "invalid_grant"}, 400
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce}
        claims |= self.claims | self.spoil
        claims.pop("issuer", None)
        key = rsa.generate_private_key(65537, 2048) if self.signs_with_another_key else self.key
        token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "one"})
        return {"access_token": token_urlsafe(), "token_type": "Bearer", "expires_in": 300, "id_token": token}, 200

    def _knows_secret(self, sent: dict, headers) -> bool:
        if self.token_auth == "client_secret_post":
            return (sent.get("client_id"), sent.get("client_secret")) == (CLIENT, SECRET)
        kind, _, rest = headers.get("Authorization", "").partition(" ")
        name, _, secret = b64decode(rest).decode().partition(":") if kind == "Basic" else ("", "", "")
        return (unquote(name), unquote(secret)) == (CLIENT, SECRET)

    def _expect(self, holds: object, what: str) -> None:
        if not holds:
            self.complaints.append(what)

    def _json(self, request, content: dict, status: int = 200) -> None:
        body = json.dumps(content).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _redirect(self, request, where: str) -> None:
        request.send_response(302)
        request.send_header("Location", where)
        request.send_header("Content-Length", "0")
        request.end_headers()
