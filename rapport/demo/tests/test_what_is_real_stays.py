"""What people really did beside the demo business stays when that is removed; what has to go is said beforehand."""

from datetime import date, timedelta
from decimal import Decimal

import pghistory
import pytest
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob

from rapport.core.registry import today
from rapport.customers import actions as customers
from rapport.customers.models import Customer, CustomField
from rapport.demo import actions
from rapport.demo.removing import Leaving
from rapport.orders.models import Order, Product
from rapport.orders.testing import Line, an_order
from rapport.promises import actions as promises
from rapport.promises.models import Promise
from rapport.staff.actions import add_location, change_business, create_user
from rapport.staff.models import Business, Location, User
from rapport.timeline import actions as timeline
from rapport.timeline.models import Entry
from rapport.today.actions import tick
from rapport.today.models import Tick

pytestmark = [pytest.mark.full, pytest.mark.usefixtures("demo_house")]


@pytest.fixture
def rosa(db) -> User:
    return create_user("rosa@example.org", role="owner", password="four walnut chairs", name="Rosa Marin")


def tomorrow() -> date:
    return (timezone.now() + timedelta(days=1)).date()


def remove(heir: User) -> Leaving:
    return actions.remove(heir=heir, at=timezone.now())


def test_own_customers_stay_with_their_orders_and_what_those_need(rosa):
    chair = Product.objects.get(name="Dining chair")
    pia = customers.add(kind="person", name="Pia Marin", by=rosa, at=timezone.now())
    an_order(Line(product=chair, quantity=Decimal(4)), customer=pia, by=rosa, at=timezone.now())
    customers.set_tags(pia, ["Bath"], by=rosa)

    said = Leaving.now()
    assert said.held_counts() == ["Bath", "Dining chair"]
    remove(heir=rosa)

    assert [(p.name, p.tags.count()) for p in Customer.objects.all()] == [("Pia Marin", 1)]
    assert Order.objects.get().items.get().product == chair
    assert list(Product.objects.all()) == [chair]
    assert {entry.customer for entry in Entry.objects.all()} == {pia}


def test_what_hangs_off_a_made_up_customer_goes_and_is_said_beforehand(rosa):
    tamar = Customer.objects.get(name__contains="თამარ")
    promise = promises.promise(tamar, "A walnut shelf", at=timezone.now(), by=rosa, due_on=tomorrow())
    timeline.note(tamar, "She asked about walnut.", by=rosa, at=timezone.now())
    line = next(item for item in today["promises"].query(rosa, timezone.now()))
    tick(line.key, by=rosa)

    with translation.override("en"):
        said = Leaving.now()
        assert said.customers == Customer.objects.count()
        assert any("1 promise" in words for words in said.own_counts())

    remove(heir=rosa)
    assert not Promise.objects.filter(pk=promise.pk).exists()
    assert not Tick.objects.exists() and not Entry.objects.exists() and not Customer.objects.exists()


def test_what_one_did_as_someone_of_the_demo_is_the_heirs(rosa):
    maya = User.objects.get(email="maya@linden.example")
    with pghistory.context(user=str(maya.pk)):
        pia = customers.add(kind="person", name="Pia Marin", by=maya, at=timezone.now(), account_manager=maya)
    promise = promises.promise(pia, "A walnut shelf", at=timezone.now(), by=maya, owner=maya, due_on=tomorrow())
    timeline.note(pia, "Ask @Maya and @Petra", by=maya, at=timezone.now())

    remove(heir=rosa)

    pia.refresh_from_db()
    promise.refresh_from_db()
    assert (pia.account_manager, promise.owner, promise.made_by) == (rosa, rosa, rosa)
    assert {entry.by for entry in pia.entries.all()} == {rosa}
    assert list(User.objects.all()) == [rosa]


def test_a_custom_field_with_a_real_value_stays(rosa):
    pia = customers.add(kind="person", name="Pia Marin", by=rosa, at=timezone.now())
    customers.edit(pia, by=rosa, version=pia.version, changes={"custom.favourite-wood": "oak"}, at=timezone.now())

    remove(heir=rosa)
    assert [field.key for field in CustomField.objects.all()] == ["favourite-wood"]


def test_a_business_with_a_name_of_its_own_stays_and_has_a_main_location(rosa):
    change_business(name="Marin & Daughters")

    remove(heir=rosa)
    business = Business.objects.get()
    assert (business.name, business.is_demo) == ("Marin & Daughters", False)
    assert [(place.name, place.is_main) for place in Location.objects.all()] == [("Marin & Daughters", True)]


def test_a_real_location_becomes_the_main_one_and_keeps_its_holidays(rosa):
    add_location(name="Girona", country="GB", time_zone="Europe/London")

    remove(heir=rosa)
    assert [(place.name, place.is_main) for place in Location.objects.all()] == [("Girona", True)]
    calendar = promises.seed_holidays(timezone.now())
    assert calendar == 0  # they are there already


def test_jobs_and_sessions_of_the_demo_end(rosa, client):
    client.force_login(User.objects.get(email="maya@linden.example"))
    assert client.get("/profile/").status_code == 200
    assert ProcrastinateJob.objects.exists()

    remove(heir=rosa)
    assert not ProcrastinateJob.objects.filter(task_name="rapport.timeline.tasks.react").exists()
    assert client.get("/profile/").status_code == 302


def test_removing_twice_removes_once_and_nothing_real(rosa):
    customers.add(kind="person", name="Pia Marin", by=rosa, at=timezone.now())
    assert remove(heir=rosa).customers > 50
    assert remove(heir=rosa).customers == 0
    assert Customer.objects.count() == 1


def test_the_demo_moves_in_only_where_there_are_no_customers(rosa):
    with pytest.raises(actions.NotEmpty):
        actions.fill(at=timezone.now())
    remove(heir=rosa)
    actions.fill(at=timezone.now())
    assert Customer.objects.count() > 50
    assert {user.role for user in User.objects.exclude(pk=rosa.pk)} == {"manager", "agent", "reader"}
    assert not any(user.has_usable_password() for user in User.objects.exclude(pk=rosa.pk))
