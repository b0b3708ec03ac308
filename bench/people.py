"""Who asks: the owner of the business, in a browser or by a token."""

from django.utils import timezone


def owner():
    from rapport.staff.models import User

    return User.objects.get(email="bench0@rapport.example")


def signed_in() -> dict[str, str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    user, session = owner(), SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"Cookie": f"sessionid={session.session_key}"}


def with_token() -> dict[str, str]:
    from rapport.core.api import tokens

    _, secret = tokens.make(owner(), name="bench", at=timezone.now())
    return {"Authorization": f"Bearer {secret}"}
