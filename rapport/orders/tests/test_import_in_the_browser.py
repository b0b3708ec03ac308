"""Northwind's files by mouse alone, with the real worker; and a worker that dies in the middle."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from rapport.core.models import Import, Work
from rapport.core.progress import actions as progress
from rapport.core.registry import import_kinds
from rapport.core.stalled import SILENT_FOR, put_back
from rapport.core.tabular import actions
from rapport.core.testing.browser import check_axe, check_no_overflow
from rapport.core.testing.worker import wait_until
from rapport.customers.models import Customer
from rapport.orders.models import Order
from rapport.orders.tests.northwind import DATA

pytestmark = pytest.mark.browser
PATIENCE = 30_000  # milliseconds: the worker, the web server and the browser share this machine
expect.set_options(timeout=PATIENCE)


@pytest.fixture(autouse=True)
def home(tmp_path, settings, transactional_db, business):
    settings.HOME = tmp_path


def choose(page, label: str, name: str) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_label(label).click()
    chooser.value.set_files(DATA / name)


def check_and_take_in(page) -> None:
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible(timeout=60_000)
    check_axe(page)
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("link", name="See them")).to_be_visible(timeout=60_000)
    check_axe(page)


def test_northwind_comes_in_by_mouse_alone(browser_page, cast, worker):
    worker.start()
    page = browser_page.page
    page.set_default_timeout(PATIENCE)
    browser_page.sign_in(cast["mark"])
    browser_page.open("/customers/")

    page.get_by_role("link", name="Import customers").click()
    choose(page, "File of customers", "customers.csv")
    check_axe(page)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_label("What “company_name” holds")).to_have_value("company")
    expect(page.get_by_label("What “phone” holds")).to_have_value("phone")
    check_axe(page)
    check_and_take_in(page)
    expect(page.get_by_role("heading", name="182 customers imported")).to_be_visible()

    page.get_by_role("link", name="See them").click()
    expect(page.get_by_text("182 customers")).to_be_visible()
    expect(page.get_by_role("link", name="Alfreds Futterkiste")).to_be_visible()

    page.get_by_role("link", name="Orders").first.click()
    expect(page.get_by_role("heading", name="Orders", exact=True)).to_be_visible()
    page.get_by_role("link", name="Import").click()
    choose(page, "File of orders", "orders.csv")
    choose(page, "File of items", "order_details.csv")
    choose(page, "File of products", "products.csv")
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", name="What the columns hold")).to_be_visible()
    check_and_take_in(page)
    expect(page.get_by_role("heading", name="830 orders imported")).to_be_visible()
    assert (Customer.objects.count(), Order.objects.count()) == (182, 830)
    page.get_by_role("link", name="See them").click()
    expect(page.get_by_role("checkbox", name="From one import")).to_be_checked()
    check_axe(page)

    browser_page.phone()
    browser_page.open("/settings/import/")
    expect(page.get_by_text("182 new")).to_be_visible()
    check_no_overflow(page)
    check_axe(page)
    for import_ in Import.objects.all():
        browser_page.open(f"/settings/import/{import_.pk}/")
        check_no_overflow(page)


def people(count: int) -> SimpleUploadedFile:
    rows = (f"{n},Ann{n},Lee,ann{n}@example.com,Oak {n % 50} Ltd\n" for n in range(count))
    text = "id,first name,last name,e-mail,company\n" + "".join(rows)
    return SimpleUploadedFile("people.csv", text.encode())


def checked(cast, count: int) -> Import:
    """An import that may be run; its check is taken for done."""
    import_ = actions.bring(import_kinds["customers"], {"file": people(count)}, by=cast["mark"])
    Work.objects.create(kind=actions.CHECK, subject_id=import_.pk, state=Work.State.DONE, ended_at=timezone.now())
    return import_


def hold_the_customers():
    """A lock that lets an import work but not finish, until it is let go."""
    import psycopg

    from rapport.core.testing.worker import database_url

    other = psycopg.connect(database_url())
    other.execute("LOCK customers_importedrow IN SHARE MODE")
    return other


def is_at_work(work: Work) -> bool:
    work.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event = 'relation')"
        )
        return work.state == "running" and cursor.fetchone()[0]


@pytest.mark.full
def test_progress_is_seen_after_leaving_and_stopping_saves_nothing(browser_page, cast, worker):
    import_ = checked(cast, 300)
    lock = hold_the_customers()
    work = actions.take_in(import_, by=cast["mark"])
    worker.start()
    wait_until(lambda: is_at_work(work), "the import runs")

    page = browser_page.page
    page.set_default_timeout(PATIENCE)
    browser_page.sign_in(cast["mark"])
    browser_page.open(f"/settings/import/{import_.pk}/")
    expect(page.get_by_role("progressbar", name="How far it is")).to_be_visible()
    page.get_by_role("link", name="Today").first.click()
    browser_page.open("/settings/import/")
    expect(page.get_by_text("Being imported")).to_be_visible()
    expect(page.get_by_role("progressbar", name="How far it is")).to_be_visible()
    check_axe(page)
    page.get_by_role("link", name="people.csv").click()
    check_axe(page)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("The import was stopped")).to_be_visible(timeout=20_000)
    assert not Customer.objects.exists()

    lock.close()
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_role("heading", name=re.compile("350 customers imported"))).to_be_visible(timeout=60_000)
    assert Customer.objects.count() == 350


@pytest.mark.full
def test_an_import_whose_worker_is_killed_is_taken_up_again_and_saved_once(cast, worker, client):
    import_ = checked(cast, 300)
    lock = hold_the_customers()
    work = actions.take_in(import_, by=cast["mark"])
    worker.start()
    wait_until(lambda: is_at_work(work), "the import runs")

    worker.kill()
    lock.close()
    assert not Customer.objects.exists()
    later = timezone.now() + SILENT_FOR
    assert work.is_silent(later)
    client.force_login(cast["mark"])
    Work.objects.update(heard_at=timezone.now() - SILENT_FOR)
    assert "begins again by itself" in client.get(f"/settings/import/{import_.pk}/").content.decode()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
    assert put_back() == 1
    worker.start()
    wait_until(lambda: Work.objects.get(pk=work.pk).state == "done", "it is taken up again")
    assert Customer.objects.count() == 350
    with pytest.raises(progress.StillUnderWay):
        progress.restart(work, by=cast["mark"], at=timezone.now())


def test_two_people_import_at_once_and_nobody_is_there_twice(cast, worker):
    works = [actions.take_in(checked(cast, 300), by=cast[who]) for who in ("mark", "olga")]
    worker.start()
    for work in works:
        wait_until(lambda work=work: Work.objects.get(pk=work.pk).state == "done", "both end")
    assert sorted(Work.objects.get(pk=work.pk).result["created"] for work in works) == [0, 350]
    assert Customer.objects.count() == 350


@pytest.mark.full
def test_without_javascript_an_import_is_forms_and_links(chromium, live_server, cast, worker, browser_page):
    worker.start()
    browser_page.sign_in(cast["mark"])
    context = chromium.new_context(java_script_enabled=False, storage_state=browser_page.page.context.storage_state())
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{live_server.url}/settings/import/customers/new/")
    page.get_by_label("File of customers").set_input_files(DATA / "customers.csv")
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("heading", name="182 customers imported")).to_be_visible(timeout=60_000)
    context.close()
