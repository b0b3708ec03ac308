"""Lines of the log: which request and whose, and nothing personal, however badly it ends."""

import io
import logging
import re

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from rapport.core.api import tokens
from rapport.core.tracing import Line, Named
from rapport.customers.testing import a_customer
from rapport.timeline import actions as timeline

PERSONAL = ("zyxomira", "quellbach", "umbrella", "hidden.example", "605999", "sec-ret")


@pytest.fixture
def log(settings):
    """What the console would show, with the formatter and filter of the settings."""
    kept = settings.LOGGING["formatters"]["line"]["format"]
    handler, written = logging.StreamHandler(io.StringIO()), logging.getLogger()
    handler.setFormatter(Line(kept))
    handler.addFilter(Named())
    written.addHandler(handler)
    yield handler.stream
    written.removeHandler(handler)


def personal(log) -> list[str]:
    return [word for word in PERSONAL if word in log.getvalue().lower()]


def test_each_request_is_one_line_with_its_id_and_the_persons(client, ann, log):
    client.force_login(ann)
    response = client.get("/customers/?q=Zyxomira+Quellbach")
    assert response.status_code == 200
    line = next(line for line in log.getvalue().splitlines() if "rapport.access" in line)
    assert f"request={response.headers['X-Request-ID']} user={ann.pk} " in line
    assert re.search(r"GET /customers/ 200 \d+ ms$", line)
    assert not personal(log)


def test_what_is_typed_or_sent_never_stands_there(client, cast, log):
    ann, cora = cast["ann"], a_customer("Zyxomira Quellbach")
    Client().post("/accounts/login/", {"login": "zyxomira@hidden.example", "password": "sec-ret"})
    client.force_login(ann)
    client.post("/customers/new/", {"kind": "person", "name": "Zyxomira", "email": "not an address: umbrella"})
    client.post(f"/customers/{cora.pk}/entries/", {"kind": "note", "body": "umbrella"})
    client.get("/join/sec-ret-token/")
    client.get("/Zyxomira/Quellbach/")
    _token, secret = tokens.make(ann, name="umbrella", at=cora.created_at)
    headers = {"Authorization": f"Bearer {secret}"}
    client.post("/api/v1/customers", {"name": "Zyxomira"}, content_type="application/json", headers=headers)
    assert f"/customers/{cora.pk}/entries/ 3" in log.getvalue()
    assert not personal(log)
    assert secret not in log.getvalue()


@pytest.fixture
def broken(monkeypatch):
    """The note of somebody makes the database fail, in words that tell whose it was."""

    def fail(customer, body, **others):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO customers_tag (id, name) VALUES (uuidv7(), %s), (uuidv7(), %s)", [body, body])

    for name in ("note",):
        monkeypatch.setattr(timeline, name, fail)
        monkeypatch.setitem(timeline.COMPOSING, name, fail)


def test_an_error_is_told_by_kind_and_place_and_shown_by_its_number(cast, broken, log):
    cora = a_customer("Zyxomira Quellbach")
    client = Client(raise_request_exception=False)
    client.force_login(cast["ann"])
    response = client.post(f"/customers/{cora.pk}/entries/", {"kind": "note", "body": "umbrella"})
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in response.content.decode()
    told = log.getvalue()
    assert "IntegrityError" in told and "23505" in told and "fail" in told
    assert f"request={response.headers['X-Request-ID']}" in told
    assert not personal(log)


def test_the_api_gives_the_number_of_a_mistake_too(cast, broken, log):
    cora = a_customer("Zyxomira Quellbach")
    _token, secret = tokens.make(cast["ann"], name="Shop", at=cora.created_at)
    response = Client().post(
        f"/api/v1/customers/{cora.pk}/notes",
        {"body": "umbrella"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in response.json()["detail"]
    assert "IntegrityError" in log.getvalue()
    assert not personal(log)


def test_causes_are_told_too_and_their_words_are_not():
    try:
        try:
            raise ValueError("Zyxomira")
        except ValueError as cause:
            raise IntegrityError("Quellbach") from cause
    except IntegrityError as error:
        told = Line().formatException((type(error), error, error.__traceback__))
    assert "ValueError" in told and "IntegrityError" in told
    assert "Zyxomira" not in told.replace('ValueError("Zyxomira")', "") and "test_tracing" in told


@pytest.mark.parametrize(
    "trusted, told, taken",
    [
        (True, "proxy-0123456789", True),
        (True, "x" * 65, False),
        (True, "no\tcontrol signs", False),
        (False, "proxy-0123456789", False),
    ],
)
def test_a_name_for_a_request_is_taken_from_a_trusted_proxy_alone(client, db, settings, trusted, told, taken):
    settings.TRUST_REQUEST_ID = trusted
    answered = client.get("/health/live", headers={"X-Request-ID": told}).headers["X-Request-ID"]
    assert (answered == told) is taken
    assert len(answered) in (16, 36)
