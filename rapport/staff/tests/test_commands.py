import json

import pytest

from rapport.core.cli import main
from rapport.staff.models import Invitation, User


def said(capsys) -> str:
    return capsys.readouterr().out.strip()


def test_a_person_with_a_password_can_sign_in(db, client, capsys):
    assert main(["user", "create", "Rita@Linden.example", "--role", "reader", "--password", "four walnut chairs"]) == 0
    assert User.objects.get(email="rita@linden.example").role == "reader"
    assert client.login(email="rita@linden.example", password="four walnut chairs")
    assert "four" not in said(capsys)


def test_without_a_password_a_link_is_printed(db, client, capsys):
    assert main(["user", "create", "olga@linden.example", "--role", "owner", "--json"]) == 0
    link = json.loads(said(capsys))["invitation"]
    assert (Invitation.objects.get().role, User.objects.count()) == ("owner", 0)
    page = link.removeprefix("http://localhost:8000")
    client.post(page, {"name": "Olga", "password": "four walnut chairs", "language": "cs"})
    assert User.objects.get().role == "owner"


@pytest.mark.parametrize(
    "words",
    [
        ["rita", "--role", "reader"],
        ["ann@linden.example", "--role", "reader", "--password", "four walnut chairs"],
        ["rita@linden.example", "--role", "reader", "--password", "short"],
    ],
)
def test_what_makes_no_sense_is_one_line_and_nothing_happens(cast, capsys, words):
    assert main(["user", "create", *words]) == 1
    error = capsys.readouterr().err.strip()
    assert error.startswith("rapport: ") and "\n" not in error
    assert User.objects.count() == len(cast)


def test_an_unknown_role_is_refused_by_the_parser(db):
    with pytest.raises(SystemExit):
        main(["user", "create", "rita@linden.example", "--role", "queen"])
