"""After the demo is gone the house is as if it had never been there; and what is real is still there."""

import pytest
from django.db import connection
from django.utils import timezone

from rapport.core.cli import main
from rapport.customers.models import Customer
from rapport.demo import actions
from rapport.demo.models import Made
from rapport.promises import actions as promises
from rapport.staff.actions import create_user, set_up
from rapport.staff.models import Business, User
from rapport.timeline.models import Attachment

# What differs although nothing of the demo is left: roles, and what the database counts for itself.
NOT_COMPARED = {"django_migrations", "auth_group_permissions", "auth_group", "auth_permission", "django_content_type"}
FIRST = {
    "email": "rosa@example.org",
    "name": "Rosa Marin",
    "password": "four walnut chairs",
    "business_name": "Marin & Daughters",
    "country": "ES",
    "language": "en",
    "time_zone": "Europe/Madrid",
    "currency": "EUR",
}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def rosa(db) -> User:
    owner = set_up(at=timezone.now(), **FIRST)
    promises.seed_holidays(timezone.now())
    return User.objects.get(pk=owner.pk)


def tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [row[0] for row in cursor.fetchall() if row[0] not in NOT_COMPARED]


def everything() -> dict[str, set[str]]:
    """Every row of every table, as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found[table] = {row[0] for row in cursor.fetchall()}
    return found


def mentions(ids: set[str]) -> list[str]:
    return [f"{table}: {row}" for table, rows in everything().items() for row in rows if any(i in row for i in ids)]


@pytest.mark.full
def test_the_house_is_as_it_was_before(rosa, django_capture_on_commit_callbacks):
    next_order_number()  # no rollback gives back the numbers that earlier tests took; this does
    before, sequence = everything(), next_order_number()
    actions.fill(at=timezone.now())
    assert Customer.objects.count() > 50 and Attachment.objects.exists()
    ids = {str(key) for key in Made.objects.values_list("row", flat=True) if len(key) == 36}
    file = Attachment.objects.get(name="sighnaghi.txt").file
    assert file.storage.exists(file.name)

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(heir=rosa, at=timezone.now())

    after = everything()
    assert {t: after[t] ^ rows for t, rows in before.items() if after[t] != rows} == {}
    assert mentions(ids) == []
    assert not file.storage.exists(file.name)
    assert next_order_number() == sequence


def next_order_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('orders_order_number'), setval('orders_order_number', 1001, false)")
        return cursor.fetchone()[0]


@pytest.mark.full
def test_a_house_that_began_with_the_demo_is_empty_after_it(db, django_capture_on_commit_callbacks):
    before = everything()
    actions.fill(at=timezone.now())
    rosa = create_user("rosa@example.org", role="owner", password="four walnut chairs", name="Rosa")

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(heir=rosa, at=timezone.now())

    theirs = {"staff_user", "staff_user_groups", "staff_userevent", "core_deed"}  # Rosa, and that she came
    after = everything()
    assert {t: after[t] ^ rows for t, rows in before.items() if after[t] != rows and t not in theirs} == {}
    assert list(User.objects.all()) == [rosa]
    assert not Business.objects.exists() and not Made.objects.exists()


def test_a_house_without_the_demo_names_nobody(db, capsys):
    main(["demo", "--sign-ins"])
    assert capsys.readouterr().out == ""
