"""Who was erased stays erased, also where a backup from before is brought back: with real processes and databases."""

import pytest

from rapport.core.backup import making
from rapport.core.tabular.results import silent
from rapport.customers.models import Email
from rapport.customers.testing import a_customer
from rapport.timeline import actions as timeline

SAYS = "SELECT name, standing FROM customers_customer WHERE id = '{}'"


@pytest.fixture
def backup(transactional_db, settings, tmp_path, cora, ann):
    """Cora's, with her mail, a former name and a note."""
    settings.MEDIA_ROOT, settings.HOME, settings.HAS_SECRET_KEY = tmp_path / "files", tmp_path, True
    Email.objects.create(customer=cora, address="cora@lindqvist.example")
    type(cora).objects.filter(pk=cora.pk).update(name="Cora Lindqvist-Berg")
    timeline.note(cora, "Loves walnut", by=ann)
    a_customer("Kept Karl")
    making.make(tmp_path / "before.backup", silent)
    return tmp_path / "before.backup"


@pytest.mark.full
def test_an_erasure_is_done_again_after_a_backup_from_before_it_is_restored(second_house, backup, cora):
    name = SAYS.format(cora.pk)
    second_house.json("restore", str(backup))
    assert second_house.sql(name) == [("Cora Lindqvist-Berg", "")]
    erased = second_house.run("privacy", "erase", str(cora.pk), "--yes")
    assert erased.returncode == 0, erased.stderr
    [(pseudonym, _standing)] = forgotten = second_house.sql(name)
    assert pseudonym.startswith("Customer ") and _standing == "erased"

    again = second_house.json("restore", str(backup), "--replace")

    assert "1 erasure was done again." in again["said"]
    assert second_house.sql(name) == forgotten, "under the same pseudonym"
    assert not whatever_names(second_house)
    assert second_house.sql("SELECT count(*) FROM customers_erasure WHERE replayed_at IS NOT NULL") == [(1,)]
    assert second_house.sql("SELECT count(*) FROM customers_customer WHERE name = 'Kept Karl'") == [(1,)]

    second_house.sql("DROP SCHEMA public CASCADE")
    second_house.sql("CREATE SCHEMA public")
    second_house.json("restore", str(backup), "--replace")

    assert second_house.sql(name) == forgotten, "the file in the home remembers where the database is lost"
    assert not whatever_names(second_house)


def whatever_names(house) -> list[str]:
    """Tables in which a word of hers still stands."""
    tables = house.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    hers = "lindqvist|walnut"
    return [
        name for (name,) in tables if house.sql(f"SELECT 1 FROM \"{name}\" row WHERE row::text ~* '{hers}' LIMIT 1")
    ]
