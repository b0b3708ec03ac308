"""Whoever comes first to an empty house owns it; so the door is open only where nobody else can come."""

from pathlib import Path

import pytest

from rapport.supervisor.home import Home
from rapport.supervisor.site_environment import Place, site_environment


@pytest.mark.parametrize(
    "host, address, door",
    [
        ("127.0.0.1", "", "open"),
        ("localhost", "", "open"),
        ("0.0.0.0", "", "by link"),
        ("192.168.1.7", "", "by link"),
        ("127.0.0.1", "https://rapport.example.com", "by link"),  # a proxy is in front
    ],
)
def test_the_door_is_open_to_this_machine_alone(monkeypatch, host, address, door):
    monkeypatch.delenv("RAPPORT_ADDRESS", raising=False)
    monkeypatch.setenv("RAPPORT_FIRST_RUN", "open")  # what somebody set does not count
    if address:
        monkeypatch.setenv("RAPPORT_ADDRESS", address)
    environment = site_environment(
        Home(Path("/home")), "postgresql:///rapport", Place(host, 8000), None, Place(host, 8001)
    )
    assert environment["RAPPORT_FIRST_RUN"] == door
