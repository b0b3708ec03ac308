import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from rapport.demo import actions


@pytest.fixture(scope="module")
def demo_house(django_db_setup, django_db_blocker, tmp_path_factory):
    """A house with the demo business in it, filled once: each test of the module finds it as it was."""
    home = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), override_settings(HOME=home, MEDIA_ROOT=home / "files"), transaction.atomic():
        assert home == settings.HOME
        actions.fill(at=timezone.now())
        yield
        transaction.set_rollback(True)
