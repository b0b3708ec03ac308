"""A shop for everybody and a branch in Brno; the till of the branch is down."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from rapport.care.models import Incident, Service
from rapport.care.status import actions
from rapport.staff.models import Location


@pytest.fixture(autouse=True)
def nothing_kept(db, monkeypatch):
    """What is said shows at once when it is committed, which a test never does."""
    cache.clear()
    monkeypatch.setattr("rapport.care.status.cached.SECONDS", 0)


@pytest.fixture
def business(business):
    business.languages = ["en", "cs"]
    business.save()
    return business


@pytest.fixture
def brno(business) -> Location:
    return Location.objects.create(name="Brno")


@pytest.fixture
def shop(business) -> Service:
    since = timezone.localdate() - timedelta(days=400)
    return actions.offer_service("Web shop", since=since, local_names={"cs": "E-shop"}, hint="Orders at any hour")


@pytest.fixture
def till(brno) -> Service:
    return actions.offer_service("Till", since=timezone.localdate() - timedelta(days=10), location=brno)


@pytest.fixture
def begin(ann):
    """Something does not work since `hours` ago."""

    def begin(*services, hours: float = 2, effect: str = "down", **more) -> Incident:
        at = timezone.now()
        said = {"title": "No orders go through", "texts": {"en": "We look into it.", "cs": "Hledáme příčinu."}}
        said |= {"local_titles": {"cs": "Objednávky nejdou"}, "next_news_at": at + timedelta(hours=1)}
        said |= {"effect": effect, "began_at": at - timedelta(hours=hours)}
        return actions.begin(services=services, at=at, by=ann, **said | more)

    return begin
