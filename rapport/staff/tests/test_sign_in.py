import re

import pytest
from django.core import mail
from django.core.cache import cache

from rapport.staff.models import User

SIGN_IN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _forgotten_attempts(db):
    cache.clear()
    yield
    cache.clear()


def sign_in(client, email="ann@linden.example", password="a long secret"):
    return client.post(SIGN_IN, {"login": email, "password": password})


def test_signing_in_and_out(client, cast):
    assert client.get(SIGN_IN).status_code == 200
    assert sign_in(client, "ANN@Linden.example").headers["Location"] == "/"
    assert client.get("/profile/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/profile/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_look_the_same(client, cast):
    wrong = sign_in(client, password="not it at all")
    unknown = sign_in(client, "nobody@linden.example", "not it at all")
    errors = [re.findall(r'class="error-summary".*?</div>', page.text, re.S) for page in (wrong, unknown)]
    assert errors[0] == errors[1] != []
    assert "_auth_user_id" not in client.session


def test_guessing_is_stopped(client, cast):
    for _guess in range(10):
        sign_in(client, password="a guess")
    assert sign_in(client).status_code in (422, 429)
    assert "_auth_user_id" not in client.session


def test_whoever_was_let_go_does_not_come_in(client, cast):
    User.objects.filter(email="ann@linden.example").update(is_active=False)
    sign_in(client)
    assert client.get("/profile/").status_code == 302


def test_nobody_signs_up(client, cast):
    form = {"email": "new@linden.example", "password1": "four walnut chairs"}
    assert client.get("/accounts/signup/").status_code == 200
    client.post("/accounts/signup/", form)
    assert not User.objects.filter(email="new@linden.example").exists()


def test_a_forgotten_password_is_replaced_by_mail_in_their_language(client, cast):
    User.objects.filter(email="ann@linden.example").update(language="en")
    assert client.post("/accounts/password/reset/", {"email": "ann@linden.example"}).status_code == 302
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]

    page = client.get(link, follow=True)
    address = page.redirect_chain[-1][0]
    new = {"password1": "four walnut chairs", "password2": "four walnut chairs"}
    assert client.post(address, {"password1": "short", "password2": "short"}).status_code == 200
    assert client.post(address, new).status_code == 302
    assert sign_in(client, password="four walnut chairs").status_code == 302


def test_a_new_password_ends_the_other_sessions(client, cast):
    from django.test import Client

    phone = Client()
    phone.force_login(cast["ann"])
    client.force_login(cast["ann"])
    new = {"oldpassword": "a long secret", "password1": "four walnut chairs", "password2": "four walnut chairs"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert (client.get("/profile/").status_code, phone.get("/profile/").status_code) == (200, 302)


def test_the_language_is_chosen_before_signing_in_and_kept(client, cast):
    response = client.post("/language/", {"language": "ka", "next": SIGN_IN})
    assert response.headers["Location"] == SIGN_IN
    assert 'lang="ka"' in client.get(SIGN_IN).text
    assert client.post("/language/", {"language": "xx"}).cookies == {}
    assert client.post("/language/", {"language": "ka", "next": "https://evil.example/"}).headers["Location"] == "/"

    client.force_login(cast["ann"])
    client.post("/language/", {"language": "ta", "next": "/profile/"})
    assert User.objects.get(pk=cast["ann"].pk).language == "ta"
    assert '<html lang="ta"' in client.get("/profile/").text


def test_sign_in_leads_where_one_wanted_to_go_but_not_to_strangers(client, cast):
    form = {"login": "ann@linden.example", "password": "a long secret"}
    assert client.post(SIGN_IN + "?next=/people/", form | {"next": "/people/"}).headers["Location"] == "/people/"
    client.logout()
    assert client.post(SIGN_IN, form | {"next": "https://evil.example/"}).headers["Location"] == "/"
