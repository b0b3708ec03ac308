"""What the audit keeps of colleagues: signing in, and what they sign in with."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from rapport.core.audit import DeedKind, deed_kinds
from rapport.staff import browsers, second_step

if TYPE_CHECKING:
    from rapport.core.audit.lines import Line


def _access(name: str, label, icon: str, say: Callable[["Line"], str], is_grave: bool = False) -> None:
    deed_kinds.add(DeedKind(name, label, icon, say, "access", order=10, is_grave=is_grave))


def _signed_in(line: "Line") -> str:
    browser = browsers.as_words(line.facts.get("browser", ""), line.facts.get("system", ""))
    return _g("Signed in: %(browser)s") % {"browser": browser}


def _failed(line: "Line") -> str:
    if not line.people:
        return _g("Somebody tried to sign in with an address that nobody has here")
    return _g("Somebody tried to sign in as %(name)s and failed") % {"name": line.whom}


def _wrong_code(line: "Line") -> str:
    return _g("Somebody who knew the password of %(name)s gave a wrong code") % {"name": line.whom}


def _taken_away(line: "Line") -> str:
    return _g("Took away the second step of %(name)s, who had lost it") % {"name": line.whom}


def _required(line: "Line") -> str:
    roles = second_step.role_labels(line.facts["roles"])
    if not roles:
        return _g("Lets every role sign in with one step")
    return _g("Asks for a second step of these roles: %(roles)s") % {"roles": ", ".join(roles)}


def _connected(line: "Line") -> str:
    return _g("Signed in by way of %(name)s for the first time") % {"name": line.facts["provider"]}


_access("sign_in.done", _("Signed in"), "login", _signed_in)
_access("sign_in.failed", _("Failed sign-in"), "alert-triangle", _failed, is_grave=True)
_access("sign_in.left", _("Signed out"), "logout", lambda line: _g("Signed out"))
_access("sign_in.connected", _("Sign-in elsewhere connected"), "link", _connected)
_access("session.ended", _("Session ended"), "logout", lambda line: _g("Signed themselves out in another browser"))
_access("sessions.ended", _("Sessions ended"), "logout", lambda line: _g("Signed themselves out everywhere else"))
_access("app.added", _("Authenticator app set up"), "shield-check", lambda line: _g("Set up an authenticator app"))
_access(
    "app.removed", _("Authenticator app removed"), "shield-lock", lambda line: _g("Removed their authenticator app")
)
_access("passkey.added", _("Passkey added"), "key", lambda line: _g("Added a passkey"))
_access("passkey.removed", _("Passkey removed"), "key", lambda line: _g("Removed a passkey"))
_access("codes.made", _("Recovery codes made"), "list", lambda line: _g("Made new recovery codes"))
_access("codes.used", _("Recovery code used"), "list", lambda line: _g("Used a recovery code"))
_access("second_step.failed", _("Wrong code"), "alert-triangle", _wrong_code, is_grave=True)
_access("second_step.lost", _("Second step taken away"), "shield-lock", _taken_away, is_grave=True)
_access("second_step.required", _("Second step by role"), "shield-lock", _required, is_grave=True)
