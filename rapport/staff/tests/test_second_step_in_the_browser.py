import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.staff import actions
from rapport.staff.testing import a_passkey
from rapport.staff.tests.codes import PASSWORD, code_of, come_in

pytestmark = pytest.mark.browser
SECURITY = "/profile/security/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def _forgotten_attempts(transactional_db):
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def device(browser_page):
    """A device with a fingerprint reader, under the finger of whoever sits here."""
    session = browser_page.page.context.new_cdp_session(browser_page.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session


def sign_in(browser_page, path: str) -> None:
    page = browser_page.page
    browser_page.open(path)
    page.get_by_label("E-mail").fill("ann@linden.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(browser_page) -> None:
    browser_page.open("/accounts/logout/")
    browser_page.page.get_by_role("main").get_by_role("button", name="Sign out").click()
    browser_page.page.get_by_role("heading", name="Sign in").wait_for()


def test_a_role_that_needs_an_app_sets_it_up_and_signs_in_with_it(browser_page, cast, business, tmp_path):
    actions.require_second_step(["agent"], by=cast["olga"])
    page = browser_page.page
    sign_in(browser_page, "/people/")
    page.get_by_text("Your role signs in with a second step").wait_for()
    check_axe(page)
    page.get_by_role("link", name="Set up an app").click()
    page.get_by_role("img", name=re.compile("QR code")).wait_for()
    check_axe(page)
    secret = page.locator(".secret").inner_text()
    page.get_by_label("The six digits").fill(code_of(secret))
    page.get_by_role("button", name="Set it up").click()

    page.get_by_role("heading", name="Recovery codes").wait_for()
    check_axe(page)
    code = page.locator(".recovery-codes code").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save them").click()
    assert code in Path(download.value.path()).read_text()
    page.get_by_role("button", name="Print them").wait_for()
    page.get_by_role("link", name="I have them").click()
    page.get_by_text("10 codes are left.").wait_for()

    sign_out(browser_page)
    sign_in(browser_page, "/people/")
    page.get_by_role("heading", name="Second step").wait_for()
    check_axe(page)
    page.get_by_label("Code").fill(code_of(secret, steps=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Colleagues").wait_for()


def test_a_passkey_is_added_renamed_used_in_place_of_the_password_and_removed(browser_page, cast, device):
    page = browser_page.page
    sign_in(browser_page, SECURITY)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call it").fill("Finger")
    check_axe(page)
    page.get_by_role("button", name="Go on with the device").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("link", name="I have them").click()
    page.get_by_text("also without password").wait_for()
    page.get_by_role("link", name="Rename Finger").click()
    page.get_by_label("What you call it").fill("Right thumb")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Right thumb").wait_for()
    check_axe(page)

    sign_out(browser_page)
    browser_page.open("/people/")
    check_axe(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Colleagues").wait_for()
    browser_page.open(SECURITY)
    assert not page.get_by_text("not used yet").is_visible()
    page.get_by_role("link", name="Remove Right thumb").click()
    page.get_by_role("button", name="Remove the passkey").click()
    page.get_by_text("The passkey is removed.").wait_for()
    assert not Authenticator.objects.exists()


def test_a_passkey_as_the_second_step_after_the_password(browser_page, cast, device):
    page = browser_page.page
    sign_in(browser_page, f"{SECURITY}passkeys/new/")
    page.get_by_label(re.compile("Let me in with it alone")).uncheck()
    page.get_by_role("button", name="Go on with the device").click()
    page.get_by_role("link", name="I have them").click()
    sign_out(browser_page)

    sign_in(browser_page, "/people/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name="Colleagues").wait_for()


def test_the_other_browsers_are_signed_out_from_the_list(browser_page, cast, client):
    page = browser_page.page
    elsewhere = type(client)(headers={"User-Agent": "Mozilla/5.0 (iPhone) Safari/604.1"})
    come_in(elsewhere)
    come_in(client)
    browser_page.sign_in(cast["ann"])
    browser_page.open(SECURITY)
    page.get_by_role("button", name="End the session with Safari on iPhone").click()
    page.get_by_text("That browser is signed out.").wait_for()
    assert elsewhere.get("/profile/").status_code == 302
    page.get_by_role("button", name="Sign out everywhere else").click()
    page.get_by_text("You are signed out everywhere else.").wait_for()
    assert client.get("/profile/").status_code == 302
    page.get_by_role("link", name="Set up an app").wait_for()


def test_a_device_that_knows_no_passkey_is_answered_in_words(browser_page, cast, device):
    page = browser_page.page
    browser_page.open("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("That did not work").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_about_signing_in_are_readable_for_everyone(browser_page, cast, business, theme):
    page = browser_page.page
    page.emulate_media(color_scheme=theme)
    a_passkey(cast["olga"], "A key with quite a long name that somebody gave it")
    browser_page.sign_in(cast["olga"])
    for path in (SECURITY, "/settings/second-step/", f"/people/{cast['olga'].pk}/", f"{SECURITY}app/"):
        browser_page.wide()
        browser_page.open(path)
        check_axe(page)
        browser_page.phone()
        check_no_overflow(page)
