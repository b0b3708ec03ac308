"""A program with a token, for tests."""

import json
from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from rapport.core.api import tokens


@dataclass
class Program:
    """Calls the API as other programs do: `ann_calls.post("customers", {"name": "Cora"})`."""

    secret: str

    def call(self, method: str, path: str, sent=None, **headers: str):
        body = "" if sent is None else json.dumps(sent)
        return Client(headers={"Authorization": f"Bearer {self.secret}"} | headers).generic(
            method, f"/api/v1/{path}", body, content_type="application/json"
        )

    def get(self, path: str, **headers: str):
        return self.call("GET", path, **headers)

    def post(self, path: str, sent=None, **headers: str):
        return self.call("POST", path, sent, **headers)

    def patch(self, path: str, sent=None, **headers: str):
        return self.call("PATCH", path, sent, **headers)


def a_program_of(user, **said) -> Program:
    _token, secret = tokens.make(user, name="webshop", at=timezone.now(), **said)
    return Program(secret)


@pytest.fixture
def ann_calls(ann, business) -> Program:
    return a_program_of(ann)
