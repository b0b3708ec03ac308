from urllib.parse import urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from rapport.config import oidc
from rapport.core.models import Deed
from rapport.staff import actions
from rapport.staff.models import User
from rapport.staff.tests.oidc import CLIENT, SECRET, Provider

START, BACK = "/accounts/oidc/sso/", "http://testserver/accounts/oidc/sso/back/"
ANN = {"sub": "a-1", "email": "Ann@Linden.example", "email_verified": True, "name": "Ann"}


@pytest.fixture
def provider(cast, settings):
    cache.clear()
    provider = Provider(claims=dict(ANN), back=BACK)
    provider.start()
    settings.OIDC = {
        "id": "sso", "issuer": provider.issuer, "name": "Linden ID", "client_id": CLIENT, "secret": SECRET,
        "domains": [], "role": "",
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = oidc.for_allauth(settings.OIDC)
    yield provider
    provider.stop()
    cache.clear()


def go_there(client, start: str = START) -> str:
    """As a browser would: from us to the other site. Answers where that sends it back to."""
    there = client.get(start).headers["Location"]
    return requests.get(there, allow_redirects=False, timeout=5).headers["Location"]


def come_back(client, address: str):
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(client, start: str = START):
    return come_back(client, go_there(client, start))


@pytest.mark.parametrize("token_auth", ["client_secret_basic", "client_secret_post"])
def test_a_colleague_comes_in_by_a_verified_address(client, provider, token_auth):
    provider.token_auth = token_auth
    assert "Sign in with Linden ID" in client.get("/accounts/login/").text
    assert sign_in(client, f"{START}?next=/people/").headers["Location"] == "/people/"
    assert provider.complaints == []
    assert client.get("/profile/").context["user"].email == "ann@linden.example"
    assert SocialAccount.objects.get().uid == "a-1"
    assert Deed.objects.filter(kind="sign_in.connected").exists()


def test_from_then_on_they_are_known_by_their_key_there(client, provider):
    sign_in(client)
    client.post("/accounts/logout/")
    provider.claims["email"] = "bob@linden.example"
    sign_in(client)
    assert client.get("/profile/").context["user"].email == "ann@linden.example"


def test_it_changes_nothing_about_the_password(client, provider):
    sign_in(client)
    assert User.objects.get(email="ann@linden.example").check_password("a long secret")


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email": "stranger@linden.example"},
        {"email": ""},
    ],
)
def test_strangers_and_unverified_addresses_stay_outside(client, provider, claims):
    provider.claims |= claims
    response = sign_in(client)
    assert response.status_code == 403 and "Nobody works here under that address" in response.text
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists() and User.objects.count() == 5


def test_whoever_was_let_go_stays_outside(client, provider):
    User.objects.filter(email="ann@linden.example").update(is_active=False)
    assert sign_in(client).status_code == 403
    User.objects.filter(email="ann@linden.example").update(is_active=True)
    sign_in(client)
    client.post("/accounts/logout/")
    actions.deactivate(User.objects.get(email="ann@linden.example"), by=User.objects.get(email="olga@linden.example"))
    sign_in(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "spoil",
    [
        {"aud": "another"}, {"exp": 1}, {"iss": "http://127.0.0.1:1"}, {"sub": "b-2"},
        {"nonce": "of another request"}, {"nonce": None},
    ],
)  # fmt: skip
def test_a_token_that_is_not_for_us_now_and_about_them_lets_nobody_in(client, provider, spoil):
    provider.spoil = spoil
    assert sign_in(client).status_code == 401
    assert "_auth_user_id" not in client.session


def test_a_token_signed_by_somebody_else_lets_nobody_in(client, provider):
    provider.signs_with_another_key = True
    assert sign_in(client).status_code == 401
    assert "_auth_user_id" not in client.session


def test_another_issuer_than_the_one_asked_is_not_believed(client, provider):
    provider.spoil = {"issuer": "https://elsewhere.example"}
    assert client.get(START).status_code == 502


def test_an_answer_nobody_asked_for_lets_nobody_in(client, provider):
    address = go_there(client)
    stranger = type(client)()
    assert come_back(stranger, address).status_code == 401, "the state belongs to another browser"
    assert come_back(client, address).status_code == 302
    client.post("/accounts/logout/")
    assert come_back(client, address).status_code == 401, "and is good once"


def test_whoever_says_no_there_is_told_so_here(client, provider):
    provider.refuses = True
    response = sign_in(client)
    assert response.headers["Location"] == "/accounts/cancelled/"
    assert client.get("/accounts/cancelled/").status_code == 200


def test_while_the_other_site_is_away_the_password_still_works(client, provider):
    provider.stop()
    assert client.get(START).status_code == 502
    provider.start()


def test_a_second_step_here_is_asked_for_all_the_same(client, provider, cast):
    Authenticator.objects.create(user=cast["ann"], type=Authenticator.Type.TOTP, data={"secret": ""})
    assert sign_in(client).headers["Location"] == "/accounts/login/second-step/"


def test_newcomers_come_in_with_the_role_that_is_set_from_the_domains_that_are_set(client, provider, settings):
    settings.OIDC = settings.OIDC | {"role": "reader", "domains": ["linden.example"]}
    provider.claims |= {"sub": "n-1", "email": "new@linden.example", "name": "Nora"}
    sign_in(client)
    nora = User.objects.get(email="new@linden.example")
    assert (nora.role, nora.name, nora.has_usable_password()) == ("reader", "Nora", False)

    client.post("/accounts/logout/")
    provider.claims |= {"sub": "n-2", "email": "new@other.example"}
    assert sign_in(client).status_code == 403


@pytest.mark.parametrize(
    "words, problem",
    [
        ({"ISSUER": "http://id.linden.example"}, "https"),
        ({"CLIENT_ID": ""}, "CLIENT_ID"),
        ({"ROLE": "owner"}, "reader, agent or manager"),
    ],
)
def test_settings_that_make_no_sense_are_told(words, problem):
    given = {"ISSUER": "https://id.linden.example/", "CLIENT_ID": "rapport", "DOMAINS": "Linden.example, "}
    environment = {f"RAPPORT_OIDC_{name}": value for name, value in given.items()}
    assert oidc.from_environment(lambda name: environment.get(name, ""))["domains"] == ["linden.example"]
    environment |= {f"RAPPORT_OIDC_{name}": value for name, value in words.items()}
    with pytest.raises(ImproperlyConfigured, match=problem):
        oidc.from_environment(lambda name: environment.get(name, ""))


def test_without_settings_there_is_neither_button_nor_page(client, cast):
    assert "oidc" not in client.get("/accounts/login/").text
    assert client.get(START).status_code == client.get(f"{START}back/").status_code == 404
