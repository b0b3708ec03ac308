import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from rapport.core.api import tokens
from rapport.core.cli import main
from rapport.core.models import Deed
from rapport.staff import actions, outlooks, second_step
from rapport.staff.models import Business, User
from rapport.staff.tests.codes import come_in, set_up_app

SECURITY, SETTING = "/profile/security/", "/settings/second-step/"


@pytest.fixture(autouse=True)
def _forgotten_attempts(db):
    cache.clear()
    yield
    cache.clear()


def an_app(user) -> Authenticator:
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})


def test_somebody_of_that_role_sets_one_up_before_anything_else(client, cast, business):
    actions.require_second_step(["agent"], by=cast["olga"])
    come_in(client)
    for path in ("/profile/", "/people/", "/"):
        assert client.get(path).headers["Location"] == SECURITY
    assert client.get("/people/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == SECURITY
    assert "Your role signs in with a second step" in client.get(SECURITY).text

    set_up_app(client)
    assert client.get("/profile/").status_code == 200


def test_a_newcomer_of_that_role_sets_one_up_without_giving_the_password_twice(client, cast, business):
    actions.require_second_step(["agent"], by=cast["olga"])
    _invitation, token = actions.invite("new@linden.example", role="agent", by=None, at=timezone.now())
    client.post(f"/join/{token}/", {"name": "Nora", "password": "four walnut chairs", "language": "en"})
    assert client.get("/people/").headers["Location"] == SECURITY
    set_up_app(client)
    assert client.get("/people/").status_code == 200


def test_other_roles_go_on_as_before(client, cast, business):
    actions.require_second_step(["agent"], by=cast["olga"])
    client.force_login(cast["mark"])
    assert client.get("/profile/").status_code == 200


def test_programs_with_a_token_go_on_as_before(client, cast, business):
    actions.require_second_step(["agent", "owner"], by=cast["olga"])
    _token, secret = tokens.make(cast["ann"], name="till", at=timezone.now())
    answer = client.get("/api/v1/customers", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200


def test_who_needs_none_is_not_asked_about_it_in_the_database(cast, business, django_assert_num_queries):
    with django_assert_num_queries(1):  # the business itself
        assert not second_step.is_missing(cast["ann"])
    actions.require_second_step(["agent"], by=None)
    with django_assert_num_queries(2):
        assert second_step.is_missing(cast["ann"])


def test_an_owner_sees_whom_it_concerns_before_saving(client, cast, business):
    an_app(cast["bob"])
    client.force_login(cast["olga"])
    assert "Agent: 1 of 2 have one" in client.get(SETTING).text
    page = client.post(SETTING, {"roles": ["agent", "owner"], "preview": "1"}).text
    assert "2 colleagues have none yet" in page and "Ann" in page and "You are one of them" in page
    assert "token of the API" in page
    assert Business.objects.get().second_step_roles == []

    assert client.post(SETTING, {"roles": ["agent"]}).status_code == 302
    assert Business.objects.get().second_step_roles == ["agent"]
    assert Deed.objects.filter(kind="second_step.required", by=cast["olga"].pk).exists()
    assert "agent" in str(Business.objects.get().second_step_roles)
    assert client.post(SETTING, {"roles": ["king"]}).status_code == 422


def test_what_is_saved_can_be_taken_back(client, cast, business):
    client.force_login(cast["olga"])
    page = client.post(SETTING, {"roles": ["agent"]}, follow=True)
    undo = next(str(one.extra_tags) for one in page.context["messages"]).removeprefix("undo:")
    client.post(undo)
    assert Business.objects.get().second_step_roles == []


def test_letting_a_role_off_and_no_change_are_told_too(cast, business):
    actions.require_second_step(["agent", "reader"], by=None)
    assert outlooks.second_step_change(["agent"], by=cast["olga"])[0].details == ["Reader"]
    assert "Nothing changes" in outlooks.second_step_change(["agent", "reader"], by=cast["olga"])[0].text


@pytest.mark.parametrize("who, status", [("mark", 403), ("ann", 403), ("olga", 200)])
def test_only_owners_say_who_needs_one(client, cast, business, who, status):
    client.force_login(cast[who])
    assert client.get(SETTING).status_code == status


@pytest.mark.django_db(transaction=True)
def test_a_manager_takes_a_lost_one_away_and_the_colleague_is_told(client, cast, business, run_jobs):
    User.objects.filter(pk=cast["ann"].pk).update(language="en")
    an_app(cast["ann"])
    client.force_login(cast["ann"])
    assert client.get("/profile/").status_code == 200
    manager = type(client)()
    manager.force_login(cast["mark"])
    page = f"/people/{cast['ann'].pk}/second-step/"
    assert "Lost?" in manager.get(f"/people/{cast['ann'].pk}/").text
    assert manager.get(page).status_code == 200
    assert manager.post(page).status_code == 302

    assert not Authenticator.objects.exists()
    assert client.get("/profile/").status_code == 302, "and their sessions are over"
    assert Deed.objects.get(kind="second_step.lost").about == [cast["ann"].pk]
    run_jobs()
    assert "Mark took your second step away" in mail.outbox[0].body and mail.outbox[0].to == ["ann@linden.example"]
    assert manager.post(page).status_code == 409


@pytest.mark.parametrize("who, whom, status", [("ann", "bob", 403), ("mark", "olga", 409), ("olga", "mark", 302)])
def test_who_may_take_whose_away(client, cast, business, who, whom, status):
    an_app(cast[whom])
    client.force_login(cast[who])
    assert client.post(f"/people/{cast[whom].pk}/second-step/").status_code == status
    assert Authenticator.objects.exists() == (status != 302)


def test_an_owner_who_is_locked_out_is_let_in_from_the_command_line(cast, business, capsys):
    an_app(cast["olga"])
    main(["user", "remove-second-step", "Olga@linden.example"])
    assert "with the password alone" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    assert main(["user", "remove-second-step", "olga@linden.example"]) != 0
