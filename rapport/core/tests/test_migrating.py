"""Migrating draws anew what changed, and the tables come out as with Django's own way."""

import re
import subprocess

import psycopg
import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState
from psycopg import sql

from rapport.core.backup import programs
from rapport.core.migrating import only_what_changed
from rapport.core.testing.second_house import SecondHouse


def after(state: ProjectState, *operations) -> ProjectState:
    for operation in operations:
        operation.state_forwards("shop", state)
    return state


@pytest.fixture
def shop() -> ProjectState:
    """Buyers and their orders, whose classes are drawn."""
    key = models.BigAutoField(primary_key=True)
    buyer = models.ForeignKey("shop.Buyer", models.CASCADE)
    state = after(
        ProjectState(),
        migrations.CreateModel("Buyer", [("id", key)]),
        migrations.CreateModel("Order", [("id", key), ("buyer", buyer)]),
    )
    assert state.apps.get_model("shop", "Order")._meta.get_field("buyer").related_model
    return state


def test_a_new_field_leaves_the_classes_of_relatives_alone(shop):
    with only_what_changed():
        order = shop.apps.get_model("shop", "Order")
        after(shop, migrations.AddField("Buyer", "name", models.TextField()))

    assert shop.apps.get_model("shop", "Buyer")._meta.get_field("name")
    assert shop.apps.get_model("shop", "Order") is order
    shop.clear_delayed_apps_cache()  # as Django does before it runs Python in a migration
    anew = shop.apps.get_model("shop", "Order")
    assert anew._meta.get_field("buyer").related_model._meta.get_field("name")


def test_a_new_model_knows_those_it_points_to(shop):
    item = models.ForeignKey("shop.Order", models.CASCADE, related_name="items")
    with only_what_changed():
        after(shop, migrations.CreateModel("Item", [("id", models.AutoField(primary_key=True)), ("order", item)]))

    order = shop.apps.get_model("shop", "Order")
    assert shop.apps.get_model("shop", "Item")._meta.get_field("order").related_model is order


def test_a_key_of_another_type_changes_the_columns_that_point_to_it(shop):
    def column():
        return shop.apps.get_model("shop", "Order")._meta.get_field("buyer").db_type(connection)

    assert column() == "bigint"
    with only_what_changed():
        after(shop, migrations.AlterField("Buyer", "id", models.UUIDField(primary_key=True)))
    assert column() == "uuid"


def structure(name: str) -> str:
    dbname, environment = programs.call_with(programs.address(dbname=name))
    dump = programs.program("pg_dump", connection.pg_version // 10000)
    done = subprocess.run(
        [dump, "--schema-only", f"--dbname={dbname}"], capture_output=True, text=True, check=True, env=environment
    )
    return "\n".join(line for line in done.stdout.splitlines() if not re.match(r"\\(un)?restrict ", line))


@pytest.mark.full
def test_the_tables_are_those_that_django_makes_by_itself(second_house: SecondHouse):
    assert second_house.run("migrate").returncode == 0
    quick = structure(second_house.name)
    with psycopg.connect(**programs.address(), autocommit=True) as own:
        name = sql.Identifier(second_house.name)
        own.execute(sql.SQL("DROP DATABASE {}").format(name))
        own.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    assert second_house.run("manage", "migrate").returncode == 0
    assert quick == structure(second_house.name)
