import re
from base64 import b32encode

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client

from rapport.core.models import Deed
from rapport.staff import sealing, second_step
from rapport.staff.tests.codes import APP, code_of, come_in, set_up_app

SECURITY, STEP, CODES = "/profile/security/", "/accounts/login/second-step/", "/profile/security/codes/"


@pytest.fixture(autouse=True)
def _forgotten_attempts(db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def secured(client, cast):
    """Ann has an app, and is signed out. Her secret and her recovery codes."""
    come_in(client)
    found = set_up_app(client)
    client.post("/accounts/logout/")
    return found


def kinds() -> list[str]:
    return list(Deed.objects.order_by("at", "id").values_list("kind", flat=True))


def test_an_app_is_set_up_with_a_code_and_asked_for_from_then_on(client, cast):
    come_in(client)
    secret, codes = set_up_app(client)
    assert len(set(codes)) == 10
    client.post("/accounts/logout/")

    assert come_in(client).headers["Location"] == STEP
    assert client.get("/profile/").status_code == 302, "the password alone opens nothing"
    assert client.post(STEP, {"code": "000000"}).status_code == 422
    assert client.post(STEP, {"code": code_of(secret, steps=1)}).headers["Location"] == "/"
    assert client.get("/profile/").status_code == 200


def test_the_code_that_set_the_app_up_lets_nobody_in(client, cast):
    come_in(client)
    code = code_of(re.search(r'class="secret">([A-Z2-7 ]+)<', client.get(APP).text)[1])
    client.post(APP, {"code": code})
    client.post("/accounts/logout/")
    cache.delete(f"allauth.mfa.totp.used?user={cast['ann'].pk}&code={code}")

    assert come_in(client).headers["Location"] == STEP
    assert client.post(STEP, {"code": code}).status_code == 422


def test_the_key_waits_sealed_until_the_app_is_set_up(client, cast):
    come_in(client)
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', client.get(APP).text)[1].replace(" ", "")
    assert secret not in str(dict(client.session))


def test_a_wrong_code_sets_nothing_up(client, cast):
    come_in(client)
    client.get(APP)
    assert client.post(APP, {"code": "123"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_a_code_is_good_once_however_it_is_spaced(client, cast, secured):
    secret, _codes = secured
    code = code_of(secret, steps=1)
    come_in(client)
    assert client.post(STEP, {"code": code}).status_code == 302
    # After half a minute allauth has forgotten the code, while it is still good for another one.
    cache.delete(f"allauth.mfa.totp.used?user={cast['ann'].pk}&code={code}")
    other = Client()
    come_in(other)
    for same in (code, f"{code[:3]} {code[3:]}"):
        assert other.post(STEP, {"code": same}).status_code == 422


def test_guessing_codes_is_stopped(client, secured):
    secret, _codes = secured
    come_in(client)
    for _guess in range(5):
        client.post(STEP, {"code": "000000"})
    assert client.post(STEP, {"code": code_of(secret, steps=1)}).status_code == 422
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_lets_in_once_and_the_page_tells_how_many_are_left(client, secured):
    _secret, codes = secured
    come_in(client)
    assert client.post(STEP, {"code": codes[0]}).status_code == 302
    assert "9 codes are left" in client.get(SECURITY).text
    client.post("/accounts/logout/")
    come_in(client)
    assert client.post(STEP, {"code": codes[0]}).status_code == 422
    assert kinds().count("codes.used") == 1


def test_recovery_codes_are_shown_once_and_new_ones_end_the_old(client, cast):
    come_in(client)
    _secret, codes = set_up_app(client)
    again = client.get(CODES).text
    assert not any(code in again for code in codes)

    page = client.post(f"{CODES}new/", follow=True).text
    fresh = re.findall(r"<li><code>(\d{8})</code>", page)
    assert len(fresh) == 10 and not set(fresh) & set(codes)
    assert fresh[0] in re.search(r'href="data:text/plain[^"]*"', page)[0]
    client.post("/accounts/logout/")
    come_in(client)
    assert client.post(STEP, {"code": codes[1]}).status_code == 422
    assert client.post(STEP, {"code": fresh[1]}).status_code == 302


def test_whoever_signed_in_long_ago_shows_who_they_are_before_a_step_changes(client, cast):
    client.force_login(cast["ann"])
    response = client.get(APP)
    assert response.headers["Location"].startswith("/accounts/reauthenticate/")
    again = response.headers["Location"]
    assert client.post(again, {"password": "not it"}).status_code == 422
    assert client.post(again, {"password": "a long secret", "next": APP}).headers["Location"] == APP
    assert client.get(APP).status_code == 200


def test_removing_the_app_leaves_the_password_alone_and_takes_the_codes_along(client, cast):
    come_in(client)
    set_up_app(client)
    assert client.get(f"{APP}removal/").status_code == 200
    assert client.post(f"{APP}removal/").headers["Location"] == SECURITY
    assert not Authenticator.objects.exists()
    client.post("/accounts/logout/")
    assert come_in(client).headers["Location"] == "/"


def test_secrets_are_sealed_in_the_database(client, secured, settings):
    secret, codes = secured
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret.replace(" ", "") not in kept and not any(code in kept for code in codes)

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another " * 8
    come_in(client)
    assert client.post(STEP, {"code": code_of(secret, steps=1)}).status_code == 302


def test_with_a_foreign_secret_key_no_code_fits(client, secured, settings):
    secret, codes = secured
    settings.SECRET_KEY = "another " * 8
    come_in(client)
    nothing = b32encode(b"").decode()
    for code in (code_of(secret, steps=1), code_of(nothing), codes[0]):
        assert client.post(STEP, {"code": code}).status_code == 422
    assert sealing.unseal(sealing.seal("something")) == "something"


@pytest.mark.django_db(transaction=True)
def test_they_are_told_by_mail_what_changed_in_their_language(client, cast, run_jobs):
    cast["ann"].language = "en"
    cast["ann"].save()
    come_in(client)
    set_up_app(client)
    run_jobs()
    letter = next(one for one in mail.outbox if "app was set up" in one.body)
    assert letter.to == ["ann@linden.example"] and "/profile/security/" in letter.body


@pytest.mark.django_db(transaction=True)
def test_the_audit_tells_the_story(client, secured):
    come_in(client)
    client.post(STEP, {"code": "000000"})
    client.post(STEP, {"code": code_of(secured[0], steps=1)})
    come_in(Client(), password="wrong")
    assert kinds() == [
        "sign_in.done", "app.added", "sign_in.left", "second_step.failed", "sign_in.done", "sign_in.failed",
    ]  # fmt: skip


def test_the_page_takes_the_same_queries_however_many_passkeys(client, ann, django_assert_max_num_queries):
    client.force_login(ann)
    client.get(SECURITY)
    with django_assert_max_num_queries(60) as few:
        client.get(SECURITY)
    for number in range(5):
        data = {"name": f"Key {number}", "credential": {}}
        Authenticator.objects.create(user=ann, type=Authenticator.Type.WEBAUTHN, data=data)
    with django_assert_max_num_queries(len(few)):
        assert "Key 4" in client.get(SECURITY).text
    assert len(second_step.of(ann).passkeys) == 5
