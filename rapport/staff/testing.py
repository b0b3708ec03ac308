"""The cast that never changes: Ann sells, Bob sells elsewhere, Olga owns, Mark manages, Rita only reads."""

import pytest

from rapport.staff import actions
from rapport.staff.models import Business, Location, User

CAST = {"olga": "owner", "mark": "manager", "ann": "agent", "bob": "agent", "rita": "reader"}


@pytest.fixture
def cast(db) -> dict[str, User]:
    actions.sync_roles()
    people = {}
    for name, role in CAST.items():
        user = User.objects.create_user(f"{name}@linden.example", "a long secret", name=name.capitalize())
        actions.change_role(user, role, by=None)
        people[name] = User.objects.get(pk=user.pk)
    return people


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
