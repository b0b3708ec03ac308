"""One complaint told whole: on the customer's own pages, without JavaScript and on a telephone, and at Ann's desk."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from rapport.care.models import Action, Case
from rapport.care.notices.tasks import look_after_notices
from rapport.core.testing.browser import PHONE
from rapport.orders.testing import an_order
from rapport.portal.testing import a_visitor
from rapport.portal.visiting import COOKIE
from rapport.promises.calendars import calendar_of
from rapport.promises.models import Promise

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def order(mailbox, cora, ann):
    """A sideboard for Cora, promised for a day three weeks from now."""
    day = calendar_of(None).next_open_day(timezone.localdate() + timedelta(days=21))
    return an_order(customer=cora, by=ann, at=timezone.now(), promised_on=day)


@pytest.fixture
def coras(chromium, live_server, cora, order):
    """Cora's telephone, on which she is signed in to her own pages; scripts are switched off there."""
    context = chromium.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False)
    secret = a_visitor(cora).cookies[COOKIE].value
    context.add_cookies([{"name": COOKIE, "value": secret, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


@pytest.fixture
def desk(browser_page, ann):
    browser_page.sign_in(ann)
    browser_page.page.set_default_timeout(20_000)
    return browser_page


def do(desk, link: str, button: str, fields: dict[str, str], *, tick: str = "", where: str = "link") -> None:
    """Press what opens a dialog, fill it in, send it, and wait until it is gone."""
    desk.page.get_by_role("main").get_by_role("link", name=link, exact=True).first.click()
    dialog = desk.page.get_by_role("dialog")
    for label, value in fields.items():
        field = dialog.get_by_label(label, exact=False).first
        if field.evaluate("(el) => el.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    if tick:
        dialog.get_by_label(tick, exact=False).first.check()
    dialog.get_by_role("button", name=button, exact=True).click()
    expect(dialog).to_have_count(0)


def restates(desk, case, happened: str) -> None:
    desk.open(f"/cases/{case.pk}/")
    said = {"What happened": happened, "What it meant": "She cannot put her books away.",
            "What they asked for": "A shelf that holds."}  # fmt: skip
    do(desk, "Say what we understood", "Ask whether that is right", said)


def test_a_complaint_from_the_first_word_to_what_prevents_the_next(
    coras,
    desk,
    order,
    cora,
    ann,
    mail_server,
    run_jobs,
):
    address = desk.address
    # Cora complains about her order.
    coras.goto(f"{address}/portal/orders/{order.pk}/")
    coras.get_by_role("link", name="Something is wrong").click()
    expect(coras.get_by_label("Something went wrong")).to_be_checked()
    coras.get_by_label("In a few words").fill("The shelf bends")
    coras.get_by_label("What happened, or what would you like to know?").fill("The shelf of the last order bends.")
    coras.get_by_label("What would put it right?").fill("A shelf that holds.")
    coras.get_by_role("button", name="Send").click()
    expect(coras.get_by_role("heading", name="The shelf bends")).to_be_visible()
    expect(coras.get_by_role("heading", name="What we owe you")).to_be_visible()
    case = Case.objects.get(customer=cora)
    theirs = f"{address}/portal/requests/{case.pk}/"

    # Ann says that we have it, and what we understood; Cora puts it right, then agrees.
    desk.open(f"/cases/{case.pk}/")
    do(desk, "Tell them that we have it", "Tell them", {"Your words": "Thank you for telling us, I look at it today."})
    restates(desk, case, "The table bends.")
    coras.goto(theirs)
    expect(coras.get_by_role("heading", name="Have we understood you correctly?")).to_be_visible()
    coras.get_by_text("Not quite").click()
    coras.get_by_label("What is different?").fill("It is the shelf, not the table.")
    coras.get_by_role("button", name="Send the correction").click()
    expect(coras.get_by_role("status")).to_contain_text("Thank you")
    desk.open(f"/cases/{case.pk}/complaint/restatement/")
    desk.page.get_by_label("What happened, in their terms").fill("The shelf bends.")
    desk.page.get_by_label("What it meant for them").fill("You cannot put your books away.")
    desk.page.get_by_label("What they asked for").fill("A shelf that holds.")
    desk.page.get_by_role("button", name="Ask whether that is right").click()
    expect(desk.page.get_by_role("heading", name="As we understood it")).to_be_visible()
    coras.goto(theirs)
    coras.get_by_role("button", name="Yes, that is right").click()
    expect(coras.get_by_role("status")).to_contain_text("Thank you")

    # The order she waits for will be late. She is told, and finds the new day on her pages: the very one we promised.
    desk.open(f"/orders/{order.pk}/")
    new_day = calendar_of(None).next_open_day(timezone.localdate() + timedelta(days=28))
    late = {"What happened": "The oak came wet and has to dry.", "New day you are sure of": new_day.isoformat()}
    do(desk, "Say it will be late", "Write it down", late)
    run_jobs()
    desk.open(f"/notices/of-order/{order.pk}/")
    do(desk, "Tell them", "Tell them", {})
    run_jobs()
    look_after_notices()  # as every minute
    promise = Promise.objects.filter(customer=cora, kind="delivery").latest("made_at")
    assert promise.due_at.date() == new_day
    coras.goto(f"{address}/portal/")
    expect(coras.locator(f'time[datetime^="{new_day.isoformat()}"]').first).to_be_visible()
    coras.get_by_role("button", name="is fine").click()
    expect(coras.get_by_text("You chose")).to_be_visible()

    # Ann looks into it and answers; Cora accepts, and says how well it was done.
    desk.open(f"/cases/{case.pk}/")
    do(desk, "Assess it", "Save", {}, tick="Minor")
    do(desk, "Note what you found out", "We know what happened", {"What you found out": "The board is too thin."})
    desk.open(f"/cases/{case.pk}/complaint/remedies/new/")
    desk.page.get_by_label("What", exact=True).select_option(label="Replacement")
    desk.page.get_by_label("In words").fill("A thicker shelf")
    desk.page.get_by_role("button", name="Enter it").click()
    expect(desk.page.get_by_role("heading", name="What they get")).to_be_visible()
    answer = {
        "What went wrong on our side": "The board was too thin.",
        "We are sorry that": "We are sorry that your books had no place.",
        "What we decided, and why": "You get a thicker shelf, at our cost.",
        "Put right by": new_day.isoformat(),
    }
    do(desk, "Tell them the decision", "Tell them the decision", answer)
    run_jobs()
    coras.goto(theirs)
    expect(coras.get_by_text("You get a thicker shelf").first).to_be_visible()
    coras.get_by_role("button", name="I accept this").click()
    expect(coras.get_by_role("status")).to_contain_text("We have closed it")
    coras.get_by_label("5", exact=True).check()
    coras.get_by_role("button", name="Send the rating").click()
    expect(coras.get_by_text("You gave us 5 of 5")).to_be_visible()
    expect(coras.get_by_text("The board is too thin.")).to_have_count(0)  # what we found out stays among us

    # What it came of is named, and what prevents it elsewhere is planned.
    desk.open(f"/cases/{case.pk}/")
    desk.page.get_by_role("link", name="Name the cause").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("Cause").select_option(index=2)
    dialog.get_by_role("button", name="Save").click()
    expect(desk.page.get_by_role("link", name="Change", exact=True).first).to_be_visible()
    desk.open(f"/cases/{case.pk}/actions/new/")
    desk.page.get_by_label("Elsewhere, before it happens").check()
    desk.page.get_by_label("What", exact=True).fill("Measure the boards of all shelves")
    desk.page.get_by_label("By", exact=True).fill(new_day.isoformat())
    desk.page.get_by_role("button", name="Plan it").click()
    expect(desk.page.get_by_text("Measure the boards of all shelves").first).to_be_visible()

    case.refresh_from_db()
    assert (case.state, case.rating, case.cause is not None) == ("closed", 5, True)
    assert Action.objects.get(case=case).kind == Action.Kind.PREVENTIVE
