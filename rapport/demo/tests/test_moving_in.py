"""The demo moves in beside an owner, in the background, and out again."""

import pytest
from django.utils import timezone

from rapport.core.models import Work
from rapport.customers.models import Customer
from rapport.demo import actions
from rapport.staff.actions import set_up
from rapport.staff.models import Business, User

ACCOUNT = {"name": "Rosa Marin", "email": "rosa@example.org", "password": "four walnut chairs"}


@pytest.fixture
def rosa(transactional_db, settings, tmp_path) -> User:
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    business = {"business_name": "Marin", "country": "ES", "time_zone": "Europe/Madrid", "currency": "EUR"}
    owner = set_up(**ACCOUNT, **business, language="en", at=timezone.now())
    return User.objects.get(pk=owner.pk)


@pytest.mark.full
def test_it_moves_in_beside_the_owner_as_work_in_the_background(client, rosa, run_jobs):
    client.force_login(rosa)
    assert "Look at the demo" in client.get("/settings/demo/").text
    assert client.post("/settings/demo/moving-in/").status_code == 302
    assert "moving in" in client.get("/settings/demo/").text
    assert client.post("/settings/demo/moving-in/").status_code == 409

    run_jobs()
    assert Work.objects.get().state == Work.State.DONE
    assert actions.lives_here() and Customer.objects.count() > 50
    assert (Business.objects.get().name, Business.objects.get().is_demo) == ("Marin", False)
    assert client.post("/settings/demo/moving-in/").status_code == 409

    client.post("/settings/demo/removal/")
    assert not Work.objects.exists() and not Customer.objects.exists()
    assert Business.objects.get().name == "Marin"
