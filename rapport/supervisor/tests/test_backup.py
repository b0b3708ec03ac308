"""A house burns down: what was backed up while it was lived in comes back in another place."""

import json
import stat
import zipfile

import pytest

from rapport.supervisor.tests.houses import House


@pytest.mark.full
def test_a_house_is_backed_up_while_it_runs_and_comes_back_where_nothing_was(a_house, place):
    house = a_house()
    backup = place / f"{house.home.name}.backup"
    running = house.up()  # with the demo business
    address = running.said.split("Rapport is ready: ")[1].split()[0]

    healthy = house.run("doctor", "--json")
    assert healthy.returncode == 0, healthy.stdout
    by_name = {check["name"]: check for check in json.loads(healthy.stdout)["checks"]}
    assert by_name["address"]["means"] == address and by_name["workers"]["state"] == "ok"

    made = house.run("backup", str(backup), "--json")
    assert (made.returncode, made.stderr) == (0, "")
    said = json.loads(made.stdout.splitlines()[-1])
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600 and said["bytes"] == backup.stat().st_size
    refused = house.run("restore", str(backup), "--replace")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert f"Rapport is running on {house.home} (process {running.process.pid})" in refused.stderr
    customers = running.sql("SELECT id, name FROM customers_customer ORDER BY id")
    assert running.answers() and running.stop() == 0

    elsewhere = House(place / "elsewhere", house.who)
    back = elsewhere.run("restore", str(backup), "--json")
    assert back.returncode == 0, back.stderr
    restored = json.loads(back.stdout.splitlines()[-1])
    with zipfile.ZipFile(backup) as archive:
        assert restored["counts"] == json.loads(archive.read("manifest.json"))["tables"]
    assert restored["rows"] == said["rows"]
    key = elsewhere.home / "secret_key"
    assert key.read_text() == (house.home / "secret_key").read_text()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert elsewhere.processes() == [] and elsewhere.is_cleanly_shut_down()

    again = elsewhere.run("restore", str(backup))
    assert again.returncode == 1 and "The database is not empty" in again.stderr
    there = elsewhere.up("--no-demo")
    assert there.answers()
    assert there.sql("SELECT id, name FROM customers_customer ORDER BY id") == customers
    assert there.sql("SELECT count(*) FROM django_session") == [(0,)]
    assert there.stop() == 0


def test_no_house_is_made_for_a_file_that_is_no_backup(place):
    house = House(place / "for-nothing")
    (place / "letter").write_text("Dear Cora")

    refused = house.run("restore", str(place / "letter"))

    assert refused.returncode == 1 and "is not a backup made by Rapport" in refused.stderr
    assert not house.home.exists()


@pytest.mark.full
def test_a_sleeping_house_is_backed_up_and_looked_at_without_waking_more_than_its_database(a_house, place):
    house = a_house()
    (house.data / "rapport.release").write_text("an earlier release")  # a backup comes before an upgrade, not after

    made = house.run("backup", str(place / "asleep.backup"))
    looked = house.run("doctor")

    assert made.returncode == 0 and made.stdout.startswith(f"Wrote {place / 'asleep.backup'}: ")
    assert "Bringing the database" not in made.stderr
    assert looked.returncode == 0, looked.stdout
    assert "Rapport is not running here" in looked.stdout
    assert house.processes() == [] and house.is_cleanly_shut_down()


@pytest.mark.full
def test_doctor_tells_why_there_is_no_database(a_house):
    house = a_house()
    (house.data / "postgresql.conf").write_text("this is no setting\n")

    looked = house.run("doctor", "--json")

    said = json.loads(looked.stdout)
    assert (looked.returncode, said["ok"]) == (1, False)
    assert "could not be started" in said["checks"][0]["means"]
    assert "Traceback" not in looked.stderr
