"""One world and one server for all tests of this folder: it is furnished once, and never changed by a look.

The world is there before the transaction of a test begins, so that the server sees it too.
"""

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from rapport.config.tests.sweep.addresses import Places, places_for
from rapport.config.tests.sweep.looking import Looker
from rapport.config.tests.sweep.world import inhabited
from rapport.staff.models import User
from rapport.staff.testing import just_signed_in

LANGUAGES = ("en", "ka", "cs", "ta")


@dataclass(frozen=True)
class Reader:
    """Who looks at the pages, and in which language."""

    language: str
    user: User
    session: str
    visitor: str  # a secret of the customers' own site


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    with inhabited(django_db_blocker) as world:
        yield world


@pytest.fixture(scope="package")
def house(world):
    """The address of a running Rapport with that world in it."""
    with override_settings(DEVELOPMENT=True):  # with its mailbox
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@pytest.fixture(scope="package", params=LANGUAGES)
def reader(request, world, django_db_blocker) -> Reader:
    with django_db_blocker.unblock():
        user = world.speak(request.param)
        session = just_signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        return Reader(request.param, user, session, world.visitor(request.param))


@pytest.fixture(scope="package")
def places(world, house, django_db_blocker) -> Places:  # `house`: with its mailbox
    with django_db_blocker.unblock():
        return places_for(world.owner, world.examples("en"), world.visitor("en"))


@pytest.fixture
def looker(chromium, house):
    looker = Looker(chromium, house)
    yield looker
    looker.close()
