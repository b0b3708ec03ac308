"""The same at the command line, and what other programs are told."""

import json
from argparse import Namespace
from datetime import UTC, datetime

import pytest

from rapport.api.testing import a_program_of
from rapport.core.cli import CommandError
from rapport.customers import actions
from rapport.customers.models import Customer, PersonalExport
from rapport.customers.rights import erasing
from rapport.customers.rights.command import privacy
from rapport.customers.testing import a_customer

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


def said(deed: str, customer: str, **more) -> Namespace:
    return Namespace(**{"deed": deed, "customer": customer, "to": None, "yes": False, "json": True} | more)


def test_an_export_is_written_where_it_is_wanted(rich, home, capsys):
    assert privacy(said("export", "17", to=home / "her.zip")) == 0  # by the code of the till
    assert json.loads(capsys.readouterr().out)["records"] > 10
    assert (home / "her.zip").exists() and PersonalExport.objects.get().gone_at


def test_erasing_says_what_would_happen_until_it_is_meant(rich, capsys):
    with pytest.raises(CommandError, match="--yes"):
        privacy(said("erase", str(rich.pk)))
    assert "How to reach them" in capsys.readouterr().out
    assert not Customer.objects.get(pk=rich.pk).is_erased

    assert privacy(said("erase", str(rich.pk), yes=True)) == 0
    assert Customer.objects.get(pk=rich.pk).is_erased


def test_whom_nobody_knows_or_two_are_called_is_not_taken(cora, ann):
    other = a_customer("Nino Beridze")
    actions.replace_rows(cora, "codes", by=ann, rows=[{"source": "till", "code": "7"}])
    actions.replace_rows(other, "codes", by=ann, rows=[{"source": "shop", "code": "7"}])
    with pytest.raises(CommandError, match="Several customers have the code 7"):
        privacy(said("erase", "7", yes=True))
    with pytest.raises(CommandError, match="No customer has the key or code 8"):
        privacy(said("export", "8"))


def test_other_programs_read_the_pseudonym_and_change_nothing(cora, cast):
    program = a_program_of(cast["ann"])
    erasure = erasing.erase(cora, by=cast["olga"], at=NOW)

    assert program.get(f"customers/{cora.pk}").json()["name"] == f"Customer {erasure.pseudonym}"
    refused = program.patch(f"customers/{cora.pk}", {"name": "Cora"})
    assert refused.status_code == 409 and refused.json()["type"].endswith("customer_erased")
    assert program.post(f"customers/{cora.pk}/notes", {"body": "Back"}).status_code == 409
