"""A second start does nothing that the same release has done to this house already."""

import os
from pathlib import Path

import pytest

from rapport.supervisor import release
from rapport.supervisor.home import Home


@pytest.fixture
def checkout(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "checkout"
    for name in ("requirements/base.txt", "rapport/orders/models.py", "rapport/locale/ka/LC_MESSAGES/django.po"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("as released")
    monkeypatch.setattr("rapport.supervisor.release.CHECKOUT", folder)
    monkeypatch.delenv("RAPPORT_STATIC_ROOT", raising=False)
    return folder


@pytest.fixture
def home(tmp_path, checkout) -> Home:
    """One that was brought to the release in `checkout`."""
    home = Home(tmp_path / "home")
    for folder in (home.data, home.path / "static"):
        folder.mkdir(parents=True)
    (home.path / "static" / "staticfiles.json").touch()
    assert not release.is_current(home)
    release.note(home)
    assert release.is_current(home)
    return home


@pytest.mark.parametrize("name", ["requirements/base.txt", "rapport/orders/models.py", "rapport/orders/views.py"])
def test_any_file_that_changes_or_comes_is_another_release(home, checkout, name):
    (checkout / name).write_text("as improved")
    assert not release.is_current(home)


def test_a_file_of_the_same_length_is_told_by_its_time(home, checkout):
    os.utime(checkout / "rapport" / "orders" / "models.py", (1, 1))
    assert not release.is_current(home)


def test_what_is_made_along_the_way_is_no_part_of_it(home, checkout):
    (checkout / "rapport" / "locale" / "ka" / "LC_MESSAGES" / "django.mo").touch()
    (checkout / "rapport" / "orders" / "__pycache__").mkdir()
    (checkout / "rapport" / "orders" / "__pycache__" / "models.pyc").touch()
    assert release.is_current(home)


def test_static_files_that_are_gone_are_gathered_again(home, monkeypatch):
    monkeypatch.setenv("RAPPORT_STATIC_ROOT", str(home.path / "elsewhere"))
    assert not release.is_current(home)


def test_who_changes_the_tables_otherwise_has_it_forgotten(home):
    release.forget(home)
    assert not release.is_current(home)
    release.forget(home)
