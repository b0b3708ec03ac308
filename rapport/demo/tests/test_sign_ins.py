import pytest

from rapport.core.cli import main
from rapport.staff.actions import create_user
from rapport.staff.models import User


@pytest.mark.full
def test_only_those_who_have_the_password_of_the_demo_are_named(demo_house, db, capsys):
    create_user("rita@example.org", role="reader", password="four walnut chairs", name="", language="en")
    petra = User.objects.get(email="petra@linden.example")
    petra.set_password("four walnut chairs")
    petra.save()

    main(["demo", "--sign-ins"])
    said = capsys.readouterr().out
    assert "maya@linden.example" in said and "nino@linden.example" in said
    assert "rita" not in said and "petra" not in said
