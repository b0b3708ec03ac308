"""A large business, made up, the same on every run: written by set-based SQL as the application would have written it.

`statements.py` has the SQL. Keys of names are made by the application's own code for each word; a sample of customers
is compared afterwards with what the application makes of them.
"""

import random
import sys
import time
import unicodedata
from decimal import Decimal

import psycopg
from django.utils import timezone

from bench import names, statements

PRODUCTS = 240
SAMPLE = 500


def fill(count: int, admin: str) -> None:
    """Write `count` customers and all that belongs to them into the empty, migrated database at `admin`."""
    people = _people(count)
    with psycopg.connect(admin, autocommit=True) as connection:
        # No trigger row by row: what they guard is right by how the statements join, and looked at afterwards.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET synchronous_commit = off; SET work_mem = '256MB'; SET maintenance_work_mem = '1GB'")
        connection.execute("SELECT setseed(0.5)")
        sizes = _name_table(connection) | _lists(connection, people)
        indexes = _without_indexes(connection)
        for name, steps in statements.STEPS.items():
            with _told(name):
                for step in steps:
                    connection.execute(step.format(count=count, **sizes))
        with _told("indexes"):
            for index in indexes:
                connection.execute(index)
        connection.execute("DROP TABLE crowd_person, crowd_order, crowd_name, crowd_staff, crowd_tag, crowd_product")
    with _told("summaries"):
        _summaries()
    with psycopg.connect(admin, autocommit=True) as connection, _told("statistics"):
        connection.execute("VACUUM (ANALYZE, FREEZE)")
        connection.execute("CHECKPOINT")
    check()


def check() -> None:
    """Compare a sample with what the application itself makes of it; raises AssertionError."""
    from rapport.core import phones
    from rapport.core.emails import email_key
    from rapport.customers.models import Customer, NameWord
    from rapport.customers.naming import KEY_FIELDS, NAME_FIELDS, keys
    from rapport.orders import summaries

    everyone = list(Customer.objects.values_list("pk", flat=True))
    chosen = random.Random(3).sample(everyone, min(SAMPLE, len(everyone)))  # noqa: S311
    known = set(NameWord.objects.values_list("word", flat=True))
    for customer in Customer.objects.filter(pk__in=chosen).prefetch_related("emails", "phones"):
        parts = {name: getattr(customer, name) for name in NAME_FIELDS if name != "name"}
        ours = keys(customer.name, **parts, language="en")
        stored = [getattr(customer, field) for field in KEY_FIELDS]
        assert stored == [ours.search, ours.sound, ours.sort, ours.version], (customer.name, stored, ours)
        assert {w for w in customer.search_key.split() if len(w) > 3} <= known, customer.name
        assert all(email.key == email_key(email.address) for email in customer.emails.all()), customer.name
        for row in customer.phones.all():
            read = phones.parse(row.raw)
            assert (row.e164, row.type, row.is_valid) == (read.e164, read.type, read.is_valid), (row.raw, read)
    assert len(everyone) > 100_000 or not summaries.rebuild(timezone.now())["wrong"]


def _people(customers: int) -> list:
    """Who works here: a dozen for 10,000 customers, and ten times as many for a hundred times as many."""
    from rapport.staff.actions import change_business, create_user
    from rapport.staff.actions.house import add_location

    change_business(
        name="Bench & Sons", language="en", currency="EUR", time_zone="Europe/Prague", country="CZ",
        set_up_at=timezone.now(),
    )  # fmt: skip
    add_location(name="Praha", time_zone="Europe/Prague", country="CZ")
    roles = ["owner", "manager", *["agent"] * round(12 * (customers / 10_000) ** 0.5 - 2)]
    return [
        create_user(f"bench{n}@rapport.example", role=role, name=f"{names.GIVEN[n % len(names.GIVEN)]} Bench")
        for n, role in enumerate(roles)
    ]


def _name_table(connection) -> dict[str, int]:
    """Each word of a name with its parts of the keys, and how many words there are of each kind."""
    from rapport.core.folding import KEY_VERSION, search_key, sort_key, sound_key

    connection.execute(
        "CREATE UNLOGGED TABLE crowd_name (script text, part text, place int, word text, search text, sound text,"
        ' sort text COLLATE "C", accented text COLLATE "C")'
    )
    sizes = {}
    with connection.cursor().copy("COPY crowd_name FROM STDIN") as copy:
        for (script, part), found in names.words().items():
            sizes[f"{script}_{part}"] = len(found)
            for n, word in enumerate(found):
                primary = sort_key(word, "en").partition("\t")[0]
                accented = unicodedata.normalize("NFD", unicodedata.normalize("NFC", word).casefold())
                copy.write_row((script, part, n, word, search_key(word), sound_key(word), primary, accented))
    connection.execute("ANALYZE crowd_name")
    return sizes | {"key_version": KEY_VERSION}


def _lists(connection, people: list) -> dict[str, int]:
    """People who work here, tags and products, by number."""
    from rapport.customers.models import Tag
    from rapport.orders.actions import add_product

    tags = [Tag.objects.create(name=name) for name in _tag_names()]
    products = [
        add_product(name=f"Board {n}", sku=f"B{n:04}", price=Decimal(3 + n * 7 % 380), currency="EUR")
        for n in range(PRODUCTS)
    ]
    for name, rows in {"crowd_staff": people, "crowd_tag": tags}.items():
        query = f"CREATE TABLE {name} AS SELECT row_number() OVER () AS n, id FROM unnest(%s) id"  # noqa: S608
        connection.execute(query, [[row.pk for row in rows]])
    connection.execute(
        "CREATE TABLE crowd_product AS SELECT w.n, p.id, p.name, p.price FROM orders_product p"
        " JOIN unnest(%s) WITH ORDINALITY AS w(id, n) USING (id)",
        [[product.pk for product in products]],
    )
    return {"staff": len(people), "products": len(products)}


def _tag_names() -> list[str]:
    return [*"wholesale retail oak pine beech export newsletter architect school hotel".split(),
            *(f"round {n}" for n in range(1, 11))]  # fmt: skip


def _without_indexes(connection) -> list[str]:
    """Drop the indexes that no constraint needs, and answer how to make them again: once at the end is quickest."""
    rows = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)",
        [list(statements.TABLES)],
    ).fetchall()
    for name, _ in rows:
        connection.execute(f"DROP INDEX {name}")
    return [definition for _, definition in rows]


def _summaries() -> None:
    """By the application's own statement."""
    from rapport.customers.models import Customer
    from rapport.orders import summaries

    summaries.refresh(list(Customer.objects.values_list("pk", flat=True)))


class _told:
    """Say on the error output how long a step took: a large crowd takes minutes."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        self.start = time.perf_counter()

    def __exit__(self, *problem) -> None:
        print(f"  {self.what}: {time.perf_counter() - self.start:.1f} s", file=sys.stderr, flush=True)
