"""Every address of the site, for strangers and for every role. A view without a permission fails here."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern
from django.utils import timezone

from rapport.core.api import tokens

PUBLIC_OF_OTHERS = {  # allauth's pages for those who are not signed in yet
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
SIGNED_IN_OF_OTHERS = {"account_change_password", "account_set_password", "account_reauthenticate"}
EXAMPLES = {
    "uuid": str(uuid4()),
    "uuidstr": str(uuid4()),
    "int": "2147483647",  # what is counted begins at one: that would be somebody's, perhaps the walker's own session
    "str": "nothing",
    "slug": "nothing",
    "path": "nothing",
}
ONE_OF_EACH_ROLE = ("olga", "mark", "ann", "rita")


def addresses(patterns=None, before: str = "") -> list[tuple[str, URLPattern]]:
    """Every address with something plausible in its gaps, and its view."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            found += addresses(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern.pattern, RoutePattern):
            route = before + str(pattern.pattern)
            found.append((re.sub(r"<(?:(\w+):)?\w+>", lambda gap: EXAMPLES[gap[1] or "str"], "/" + route), pattern))
    return found


def permission_of(pattern: URLPattern):
    view = getattr(pattern.callback, "view_class", pattern.callback)
    declared = getattr(view, "permission", None)
    if declared is None and pattern.name in PUBLIC_OF_OTHERS:
        return "public"
    if declared is None and pattern.name in SIGNED_IN_OF_OTHERS:
        return "signed_in"
    return declared


ADDRESSES = addresses()
API = [(address, pattern) for address, pattern in ADDRESSES if getattr(pattern.callback, "is_api", False)]
GUARDED = [
    (address, pattern)
    for address, pattern in ADDRESSES
    if permission_of(pattern) not in ("public", "portal", None) and not getattr(pattern.callback, "is_api", False)
]


def needed(pattern: URLPattern, method: str) -> str | None:
    permission = permission_of(pattern)
    return permission if isinstance(permission, str) else permission.get(method)


def api_calls() -> list[tuple[str, str, str]]:
    """Method, address and needed permission of every route of the API."""
    return sorted(
        {(method, address, need) for address, pattern in API for method, need in permission_of(pattern).items()}
    )


def test_every_view_declares_who_may_open_it():
    nameless = [address for address, pattern in ADDRESSES if not permission_of(pattern)]
    assert not nameless, "declare `permission` (core.views.Page) or `@allow(…)`: " + ", ".join(nameless)
    assert len(ADDRESSES) > 50


def test_no_page_stands_behind_another_at_its_address():
    """Slices share the root: of two that took one address, only the first would ever be seen."""
    hidden = [address for address, pattern in ADDRESSES if pattern.name and (address, pattern) not in API
              and resolve(address).func is not pattern.callback]  # fmt: skip
    assert not hidden


def test_permissions_exist(cast):
    owner = cast["olga"]
    asked = {needed(pattern, method) for _address, pattern in GUARDED for method in ("get", "post")}
    unknown = [name for name in asked - {None, "signed_in"} if not owner.has_perm(name)]
    assert not unknown, "no role is granted these: " + ", ".join(unknown)


def test_strangers_are_led_to_the_sign_in(client, cast):
    for address, pattern in GUARDED:
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            assert response.status_code == 302, (method, address, pattern.name)
            assert response.headers["Location"].startswith("/accounts/login/"), address


def doors(user, *, are_open: bool) -> list[tuple[str, str]]:
    """Methods and addresses that somebody's role opens, or closes."""
    return [
        (method, address)
        for address, pattern in GUARDED
        for method in ("get", "post")
        if (permission := needed(pattern, method)) and pattern.name not in SIGNED_IN_OF_OTHERS
        and (permission == "signed_in" or user.has_perm(permission)) is are_open
    ]  # fmt: skip


@pytest.mark.parametrize("who", ONE_OF_EACH_ROLE)
def test_a_role_is_refused_what_it_may_not(client, cast, who):
    client.force_login(cast[who])
    for method, address in doors(cast[who], are_open=False):
        assert getattr(client, method)(address).status_code == 403, (method, address)
    assert bool(doors(cast[who], are_open=False)) is (who != "olga")


# An agent by default: doors that are open take longer to walk through.
WALKED = [pytest.param(who, marks=[] if who == "ann" else pytest.mark.full) for who in ONE_OF_EACH_ROLE]


@pytest.mark.parametrize("who", WALKED)
def test_a_role_opens_what_it_may(client, cast, who):
    client.force_login(cast[who])
    for method, address in doors(cast[who], are_open=True):
        status = getattr(client, method)(address).status_code
        assert status != 403 and status < 500, (method, address, status)
    assert SESSION_KEY in client.session, "the walker was signed out on the way"


def test_no_route_of_the_api_answers_without_a_token(client, cast):
    assert len(api_calls()) > 20
    for method, address, _need in api_calls():
        response = client.generic(method, address, "{}", content_type="application/json")
        assert response.status_code == 401, (method, address)


@pytest.mark.parametrize("who", ONE_OF_EACH_ROLE)
def test_a_token_opens_what_its_role_may_and_nothing_else(client, cast, who):
    user = cast[who]
    _token, secret = tokens.make(user, name="walker", at=timezone.now())
    for method, address, need in api_calls():
        response = client.generic(
            method, address, "{}", content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
        )
        if user.has_perm(need):
            assert response.status_code in (200, 404, 422), (method, address, response.status_code)
        else:
            assert response.status_code == 403, (method, address, response.status_code)
