"""What we ask of Microsoft and Google: the way there with PKCE (RFC 7636), tokens, and tokens anew (RFC 6749)."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from rapport.messaging.channels import wire
from rapport.messaging.channels.adapters import Refused, TryLater, Unclear

OUR_FAULT = ("invalid_client", "unauthorized_client")  # our registration there, not what somebody allowed
USUAL_SECONDS = 3600


class NotOpen(OSError):
    """We have nothing with which to open the mailbox. An `OSError`: to whoever connects it is one more way to fail."""

    def __init__(self, why: str, provider: str, detail: str = ""):
        super().__init__(why)
        self.why, self.provider, self.detail = why, provider, detail

    @property
    def is_ours(self) -> bool:
        """Asking again soon won't help."""
        return self.why != "unreachable"

    @property
    def sentence(self) -> str:
        told = {"provider": label_of(self.provider), "detail": self.detail}
        return {
            "unreachable": _("%(provider)s cannot be asked at the moment whether Rapport may open the mailbox."),
            "refused": _("%(provider)s does not let Rapport into the mailbox any more. Somebody has to sign in again."),
            "never": _("Nobody has signed in at %(provider)s yet, so Rapport may not open the mailbox."),
            "unregistered": _("Rapport is not registered at %(provider)s. Whoever runs it has to set that up."),
            "our_fault": _(
                "%(provider)s does not know Rapport any more (%(detail)s). Often the client secret has run out: "
                "whoever runs Rapport has to put in a new one."
            ),
        }[self.why] % told


@dataclass(frozen=True)
class Tokens:
    access: str
    refresh: str
    seconds: int


def label_of(provider: str) -> str:
    known = settings.MAIL_SIGN_INS.get(provider)
    return known["label"] if known else provider.title()


def way_there(provider: str, *, back: str, state: str, verifier: str, address: str) -> str:
    """Where the browser goes; `verifier` stays here and proves later that it was us who asked."""
    known = _known(provider)
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    words = {
        "client_id": known["client_id"],
        "response_type": "code",
        "redirect_uri": back,
        "scope": known["scope"],
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": address,
        **known["also"],
    }
    return f"{known['authorize']}?{urlencode(words)}"


def first_tokens(provider: str, *, code: str, back: str, verifier: str) -> Tokens:
    """For the code with which somebody came back. Raises `NotOpen`."""
    said = _ask(
        provider, {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    )
    if not said.refresh:
        raise NotOpen("refused", provider)
    return said


def tokens_anew(provider: str, refresh: str) -> Tokens:
    """Some give another refresh token each time, some keep theirs. Raises `NotOpen`."""
    return _ask(provider, {"grant_type": "refresh_token", "refresh_token": refresh})


def _ask(provider: str, words: dict[str, str]) -> Tokens:
    known = _known(provider)
    words = {"client_id": known["client_id"], **words}
    if known["client_secret"]:
        words["client_secret"] = known["client_secret"]
    try:
        said = wire.ask("POST", known["token"], form=words, judge=lambda said: _judge(said, provider)).data
    except (TryLater, Unclear, Refused) as problem:
        raise NotOpen("unreachable", provider) from problem
    if not isinstance(said, dict) or not said.get("access_token"):
        raise NotOpen("unreachable", provider)
    return Tokens(str(said["access_token"]), str(said.get("refresh_token") or ""), _seconds(said.get("expires_in")))


def _judge(said: wire.Said, provider: str) -> None:
    """What they answer when they don't give any (RFC 6749 5.2); what is left means that they are busy or broken."""
    error = str(said.data.get("error", "")) if isinstance(said.data, dict) else ""
    if error in OUR_FAULT:
        raise NotOpen("our_fault", provider, error)
    if said.status in (400, 401, 403) and error and error != "temporarily_unavailable":
        raise NotOpen("refused", provider, error)


def _known(provider: str) -> dict[str, Any]:
    known = settings.MAIL_SIGN_INS.get(provider)
    if not known:
        raise NotOpen("unregistered", provider)
    return known


def _seconds(told: object) -> int:
    try:
        return int(str(told))
    except ValueError:
        return USUAL_SECONDS
