"""The customers' site as a browser sees it: signing in by a device, on a phone of 360 px, fit for everyone."""

import re

import pytest
from django.utils import timezone

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.customers.models import Email
from rapport.orders.testing import an_order
from rapport.portal import actions
from rapport.portal.models import Passkey
from rapport.portal.tests.test_signing_in import an_address
from rapport.portal.visiting import COOKIE

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_device_lets_its_owner_in_without_a_mail(browser_page, business, ann, cora):
    an_order(customer=cora, at=timezone.now(), by=ann)
    address = an_address(cora, "cora@home.example")
    page = browser_page.page
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    secret = actions.start_session(cora, language="en", address_key=address.key, at=timezone.now())[1]
    browser_page.enter(secret, COOKIE)

    browser_page.open("/portal/safety/")
    page.get_by_label("Name of this device").fill("My phone")
    page.get_by_role("button", name="Make a passkey").click()
    page.get_by_text("From now on this device lets you in.").wait_for()
    assert Passkey.objects.get().name == "My phone"
    check_axe(page)

    page.get_by_role("link", name="Sign out").first.click()
    page.get_by_role("button", name="Sign out here").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("heading", name=re.compile("Cora")).wait_for()
    assert Passkey.objects.get().used_at

    Email.objects.filter(pk=address.pk).update(verified_at=None)  # by a colleague: it was somebody else's
    browser_page.open("/portal/orders/")
    page.get_by_role("heading", name="Your pages").wait_for()  # the sign-in, and no way in by that device
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_text("Ask for a link by e-mail instead.").wait_for()
    browser_page.problems.clear()  # the browser calls the refusal an error


def test_pages_fit_a_small_phone_and_everyone(browser_page, business, ann, cora):
    order = an_order(customer=cora, at=timezone.now(), by=ann)
    page = browser_page.page
    page.set_viewport_size({"width": 360, "height": 740})
    browser_page.open("/portal/sign-in/")
    check_axe(page)
    browser_page.enter(actions.start_session(cora, language="en", at=timezone.now())[1], COOKIE)
    for path in ("/portal/", f"/portal/orders/{order.pk}/"):
        browser_page.open(path)
        check_axe(page)
        check_no_overflow(page)
