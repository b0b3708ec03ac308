"""What Django and allauth say about signing in. They let people in on several ways; only here all of them meet."""

from secrets import token_urlsafe

from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils import timezone

from rapport.core import audit
from rapport.staff import actions, browsers, sessions
from rapport.staff.models import User

DEVICE = "device"  # the cookie by which a browser is known again
ADDED = {Authenticator.Type.TOTP: "app.added", Authenticator.Type.WEBAUTHN: "passkey.added"}
REMOVED = {Authenticator.Type.TOTP: "app.removed", Authenticator.Type.WEBAUTHN: "passkey.removed"}


def listen() -> None:
    for signal, heard in (
        (user_logged_in, signed_in),
        (user_logged_out, signed_out),
        (user_login_failed, failed),
        (mfa.authenticator_added, added),
        (mfa.authenticator_removed, removed),
        (mfa.authenticator_reset, codes_made),
        (mfa.authenticator_used, used),
        (mfa.authentication_failed, wrong_code),
    ):
        signal.connect(heard, dispatch_uid=f"staff.{heard.__name__}")


def signed_in(sender, request, user, **kwargs) -> None:
    if "REMOTE_ADDR" not in request.META:  # nobody came: a program made this session
        request.session[sessions.NOTED] = int(timezone.now().timestamp())
        return
    user_agent = request.headers.get("User-Agent", "")
    request.device_token = request.COOKIES.get(DEVICE) or token_urlsafe(32)
    actions.arrive(user, token=request.device_token, user_agent=user_agent, at=timezone.now())
    browser, system = browsers.names(user_agent)
    audit.record("sign_in.done", by=user, browser=browser, system=system)


def signed_out(sender, request, user, **kwargs) -> None:
    if user and "REMOTE_ADDR" in request.META:
        audit.record("sign_in.left", by=user)


def failed(sender, credentials, **kwargs) -> None:
    email = credentials.get("email") or credentials.get("username") or ""
    audit.record("sign_in.failed", about=list(User.objects.filter(email__iexact=email)))


def wrong_code(sender, user, **kwargs) -> None:
    audit.record("second_step.failed", about=user)


def added(sender, user, authenticator, **kwargs) -> None:
    _changed(user, ADDED.get(authenticator.type))


def removed(sender, user, authenticator, **kwargs) -> None:
    _changed(user, REMOVED.get(authenticator.type))


def codes_made(sender, user, **kwargs) -> None:
    _changed(user, "codes.made")


def used(sender, user, authenticator, **kwargs) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        audit.record("codes.used", by=user)


def _changed(user: User, what: str | None) -> None:
    """Recovery codes that come and go with the step they stand in for are not worth a word."""
    if what:
        audit.record(what, by=user)
        actions.tell(user, what, at=timezone.now())
