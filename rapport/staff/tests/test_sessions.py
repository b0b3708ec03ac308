from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from rapport.core.models import Deed
from rapport.staff import actions, browsers, sessions
from rapport.staff.models import Device, User
from rapport.staff.tests.codes import come_in

SECURITY = "/profile/security/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"


@pytest.fixture(autouse=True)
def _forgotten_attempts(db):
    cache.clear()
    yield
    cache.clear()


def browser(user_agent: str) -> Client:
    client = Client(headers={"User-Agent": user_agent})
    come_in(client)
    return client


def listed(client: Client) -> list[sessions.SignedIn]:
    return client.get(SECURITY).context["sessions"]


@pytest.mark.parametrize(
    "user_agent, words",
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("curl", "An unknown browser"),
    ],
)
def test_browsers_are_told_in_plain_words(user_agent, words):
    assert browsers.in_words(user_agent) == words


def test_the_page_lists_every_browser_with_this_one_first(cast):
    phone, desk = browser(IPHONE), browser(FIREFOX)
    page = listed(desk)
    assert [(one.device, one.is_this) for one in page] == [("Firefox on Linux", True), ("Safari on iPhone", False)]
    assert page[0].ip == "127.0.0.1"
    assert [one.is_this for one in listed(phone)] == [True, False]


def test_ending_a_session_ends_it_at_once(cast):
    phone, desk = browser(IPHONE), browser(FIREFOX)
    other = next(one for one in listed(desk) if not one.is_this)
    assert desk.post(f"{SECURITY}sessions/{other.pk}/end/").status_code == 302
    assert (phone.get("/profile/").status_code, desk.get("/profile/").status_code) == (302, 200)
    assert len(listed(desk)) == 1
    assert Deed.objects.filter(kind="session.ended").count() == 1


def test_nobody_ends_the_session_of_somebody_else(cast):
    desk = browser(FIREFOX)
    mine = listed(desk)[0]
    bob = Client()
    bob.force_login(cast["bob"])
    bob.post(f"{SECURITY}sessions/{mine.pk}/end/")
    assert desk.get("/profile/").status_code == 200


def test_signing_out_everywhere_else_ends_sessions_nobody_noted_too(cast):
    phone, desk, old = browser(IPHONE), browser(FIREFOX), Client()
    old.force_login(cast["ann"])
    assert desk.post(f"{SECURITY}sessions/others/end/").status_code == 302
    found = [client.get("/profile/").status_code for client in (phone, old, desk)]
    assert found == [302, 302, 200]
    assert [one.is_this for one in listed(desk)] == [True]


def test_a_new_password_takes_the_other_sessions_off_the_list(cast):
    browser(IPHONE)
    desk = browser(FIREFOX)
    new = {"oldpassword": "a long secret", "password1": "four walnut chairs", "password2": "four walnut chairs"}
    desk.post("/accounts/password/change/", new)
    assert [one.is_this for one in listed(desk)] == [True]


def test_the_list_takes_two_queries_however_long(cast, django_assert_num_queries):
    for _number in range(4):
        browser(FIREFOX)
    ann = User.objects.get(pk=cast["ann"].pk)
    with django_assert_num_queries(2):
        assert len(sessions.of(ann, this=None, at=timezone.now())) == 4


def test_when_a_session_was_last_used_is_kept_to_five_minutes(cast, django_assert_num_queries):
    desk = browser(FIREFOX)
    desk.get("/profile/")
    first = listed(desk)[0].last_seen_at
    session = desk.session
    session[sessions.NOTED] = int((timezone.now() - timedelta(minutes=6)).timestamp())
    session.save()
    desk.get("/profile/")
    assert sessions.UserSession.objects.get().last_seen_at > first


def test_what_was_noted_of_ended_sessions_is_forgotten(cast):
    desk = browser(FIREFOX)
    desk.get(SECURITY)
    desk.post("/accounts/logout/")
    sessions.forget_ended(timezone.now() + timedelta(days=800))
    assert not sessions.UserSession.objects.exists() and not Device.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_browser_not_seen_before_is_told_by_mail_but_not_the_very_first(cast, run_jobs):
    User.objects.filter(pk=cast["ann"].pk).update(language="en")
    desk = browser(FIREFOX)
    desk.post("/accounts/logout/")
    come_in(desk)
    run_jobs()
    assert mail.outbox == [], "the first browser, twice"

    browser(IPHONE)
    run_jobs()
    letter = mail.outbox[0]
    assert letter.to == ["ann@linden.example"]
    assert "Safari on iPhone" in letter.body and "/profile/security/" in letter.body and "not you" in letter.body


@pytest.mark.django_db(transaction=True)
def test_the_mail_is_in_the_language_of_its_reader(cast, run_jobs):
    User.objects.filter(pk=cast["ann"].pk).update(language="en", time_zone="Asia/Tbilisi")
    at = timezone.now().replace(year=2026, month=1, day=5, hour=22, minute=0)
    ann = User.objects.get(pk=cast["ann"].pk)
    actions.arrive(ann, token="one", user_agent=FIREFOX, at=at)
    actions.arrive(ann, token="two", user_agent=EDGE, at=at)
    run_jobs()
    assert "6 Jan 2026, 02:00" in mail.outbox[0].body.replace("\u202f", " "), mail.outbox[0].body


def test_the_cookie_of_a_browser_is_out_of_reach_of_scripts(cast):
    cookie = browser(FIREFOX).cookies["device"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == 63_072_000
    assert cookie.value not in str(list(Device.objects.values()))


def test_one_browser_for_two_people_is_new_for_each(cast):
    shared = browser(FIREFOX)
    shared.post("/accounts/logout/")
    come_in(shared, "bob@linden.example")
    assert Device.objects.values_list("token_hash").distinct().count() == 1
    assert Device.objects.count() == 2
