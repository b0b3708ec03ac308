"""Who rings, in the corner of whatever page is open."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.customers.actions import add
from rapport.messaging.models import Call
from rapport.messaging.tests.calls.test_lines import THEIRS, a_line

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_corner_shows_who_rings_and_is_gone_when_a_colleague_answers(browser_page, ann, business):
    cora = add("Cora Lindqvist", by=ann, phones=[THEIRS], personal_notes=[{"text": "Her daughter rows"}])
    line, page = a_line(), browser_page.page
    browser_page.sign_in(ann)
    browser_page.open("/customers/")
    call = Call.objects.create(channel=line, customer=cora, peer=THEIRS, provider_id="1", ringing_at=timezone.now())

    corner = page.get_by_role("region", name="Cora Lindqvist is calling")
    expect(corner).to_be_visible()
    expect(corner).to_contain_text("Her daughter rows")
    check_axe(page)
    browser_page.phone()
    check_no_overflow(page)
    browser_page.wide()

    corner.get_by_role("link", name="Everything about it").click()
    expect(page.get_by_role("heading", name="How we answer")).to_be_visible()
    expect(corner).to_be_visible()
    Call.objects.filter(pk=call.pk).update(state=Call.State.ANSWERED, answered_at=timezone.now())
    expect(corner).to_have_count(0)
    check_axe(page)

    page.get_by_role("navigation", name="Where you are").get_by_role("link", name="Calls").click()
    expect(page).to_have_url(re.compile("/inbox/calls/$"))
    expect(page.get_by_text("Everybody was called back")).to_be_visible()
    check_axe(page)
