"""Take an upper slice out, with those built on it: folders and lines of `config/slices.py`. The rest still runs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

LIVE_IN_IT = """
import json, os

import django

django.setup()
from django.test import Client
from django.urls import reverse

from rapport.config.slices import SLICES
from rapport.core.cli import main
from rapport.core.registry import navigation, panels, settings_pages
from rapport.customers.models import Customer
from rapport.customers.testing import a_customer
from rapport.staff.actions import change_role
from rapport.staff.models import User

assert main(["migrate"]) == 0
if "rapport.demo" in SLICES:
    assert main(["demo"]) == 0
else:
    a_customer()
    change_role(User.objects.create_user("olga@linden.example", "a long secret", name="Olga"), "owner", by=None)

client = Client()
client.force_login(User.objects.get(groups__name="owner"))
first = Customer.objects.order_by("created_at").first()
customer = first.get_absolute_url()
places = [reverse(place.url_name) for place in [*navigation, *settings_pages]]
theirs = [panel for panel in panels if panel.slot.startswith("customer.") and panel.fits(first)]
later = [f"{customer}panels/{panel.name}/" for panel in theirs]
answers = {place: client.get(place).status_code for place in ["/settings/", customer, *places, *later]}
root = client.get("/", follow=True)
led_to = root.redirect_chain[-1][0] if root.redirect_chain else "/"
print(json.dumps({"answers": answers | {"/": root.status_code}, "root": led_to}))
"""


@pytest.fixture
def database() -> str:
    """The address of an empty database, on the server of the tests."""
    server, name = os.environ.get("DATABASE_URL", "postgresql:///rapport"), f"rapport_without_{uuid4().hex[:12]}"
    with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            parts = urlsplit(server)
            yield f"{parts.scheme}://{parts.netloc}/{name}?{parts.query}"
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def house_without(slices: list[str], folder: Path) -> Path:
    """A copy of the sources, with the folders and lines of those slices taken out."""
    shutil.copytree(settings.BASE / "rapport", folder / "rapport", ignore=shutil.ignore_patterns("tests"))
    listed = folder / "rapport" / "config" / "slices.py"
    for name in slices:
        shutil.rmtree(folder / "rapport" / name)
        line = f'    "rapport.{name}",\n'
        assert line in listed.read_text()
        listed.write_text(listed.read_text().replace(line, ""))
    return folder


# With a slice goes what is built on it: those that import from it.
@pytest.mark.parametrize(
    "gone, root",
    [
        pytest.param(["segments", "care"], "/", marks=pytest.mark.full),
        pytest.param(["messaging", "care", "orders", "portal"], "/", marks=pytest.mark.full),
        pytest.param(["orders", "care"], "/", marks=pytest.mark.full),
        pytest.param(["care"], "/", marks=pytest.mark.full),
        pytest.param(["portal"], "/", marks=pytest.mark.full),
        (["today"], "/inbox/"),
        pytest.param(["api"], "/", marks=pytest.mark.full),
        pytest.param(["demo"], "/", marks=pytest.mark.full),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else None,
)
def test_the_house_stands_without_an_upper_slice(gone, root, tmp_path, database):
    house = house_without(gone, tmp_path / "house")
    ours = os.environ | {
        "PYTHONPATH": str(house),
        "DJANGO_SETTINGS_MODULE": "rapport.config.settings_test",
        "DATABASE_URL": database,
        "RAPPORT_HOME": str(tmp_path / "home"),
    }
    (tmp_path / "home").mkdir()

    lived = subprocess.run(
        [sys.executable, "-c", LIVE_IN_IT], cwd=house, env=ours, capture_output=True, text=True, check=False
    )

    assert lived.returncode == 0, lived.stderr[-3000:]
    told = json.loads(lived.stdout.splitlines()[-1])
    assert {address: status for address, status in told["answers"].items() if status != 200} == {}
    assert {"/customers/", "/promises/", "/settings/"} <= told["answers"].keys()
    assert any("/panels/" in address for address in told["answers"])
    assert told["root"] == root
    assert not any(address.startswith(f"/{gone[0]}") for address in told["answers"])
