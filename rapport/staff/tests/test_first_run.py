"""A new house asks three questions and who its owner is; then never again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from rapport.core.cli import main
from rapport.promises.calendars import calendar_of
from rapport.promises.models import Holiday, OpeningWeek
from rapport.staff import actions, first_run
from rapport.staff.models import Business, Location, User

NAME = {"business_name": "Linden Workshop", "clock": "Asia/Calcutta"}
PLACE = {"country": "CZ", "language": "cs", "time_zone": "Europe/Prague", "currency": "CZK", "usual_in": "CZ"}
HOURS = {f"day_{weekday}": "9:00–12:00, 13:00–17:30" if weekday < 5 else "" for weekday in range(7)}
YOU = {"name": "Maya Fenwick", "email": "Maya@Linden.example", "password": "four walnut chairs"}
ANSWERS = [("business", NAME), ("place", PLACE), ("hours", HOURS), ("you", YOU)]


def answer(client, *questions) -> str:
    """Answer the questions one after the other; where the last one led to."""
    led_to = ""
    for name, answers in questions:
        response = client.post(f"/first-run/{name}/", answers)
        assert response.status_code == 302, (name, response.text)
        led_to = response.headers["Location"]
    return led_to


def test_a_new_house_asks_its_questions_and_then_never_again(client, db):
    assert client.get("/people/").headers["Location"] == "/first-run/"
    assert client.get("/accounts/login/").headers["Location"] == "/first-run/"
    assert client.get("/health/live").status_code == 200
    assert client.get("/first-run/").headers["Location"] == "/first-run/business/"

    assert answer(client, *ANSWERS) == "/first-run/next/"

    maya, business, place = User.objects.get(), Business.objects.get(), Location.objects.get()
    assert (maya.email, maya.role, maya.language) == ("maya@linden.example", "owner", "en")
    assert (business.name, business.currency, business.languages) == ("Linden Workshop", "CZK", ["cs"])
    assert (place.is_main, place.country, place.time_zone) == (True, "CZ", "Europe/Prague")
    assert OpeningWeek.objects.get().hours.count() == 10
    assert Holiday.objects.filter(in_year__country="CZ").exists()
    assert [len(spans) for spans in calendar_of(place).weeks[-1][1]] == [2, 2, 2, 2, 2, 0, 0]

    page = client.get("/first-run/next/")
    assert page.status_code == 200 and reverse("imports:bring", args=["customers"]) in page.text
    assert client.get("/first-run/business/").status_code == 404
    client.logout()
    assert client.get("/first-run/").status_code == 404
    assert client.post("/first-run/you/", YOU).status_code == 404
    assert client.get("/people/").headers["Location"].startswith("/accounts/login/")


def test_what_was_answered_is_there_when_one_goes_back(client, db):
    answer(client, ("business", NAME), ("place", PLACE))
    assert "Linden Workshop" in client.get("/first-run/business/").text
    assert client.get("/first-run/").headers["Location"] == "/first-run/hours/"

    answer(client, ("business", NAME | {"business_name": "Oak & Co"}))
    assert 'value="CZ" selected' in client.get("/first-run/place/").text
    answer(client, ("hours", HOURS), ("you", YOU))
    assert Business.objects.get().name == "Oak & Co"


def test_the_last_question_sends_back_to_the_first_open_one(client, db):
    assert answer(client, ("you", YOU)) == "/first-run/business/"
    answer(client, ("business", NAME))
    assert answer(client, ("you", YOU)) == "/first-run/place/"
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "question, answers",
    [
        ("business", NAME | {"business_name": "  "}),
        ("place", PLACE | {"country": "Atlantis"}),
        ("hours", HOURS | {"day_0": "from nine"}),
        ("hours", dict.fromkeys(HOURS, "")),
        ("you", YOU | {"password": "1234567890"}),
        ("you", YOU | {"email": "maya"}),
    ],
)
def test_what_makes_no_sense_is_asked_again(client, db, question, answers):
    answer(client, *[pair for pair in ANSWERS[:3] if pair[0] != question])
    assert client.post(f"/first-run/{question}/", answers).status_code == 422
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "clock, accept, country, zone, currency, language",
    [
        ("Asia/Calcutta", "en-US,en;q=0.9", "IN", "Asia/Kolkata", "INR", "en"),
        ("Asia/Tbilisi", "en", "GE", "Asia/Tbilisi", "GEL", "ka"),
        ("", "cs-CZ,cs;q=0.9", "CZ", "Europe/Prague", "CZK", "cs"),
        ("", "de-AT,de;q=0.9", "AT", "Europe/Vienna", "EUR", "en"),
        ("", "ta", "IN", "Asia/Kolkata", "INR", "ta"),
        ("America/Los_Angeles", "en-GB", "US", "America/Los_Angeles", "USD", "en"),
        ("nonsense", "", "GB", "Europe/London", "GBP", "en"),
    ],
)
def test_the_country_is_guessed_from_the_browser(client, db, clock, accept, country, zone, currency, language):
    client.post("/first-run/business/", NAME | {"clock": clock}, headers={"Accept-Language": accept})
    page = client.get("/first-run/place/", headers={"Accept-Language": accept})
    guessed = page.context["form"].initial
    assert (guessed["country"], guessed["time_zone"]) == (country, zone)
    assert guessed["currency"] == currency and guessed["language"] in (language, "en", "ta")


def test_another_country_brings_its_own_usual_ones_to_look_at_first(client, db):
    answer(client, ("business", NAME))
    page = client.post("/first-run/place/", PLACE | {"country": "GE"})
    assert page.status_code == 200 and "Asia/Tbilisi" in page.text
    assert page.context["form"].initial["currency"] == "GEL"
    answer(client, ("place", page.context["form"].initial))
    hours = client.get("/first-run/hours/").context["form"].initial
    assert (hours["day_0"], hours["day_6"]) == ("10:00–19:00", "")


@pytest.mark.parametrize("chosen, own", [("cs", "en"), ("ta", "ta"), ("en", "en")])
def test_the_language_of_the_country_is_the_business_s_and_one_goes_on_reading_ones_own(client, db, chosen, own):
    answer(client, ("business", NAME), ("place", PLACE | {"language": chosen}), ("hours", HOURS), ("you", YOU))
    assert (Business.objects.get().language, User.objects.get().language) == (chosen, own)


def test_three_questions_are_counted_and_each_has_the_caret_in_its_first_field(client, db):
    told = []
    for name, answers in ANSWERS:
        page = client.get(f"/first-run/{name}/").text
        told.append(next(words for words in ("1 of 3", "2 of 3", "3 of 3", "Last: your sign-in") if words in page))
        assert page.count("autofocus") == 1
        answer(client, (name, answers))
    assert told == ["1 of 3", "2 of 3", "3 of 3", "Last: your sign-in"]


def test_where_others_can_come_only_the_link_from_the_terminal_leads_in(db, settings, capsys):
    settings.FIRST_RUN_OPEN = False
    stranger, owner = Client(), Client()
    assert stranger.get("/first-run/business/").status_code == 403
    assert stranger.post("/first-run/you/", YOU).status_code == 403
    assert stranger.get("/first-run/?code=guessed").status_code == 403

    assert main(["setup-link"]) == 0
    link = capsys.readouterr().out.strip()
    assert owner.get(link.removeprefix(settings.ADDRESS)).status_code == 302
    assert answer(owner, *ANSWERS) == "/first-run/next/"
    assert stranger.get("/first-run/business/").status_code == 404
    assert main(["setup-link"]) == 1
    assert main(["setup-link", "--if-needed"]) == 0


def test_the_code_follows_from_the_secret_of_the_house(settings):
    before = first_run.code()
    settings.SECRET_KEY = "another house, another secret " * 2
    assert first_run.code() != before and not first_run.is_code(before)


def test_an_owner_whose_business_has_no_name_yet_is_asked_too(client, db):
    actions.sync_roles()
    rosa = actions.create_user("rosa@example.org", role="owner", password="four walnut chairs", name="Rosa")
    client.force_login(rosa)
    assert client.get("/first-run/").headers["Location"] == "/first-run/business/"
    assert answer(client, *ANSWERS[:3]) == "/first-run/next/"
    assert (Business.objects.get().name, User.objects.get()) == ("Linden Workshop", rosa)
    assert client.get("/first-run/").status_code == 404


def test_colleagues_are_never_asked(client, cast):
    client.force_login(cast["mark"])
    assert client.get("/first-run/business/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_the_same_moment_are_one_owner():
    browsers = [Client(), Client(), Client()]
    for browser in browsers:
        answer(browser, *ANSWERS[:3])

    def finish(browser) -> int:
        try:
            return browser.post("/first-run/you/", YOU | {"email": f"{id(browser)}@linden.example"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = sorted(pool.map(finish, browsers))

    assert answers[0] == 302 and set(answers[1:]) <= {404, 409}
    assert User.objects.count() == Business.objects.count() == Location.objects.count() == 1
