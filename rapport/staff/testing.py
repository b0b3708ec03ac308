"""The cast that never changes: Ann sells, Bob sells elsewhere, Olga owns, Mark manages, Rita only reads."""

import time

import pytest
from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.test import Client

from rapport.staff.models import Business, Location, User

CAST = {"olga": "owner", "mark": "manager", "ann": "agent", "bob": "agent", "rita": "reader"}


@pytest.fixture
def cast(db) -> dict[str, User]:
    """As if each had been let in by hand, only quicker: most tests begin with them."""
    roles = {group.name: group for group in Group.objects.all()}
    secret = make_password("a long secret")
    people = [User(email=f"{name}@linden.example", name=name.capitalize(), password=secret) for name in CAST]
    User.objects.bulk_create(people)
    User.groups.through.objects.bulk_create(
        User.groups.through(user=user, group=roles[role]) for user, role in zip(people, CAST.values(), strict=True)
    )
    came = User.objects.in_bulk([user.pk for user in people])
    return {name: came[user.pk] for name, user in zip(CAST, people, strict=True)}


@pytest.fixture
def ann(cast) -> User:
    return cast["ann"]


@pytest.fixture
def business(db) -> Business:
    business, _ = Business.objects.get_or_create(
        defaults={"name": "Linden Workshop", "country": "CZ", "time_zone": "Europe/Prague", "currency": "EUR"}
    )
    Location.objects.get_or_create(
        is_main=True, defaults={"name": "Prague", "country": "CZ", "time_zone": "Europe/Prague"}
    )
    return business


def just_signed_in(user: User) -> Client:
    """A browser that need not show again who sits there, however long the test takes."""
    client = Client()
    client.force_login(user)
    session = client.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() + 86_400}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


def a_passkey(user: User, name: str = "Finger") -> Authenticator:
    """One that a device in Chromium made; its private half is gone."""
    data = {"name": name, "credential": PASSKEY}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


PASSKEY = {
    "id": "fMZIjCX-wUfMAtSujnFHiUF4V0edMkWiGuMMCObVLvY",
    "rawId": "fMZIjCX-wUfMAtSujnFHiUF4V0edMkWiGuMMCObVLvY",
    "type": "public-key",
    "authenticatorAttachment": "platform",
    "clientExtensionResults": {"credProps": {"rk": True}},
    "response": {
        "transports": ["internal"],
        "clientDataJSON": (
            "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiZGRKNEswNVlQN2dVYVR3dW5ROWJ4TlJNcmw3bHNNVnhISndE"
            "anN2LXNLdyIsIm9yaWdpbiI6Imh0dHA6Ly9sb2NhbGhvc3Q6ODc2MSIsImNyb3NzT3JpZ2luIjpmYWxzZX0"
        ),
        "attestationObject": (
            "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcPZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAQECAwQFBgcI"
            "AQIDBAUGBwgAIHzGSIwl_sFHzALUro5xR4lBeFdHnTJFohrjDAjm1S72pQECAyYgASFYIMKpxVPw2fdOn-MVeLnf9IXPc-"
            "IVhnDB0BAzFFaHIejbIlggIW3n_RnF0WnBZ0zMrDdjY32j51eMlAOpV-kK38L5yw4"
        ),
    },
}
