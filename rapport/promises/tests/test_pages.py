"""The pages about promises: who may see and do what, and what they answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rapport.promises import actions
from rapport.promises.models import Promise
from rapport.promises.testing import a_promise, told

pytestmark = pytest.mark.usefixtures("business")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def promise(ann, cora, now):
    return a_promise(cora, by=ann, at=now - timedelta(hours=2), due_at=now + timedelta(days=3))


@pytest.fixture
def late(ann, cora, now):
    promise = a_promise(cora, "The drawing", by=ann, at=now - timedelta(days=3), due_at=now - timedelta(days=1))
    actions.mark_overdue(now)
    promise.refresh_from_db()
    return promise


READ = ["/promises/", "/promises/rates/", "/promises/{promise}/", "/customers/{cora}/promises/"]
ACT = [
    "/customers/{cora}/promises/new/",
    *(
        f"/promises/{{promise}}/{noun}/"
        for noun in ("keeping", "renegotiation", "telling", "breach", "withdrawal", "voiding", "handover", "check-in")
    ),
]
SET = [
    "/settings/opening-hours/",
    "/settings/opening-hours/special-days/",
    "/settings/holidays/",
    "/settings/promise-kinds/",
    "/settings/promise-kinds/new/",
    "/settings/promise-kinds/reply/",
]


@pytest.mark.parametrize("pages, role_from", [(READ, "rita"), (ACT, "ann"), (SET, "mark")])
def test_which_role_opens_which_page(client, cast, promise, cora, pages, role_from):
    ladder = ["rita", "ann", "mark", "olga"]
    for who in ladder:
        client.force_login(cast[who])
        expected = 200 if ladder.index(who) >= ladder.index(role_from) else 403
        for page in pages:
            url = page.format(promise=promise.pk, cora=cora.pk)
            assert (url, client.get(url).status_code) == (url, expected)


def test_what_is_not_there_is_not_found(client, ann, cora):
    client.force_login(ann)
    for url in ("/promises/{}/", "/promises/{}/keeping/", "/customers/{}/promises/new/", "/customers/{}/promises/"):
        assert client.get(url.format("0199aaaa-0000-7000-8000-000000000000")).status_code == 404


@pytest.mark.parametrize(
    "typed, status",
    [
        ({}, 302),
        ({"due_on": "+2"}, 302),
        ({"due_on": "+2", "due_time": "11:00", "channel": "phone"}, 302),
        ({"text": ""}, 422),
        ({"kind": "nonsense"}, 422),
        ({"due_time": "11:00"}, 422),
        ({"due_on": "-1"}, 422),
        ({"due_on": "+4000"}, 422),
    ],
)
def test_making_a_promise(client, ann, cora, now, typed, status):
    client.force_login(ann)
    if "due_on" in typed:
        typed["due_on"] = str(timezone.localdate() + timedelta(days=int(typed["due_on"])))
    response = client.post(
        f"/customers/{cora.pk}/promises/new/",
        {"text": "Three samples", "kind": "document", "owner": ann.pk, "channel": ""} | typed,
    )

    assert (response.status_code, Promise.objects.count()) == (status, 1 if status == 302 else 0)
    if typed.get("channel"):
        assert Promise.objects.get().tellings.get().channel == "phone"


def test_the_form_says_when_each_kind_would_be_due(client, ann, cora):
    client.force_login(ann)

    assert "Answer an e-mail, by " in client.get(f"/customers/{cora.pk}/promises/new/").content.decode()


@pytest.mark.parametrize(
    "typed, status",
    [({"evidence": "Parcel 4711"}, 302), ({"confirmed_by_customer": "on"}, 302), ({}, 422)],
)
def test_keeping_a_promise(client, ann, promise, typed, status):
    client.force_login(ann)
    response = client.post(f"/promises/{promise.pk}/keeping/?next=/promises/", typed)

    promise.refresh_from_db()
    assert (response.status_code, promise.state) == (status, "kept" if status == 302 else "open")
    if status == 302:
        assert response.url == "/promises/"


def test_nothing_is_done_before_it_was_promised(client, ann, promise, now):
    client.force_login(ann)
    typed = {"evidence": "Photo", "done_at": f"{now - timedelta(days=400):%Y-%m-%dT%H:%M}"}

    assert client.post(f"/promises/{promise.pk}/keeping/", typed).status_code == 422
    assert Promise.objects.get(pk=promise.pk).state == Promise.State.OPEN


def test_nobody_is_led_away_to_another_site(client, ann, promise):
    client.force_login(ann)
    response = client.post(f"/promises/{promise.pk}/keeping/?next=https://evil.example/", {"evidence": "Photo"})

    assert response.url == promise.get_absolute_url()


def test_saying_in_time_that_it_will_be_late(client, ann, promise):
    client.force_login(ann)
    day = timezone.localdate() + timedelta(days=6)
    response = client.post(
        f"/promises/{promise.pk}/renegotiation/",
        {"reason": "The courier was cancelled", "due_on": day, "due_time": "12:00", "channel": "phone"},
    )

    promise.refresh_from_db()
    assert promise.state == "renegotiated"
    assert response.url == promise.renegotiated_to.get_absolute_url()
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("missing", ["reason", "due_on", "channel"])
def test_a_move_needs_a_cause_a_day_and_a_word_to_the_customer(client, ann, promise, missing):
    client.force_login(ann)
    day = timezone.localdate() + timedelta(days=6)
    typed = {"reason": "Rain", "due_on": day, "channel": "phone"} | {missing: ""}

    assert client.post(f"/promises/{promise.pk}/renegotiation/", typed).status_code == 422


def test_after_the_time_nothing_is_moved_but_told(client, ann, late):
    client.force_login(ann)
    day = timezone.localdate() + timedelta(days=6)
    url = f"/promises/{late.pk}/renegotiation/"

    assert client.get(url).status_code == 409
    refused = client.post(url, {"reason": "Rain", "due_on": day, "channel": "phone"})
    assert (refused.status_code, b"stays late" in refused.content) == (409, True)
    answer = client.post(f"/promises/{late.pk}/telling/", {"channel": "phone", "words": "I am sorry."})
    assert answer.url == f"/customers/{late.customer_id}/promises/new/?again={late.pk}"
    assert b"The drawing" in client.get(answer.url).content


@pytest.mark.parametrize(
    "noun, typed, state",
    [
        ("breach", {"reason": "The kiln burst", "channel": "phone"}, "broken"),
        ("withdrawal", {"words": "We took oak", "channel": "email"}, "withdrawn"),
    ],
)
def test_other_endings(client, ann, promise, noun, typed, state):
    client.force_login(ann)
    url = f"/promises/{promise.pk}/{noun}/"

    assert client.post(url, {}).status_code == 422
    assert client.post(url, typed).status_code == 302
    promise.refresh_from_db()
    assert promise.state == state
    assert client.get(url).status_code == 409


def test_a_second_person_takes_back_a_mistake(client, cast, promise, now):
    Promise.objects.update(made_at=now - timedelta(minutes=10))
    url = f"/promises/{promise.pk}/voiding/"

    client.force_login(cast["ann"])
    assert client.post(url, {"reason": "Typo"}).status_code == 409
    client.force_login(cast["bob"])
    assert client.post(url, {"reason": "Typo"}).status_code == 302
    promise.refresh_from_db()
    assert promise.state == "void"


def test_handing_over(client, cast, promise):
    client.force_login(cast["ann"])
    url = f"/promises/{promise.pk}/handover/"

    assert client.post(url, {"to": cast["ann"].pk}).status_code == 422
    assert client.post(url, {"to": cast["bob"].pk, "note": "You know her."}).status_code == 302
    promise.refresh_from_db()
    assert promise.owner == cast["bob"]


@pytest.mark.parametrize("answer, leads_to", [("yes", ""), ("no", "renegotiation/")])
def test_answering_halfway(client, ann, promise, now, answer, leads_to):
    client.force_login(ann)
    Promise.objects.update(ask_at=now - timedelta(minutes=1))
    page = promise.get_absolute_url()
    assert b"Still on track?" in client.get(page).content

    assert client.post(f"{page}check-in/", {"on_track": "perhaps"}).status_code == 422
    assert client.post(f"{page}check-in/", {"on_track": answer}).url == page + leads_to
    assert b"Still on track?" not in client.get(page).content


def test_the_list_by_owner_state_and_kind(client, cast, cora, promise, late):
    a_promise(
        cora, "Bob’s promise", by=cast["bob"], kind="price", at=timezone.now(), due_at=late.due_at + timedelta(days=9)
    )
    client.force_login(cast["ann"])

    def shown(query):
        return [promise.text for promise in client.get(f"/promises/{query}").context["page"].items]

    assert shown("") == ["The drawing", "Three walnut samples"]
    assert shown("?whose=everyone") == ["The drawing", "Three walnut samples", "Bob’s promise"]
    assert shown("?show=overdue") == ["The drawing"]
    assert shown("?whose=everyone&kind=price") == ["Bob’s promise"]
    assert shown("?whose=nobody") == []
    cast["bob"].is_active = False
    cast["bob"].save()
    assert shown("?whose=nobody") == ["Bob’s promise"]


def test_long_lists_come_in_pages(client, ann, cora, now):
    for number in range(60):
        a_promise(cora, f"Promise {number:02}", by=ann, at=now, due_at=now + timedelta(days=1, minutes=number))
    client.force_login(ann)
    first = client.get("/promises/").context["page"]
    second = client.get("/promises/", {"after": first.next}).context["page"]

    assert (len(first), len(second), second.next) == (50, 10, None)


@pytest.mark.parametrize("url", ["/promises/?whose=everyone", "/customers/{}/promises/"])
def test_lists_take_a_fixed_number_of_queries(client, ann, cora, now, url):
    client.force_login(ann)
    url = url.format(cora.pk)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    a_promise(cora, by=ann, at=now, due_at=now + timedelta(days=1))
    client.get(url)
    before = count()
    for number in range(10):
        a_promise(cora, f"Promise {number}", by=ann, at=now, due_at=now + timedelta(days=1))
    assert count() == before


def test_the_promise_page_shows_its_whole_story(client, ann, promise, now):
    moved = actions.renegotiate(
        promise, at=now, by=ann, told=told(now, "Thursday."), reason="Rain", due_at=now + timedelta(days=9)
    )
    client.force_login(ann)
    page = client.get(moved.get_absolute_url()).content.decode()

    assert "How this came about" in page and "Thursday." in page and "First promised for" in page
    assert "See the promise that stands now" in client.get(promise.get_absolute_url()).content.decode()


def test_rates_for_everyone_to_see(client, ann, late):
    client.force_login(ann)
    page = client.get("/promises/rates/?days=30")

    assert page.context["rate"].counted == 1
    assert page.context["days"] == 30
