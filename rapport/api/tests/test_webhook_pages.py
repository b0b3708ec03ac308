"""Webhooks under Settings: who may, what is refused, what is shown once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.api.webhooks import actions
from rapport.api.webhooks.models import Delivery, Endpoint
from rapport.api.webhooks.sending import note
from rapport.api.webhooks.testing import an_endpoint
from rapport.core.outward.line import Answer
from rapport.core.registry import settings_pages, today
from rapport.customers.testing import a_customer
from rapport.timeline import actions as timeline

NEW = "/settings/webhooks/new/"
GOOD = {"url": "https://shop.example/hooks", "description": "Shop", "told": "all"}


@pytest.fixture
def olga(cast):
    return cast["olga"]


def deliveries(endpoint, customer, by, count: int) -> list[Delivery]:
    """As if collected: this test has one transaction, and the collector waits for its end."""
    at = timezone.now()
    entries = [timeline.note(customer, f"Note {n}", by=by) for n in range(count)]
    return [
        Delivery.objects.create(endpoint=endpoint, entry=entry, made_at=at, begun_at=at, next_at=at)
        for entry in entries
    ]


def test_a_manager_adds_a_webhook_and_sees_its_secret_once(client, cast, business):
    client.force_login(cast["mark"])
    shown = client.post(NEW, GOOD | {"told": "chosen", "kinds": ["note.written", "call.made"]})
    endpoint = Endpoint.objects.get()
    secret = endpoint.secrets.get().words
    assert secret.startswith("whsec_") and secret in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert (endpoint.kinds, endpoint.has_all_kinds, endpoint.made_by) == (
        ["call.made", "note.written"],
        False,
        cast["mark"],
    )
    for path in (endpoint.get_absolute_url(), f"{endpoint.get_absolute_url()}change/", "/settings/webhooks/"):
        page = client.get(path)
        assert page.status_code == 200 and secret not in page.content.decode()


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"url": "http://shop.example/"}, "https://"),
        ({"url": "https://127.0.0.1/"}, "private network"),
        ({"url": "https://[::ffff:10.0.0.1]/"}, "private network"),
        ({"url": "https://169.254.169.254/latest"}, "private network"),
        ({"url": "https://localhost/"}, "private network"),
        ({"url": "https://ann:pw@shop.example/"}, "not an address"),
        ({"url": "javascript:alert(1)"}, "not an address"),
        ({"url": "https://shop.example:5432/"}, "port"),
        ({"description": ""}, "required"),
        ({"told": "chosen"}, "at least one"),
        ({"told": "chosen", "kinds": ["no.such"]}, "no.such"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(client, olga, business, said, problem):
    client.force_login(olga)
    answer = client.post(NEW, GOOD | said)
    assert answer.status_code == 422 and problem in answer.content.decode()
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("olga", 200), ("mark", 200), ("ann", 403), ("rita", 403)])
def test_who_may_see_webhooks(client, cast, business, who, status):
    endpoint = an_endpoint("https://shop.example/", cast["olga"])
    delivery = actions.test(endpoint, at=timezone.now())
    client.force_login(cast[who])
    for path in ("/settings/webhooks/", NEW, endpoint.get_absolute_url(), delivery.get_absolute_url()):
        assert client.get(path).status_code == status, path


def test_the_log_is_read_by_state_and_page(client, olga, business):
    endpoint = an_endpoint("https://shop.example/", olga)
    made = deliveries(endpoint, a_customer(), olga, 60)
    note(made[0].pk, Answer(status=500, problem="answer_not_good", text="no paper", took_ms=12), at=timezone.now())
    note(made[1].pk, Answer(status=200, took_ms=8), at=timezone.now())
    client.force_login(olga)
    address = endpoint.get_absolute_url()
    page = client.get(address)
    assert (len(page.context["log"]), bool(page.context["log"].next)) == (50, True)
    rest = client.get(f"{address}?after={page.context['log'].next}")
    assert len(rest.context["log"]) == 10
    taken = client.get(f"{address}?state=taken").context["log"]
    assert [one.status for one in taken] == [200]

    shown = client.get(made[0].get_absolute_url()).content.decode()
    assert "no paper" in shown and "note.written" in shown and "webhook-signature" not in shown


def test_the_number_of_queries_does_not_grow_with_the_log(client, olga, business):
    endpoint = an_endpoint("https://shop.example/", olga)
    client.force_login(olga)
    client.get(endpoint.get_absolute_url())
    counts = []
    for more in (1, 20):
        deliveries(endpoint, a_customer(), olga, more)
        with CaptureQueriesContext(connection) as asked:
            client.get(endpoint.get_absolute_url())
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_failed_is_sent_again_from_its_page_or_all_at_once(client, olga, business):
    endpoint = an_endpoint("https://shop.example/", olga)
    deliveries(endpoint, a_customer(), olga, 3)
    Delivery.objects.update(state="failed", next_at=None, attempts=10)
    client.force_login(olga)
    one = Delivery.objects.first()
    assert client.post(f"{one.get_absolute_url()}repetition/").status_code == 302
    assert Delivery.objects.get(state="waiting") == one
    assert client.post(f"{endpoint.get_absolute_url()}repetition/").status_code == 302
    assert list(Delivery.objects.values_list("state", "attempts").distinct()) == [("waiting", 0)]


def test_a_webhook_is_changed_switched_tested_given_a_secret_and_removed(client, olga, business):
    endpoint = an_endpoint("https://shop.example/", olga)
    client.force_login(olga)
    address = endpoint.get_absolute_url()
    assert client.post(f"{address}change/", GOOD | {"description": "Books"}).status_code == 302
    assert client.post(f"{address}switch/").status_code == 302
    assert Endpoint.objects.get().off_because == Endpoint.Off.BY_HAND
    assert client.post(f"{address}switch/", {"on": "1"}).status_code == 302
    assert Endpoint.objects.get().is_on
    shown = client.post(f"{address}secret/")
    assert shown.context["secret"].words in shown.content.decode() and endpoint.secrets.count() == 2
    tested = client.post(f"{address}test/")
    assert tested.headers["Location"] == Delivery.objects.get().get_absolute_url()
    for path in ("change", "switch", "secret", "test", "repetition", "removal"):
        assert client.get(f"{address}{path}/").status_code in (200, 302)
    assert client.post(f"{address}removal/").status_code == 302
    assert not Endpoint.objects.exists() and not Delivery.objects.exists()


def test_today_and_settings_say_when_one_was_given_up(client, olga, business):
    endpoint = an_endpoint("https://shop.example/", olga)
    made = deliveries(endpoint, a_customer(), olga, 1)
    lines = today["webhooks"].query
    assert not list(lines(olga, timezone.now()))
    note(made[0].pk, Answer(status=410, problem="answer_not_good"), at=timezone.now() + timedelta(minutes=1))
    assert ["Shop" in line.what for line in lines(olga, timezone.now())] == [True]
    assert "switched off" in settings_pages["webhooks"].now(olga)
    client.force_login(olga)
    assert "gone for good" in client.get(endpoint.get_absolute_url()).content.decode()
