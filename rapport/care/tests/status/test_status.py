"""Something does not work: said in public in every language, until it is solved."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from rapport.care.models import Incident, Service
from rapport.care.status import actions, refusals
from rapport.core.registry import today
from rapport.staff.models import User

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def anybody(business, ann):
    """Somebody who is not signed in and reads that language."""

    def ask(path="/status/", language="en", **headers):
        return Client(headers={"Accept-Language": language} | headers).get(path)

    return ask


def test_it_is_told_from_the_first_word_to_the_last(anybody, shop, begin, ann):
    assert "Everything works" in anybody().content.decode()
    incident = begin(shop)
    page = anybody().content.decode()
    assert "No orders go through" in page and "We look into it." in page and "Next news by" in page
    assert "Something is out of order" in page

    at = timezone.now()
    actions.update(
        incident,
        state="cause",
        texts={"en": "A certificate ran out."},
        next_news_at=at + HOUR,
        effect="slow",
        at=at,
        by=ann,
    )
    assert "A certificate ran out." in anybody().content.decode()
    actions.end(incident, texts={"en": "Renewed."}, ended_at=at - HOUR, at=at, by=ann)
    page = anybody().content.decode()
    assert "Everything works" in page and "No orders go through" in page  # in the last ninety days
    assert "Renewed." in anybody(f"/status/incidents/{incident.pk}/").content.decode()


def test_everybody_reads_it_in_their_language_as_far_as_it_was_said(anybody, shop, begin, ann):
    incident = begin(shop)
    at = timezone.now()
    actions.update(incident, state="cause", texts={"en": "Only English."}, next_news_at=at + HOUR, at=at, by=ann)
    page = anybody(language="cs")
    text = page.content.decode()
    assert page["Content-Language"] == "cs" and '<html lang="cs"' in text
    assert "E-shop" in text and "Objednávky nejdou" in text and "Hledáme příčinu." in text
    assert '<p lang="en">Only English.</p>' in text
    assert anybody(language="ta")["Content-Language"] == "en"  # the business does not speak it


def test_a_choice_of_language_is_in_the_address_and_remembered(anybody, shop):
    chosen = anybody("/status/?lang=cs")
    assert chosen["Content-Language"] == "cs" and "private" in chosen["Cache-Control"]
    assert chosen.cookies["portal-language"]["path"] == "/status/"
    assert anybody(Cookie="portal-language=cs")["Content-Language"] == "cs"
    assert anybody("/status/?lang=xx")["Content-Language"] == "en"


def test_the_page_is_kept_for_a_moment_and_the_same_for_everybody(
    anybody, client, ann, shop, begin, monkeypatch, django_assert_num_queries, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("rapport.care.status.cached.SECONDS", 30)
    first = anybody()
    assert first["Cache-Control"] == "public, max-age=30" and not first.cookies
    with django_assert_num_queries(3):  # is the house lived in, the business, the page
        again = anybody()
    assert again.content == first.content
    assert anybody(**{"If-None-Match": first["ETag"]}).status_code == 304
    client.force_login(ann)
    assert client.get("/status/").content == first.content  # nobody's name is in it

    Incident.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        begin(shop)
    assert anybody().content != first.content  # what is said shows at once


def test_the_page_asks_as_much_of_the_database_for_fifty_disruptions(
    anybody, shop, till, begin, django_assert_max_num_queries
):
    for hours in range(50):
        begin(shop, till, hours=hours + 1)
    with django_assert_max_num_queries(14):  # six of them to keep the page
        assert anybody().status_code == 200


def test_each_service_and_each_place_shows_its_ninety_days(anybody, shop, till, begin, ann):
    incident = begin(till, hours=5)
    at = timezone.now()
    actions.end(incident, texts={"en": "Mended."}, ended_at=at - 4 * HOUR, at=at, by=ann)
    page = anybody().content.decode()
    assert page.count('class="status-bars"') == 2 and "Brno" in page
    assert 'aria-label="Web shop in the last 90 days: 100.00% of the time in order"' in page
    assert "disturbed on" in page and "99." in page


def test_what_is_not_public_is_on_no_public_page(anybody, shop, till, begin):
    actions.change_service(till, is_public=False)
    incident = begin(shop, is_public=False)
    page = anybody().content.decode()
    assert "No orders go through" not in page and "Till" not in page
    assert anybody(f"/status/incidents/{incident.pk}/").status_code == 404
    assert "No orders" not in anybody("/status/feed/").content.decode()


def test_a_news_reader_gets_each_word(anybody, shop, begin):
    begin(shop)
    feed = anybody("/status/feed/", language="cs")
    assert feed["Content-Type"].startswith("application/atom+xml")
    text = feed.content.decode()
    assert text.count("<entry>") == 1 and "Hledáme příčinu." in text and "http://testserver/status/incidents/" in text


def test_planned_work_lies_ahead_and_is_no_disruption_yet(anybody, shop, begin):
    begin(shop, hours=-24, effect="maintenance")
    page = anybody().content.decode()
    assert "Everything works" in page and "planned for" in page


def test_what_the_business_refuses(shop, begin, ann):
    at = timezone.now()
    for wrong, refusal in [
        ({"next_news_at": None}, refusals.NewsNotPromised),
        ({"next_news_at": at - HOUR}, refusals.NewsInThePast),
        ({"texts": {"cs": "Jen česky."}}, refusals.NothingSaid),
    ]:
        with pytest.raises(refusal):
            begin(shop, **wrong)
    with pytest.raises(refusals.NothingHit):
        begin()
    incident = begin(shop)
    with pytest.raises(refusals.EndsBeforeItBegan):
        actions.end(incident, texts={"en": "Over."}, ended_at=at - 9 * HOUR, at=at, by=ann)
    with pytest.raises(refusals.ServiceInUse):
        actions.retire_service(shop, at=at)
    actions.end(incident, texts={"en": "Over."}, ended_at=at, at=at, by=ann)
    with pytest.raises(refusals.IncidentOver):
        actions.update(incident, state="cause", texts={"en": "Again."}, next_news_at=at + HOUR, at=at, by=ann)


def test_news_that_were_promised_in_public_are_on_today(shop, begin, ann):
    incident = begin(shop)
    (item,) = today["incidents"].query(ann, timezone.now())
    assert item.step.url == f"/incidents/{incident.pk}/updates/new/" and item.tone == "risk"
    assert [one.tone for one in today["incidents"].query(ann, timezone.now() + 2 * HOUR)] == ["late"]
    assert list(today["incidents"].query(ann, timezone.now() - 3 * HOUR)) == []


def local(moment) -> str:
    """As colleagues type it, by their own clock."""
    return moment.astimezone(ZoneInfo(User.objects.get(name="Ann").zone)).strftime("%Y-%m-%dT%H:%M")


def test_staff_say_it_update_it_end_it_and_take_it_up_again(signed_in, shop, business):
    client, now = signed_in("ann"), timezone.now()
    sent = {"title": "Slow", "effect": "slow", "services": [shop.pk], "began_at": local(now - HOUR), "state": "found"}
    sent |= {
        "next_news_at": local(now + HOUR),
        "texts_en": "Slow today.",
        "texts_cs": "Dnes pomalu.",
        "is_public": "on",
    }
    for wrong in (
        {"services": []},
        {"texts_en": ""},
        {"next_news_at": local(now - HOUR)},
        {"began_at": local(now + HOUR)},
    ):
        assert client.post("/incidents/new/", sent | wrong).status_code == 422, wrong
    answer = client.post("/incidents/new/", sent | {"titles_cs": "Pomalé"})
    there = answer.url
    incident = Incident.objects.get()
    assert incident.local_titles == {"cs": "Pomalé"} and "Slow today." in client.get(there).content.decode()
    assert "Slow" in client.get("/incidents/").content.decode()

    update = {"state": "cause", "effect": "down", "texts_en": "Now down.", "next_news_at": local(now + HOUR)}
    assert client.post(f"{there}updates/new/", update | {"texts_en": ""}).status_code == 422
    assert client.post(f"{there}updates/new/", update).url == there
    assert "Not said in every language" in client.get(there).content.decode()
    ended = {"ended_at": local(now), "texts_en": "Over."}
    assert client.post(f"{there}end/", ended | {"ended_at": local(now - 9 * HOUR)}).status_code == 422
    assert client.post(f"{there}end/", ended).url == there
    assert client.get(f"{there}end/").status_code == 409
    assert client.post(f"{there}return/").status_code == 302
    incident.refresh_from_db()
    assert incident.ended_at is None and incident.next_news_at > now
    assert signed_in("rita").post("/incidents/new/", sent).status_code == 403


def test_services_are_settings_of_managers(signed_in, business, brno):
    client = signed_in("mark")
    sent = {"name": "Telephone", "names_cs": "Telefon", "since": timezone.localdate().isoformat(), "position": "5"}
    sent |= {"location": str(brno.pk), "is_public": "on"}
    assert client.post("/settings/services/new/", sent | {"name": ""}).status_code == 422
    assert "Everybody can see" in client.post("/settings/services/new/", sent | {"preview": "1"}).content.decode()
    assert not Service.objects.exists()
    client.post("/settings/services/new/", sent)
    service = Service.objects.get()
    assert (service.local_names, service.location) == ({"cs": "Telefon"}, brno)
    client.post(f"/settings/services/{service.pk}/", sent | {"name": "Phone"})
    assert "Phone" in client.get("/settings/services/").content.decode()
    client.post(f"/settings/services/{service.pk}/retirement/")
    assert "Phone" not in client.get("/status/").content.decode()
    client.post(f"/settings/services/{service.pk}/return/")
    assert Service.objects.get().retired_at is None
    assert signed_in("ann").get("/settings/services/").status_code == 403
