import pytest

from rapport.api.testing import a_program_of
from rapport.core.models import Token


def test_a_token_is_shown_once_and_lets_a_program_in(client, ann, business):
    client.force_login(ann)
    page = client.post("/settings/tokens/", {"name": "Webshop"})
    secret = page.context["made"][1]
    assert page.status_code == 200 and secret in page.content.decode()
    assert secret not in client.get("/settings/tokens/").content.decode()
    program = client.__class__(headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/customers").status_code == 200


def test_a_token_needs_a_name(client, ann, business):
    client.force_login(ann)
    assert client.post("/settings/tokens/", {"name": ""}).status_code == 422
    assert not Token.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("ann", 302), ("olga", 302), ("bob", 404)])
def test_who_may_revoke(client, cast, business, who, status):
    a_program_of(cast["ann"])
    client.force_login(cast[who])
    address = f"/settings/tokens/{Token.objects.get().pk}/revocation/"
    assert client.get(address).status_code == (200 if status == 302 else 404)
    assert client.post(address).status_code == status
    assert (Token.objects.get().revoked_at is not None) == (status == 302)


def test_the_manual_names_every_route_and_field(client, ann, business):
    client.force_login(ann)
    page = client.get("/api/v1/docs").content.decode()
    for words in ("/api/v1/customers/batch", "Idempotency-Key", "romanised_name", "CustomerOut", "If-Match"):
        assert words in page


def test_the_command_prints_just_the_token(capsys, ann, business):
    from argparse import Namespace

    from rapport.api.commands import token

    token(Namespace(email="ANN@linden.example", name="reports", read_only=True))
    secret = capsys.readouterr().out.strip()
    kept = Token.objects.get()
    assert secret.startswith("rap_") and secret.endswith(kept.ending) and kept.read_only
