"""Tables that come in and go out at the command line stand in the audit, without a word of whom."""

from rapport.core.cli import main
from rapport.core.models import Deed
from rapport.customers.testing import a_customer


def test_what_is_brought_and_taken_at_the_command_line_is_noted(db, business, tmp_path, monkeypatch):
    monkeypatch.setattr("django.setup", lambda: None)
    a_customer("Zyxomira")
    brought = tmp_path / "list.csv"
    brought.write_text("code,name\n1,Quellbach\n")
    assert main(["import", "customers", str(brought), "--dry-run"]) == 0
    assert not Deed.objects.filter(kind="import.done").exists()
    assert main(["import", "customers", str(brought)]) == 0
    assert main(["export", "customers", str(tmp_path / "all.csv")]) == 0
    done, made = Deed.objects.get(kind="import.done"), Deed.objects.get(kind="export.made")
    assert (done.by, done.facts["created"], done.facts["kind"]) == (None, 1, "customers")
    assert made.facts == {"kind": "customers", "rows": 2}
