import fcntl
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from rapport.supervisor.tests.houses import EVERY_USER, IS_ROOT, House, someone_else

FIRST_START_SECONDS = 400


@pytest.fixture(scope="session")
def place():
    """A short path that every user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-houses-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def first_house(tmp_path_factory):
    """An empty house at rest, from nothing. It is built once for all workers of pytest-xdist; tests live in copies."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "first-house"
    shared.mkdir(exist_ok=True)
    house, guest = House(shared / "home"), shared / f"guest-{os.getpid()}"
    with alone_in(shared):
        if not (shared / "built").exists():
            build(house)
            (shared / "built").touch()
        guest.touch()
    yield house
    with alone_in(shared):
        guest.unlink()
        if not list(shared.glob("guest-*")):
            shutil.rmtree(shared)


def build(house: House) -> None:
    try:
        running = house.up("--no-demo", patience=FIRST_START_SECONDS)
        assert running.stop() == 0, running.said
    finally:
        end_all_of(house)


@contextmanager
def alone_in(folder: Path):
    with (folder.parent / f"{folder.name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@pytest.fixture
def a_house(first_house, place):
    """A function that copies the first house to another place, for another owner."""
    with copies_of(first_house, place) as build:
        yield build


@pytest.fixture(scope="module")
def open_house(first_house, place):
    """A site that is up, for tests that leave it as it is."""
    with copies_of(first_house, place) as build:
        house = build()
        running = house.up("--no-demo")
        yield running
        assert running.stop() == 0
        assert house.is_cleanly_shut_down()


@contextmanager
def copies_of(first_house, place):
    houses = []

    def build(where: str | Path = "", who: str = EVERY_USER[0], **changes: str) -> House:
        home = place / (where or f"house-{len(list(place.iterdir()))}")
        home.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", first_house.home, home], check=True)
        if IS_ROOT and who == "ordinary":
            owner = someone_else()
            subprocess.run(
                ["chown", "-R", f"{owner.pw_uid}:{owner.pw_gid}", home.parent if where else home], check=True
            )
        houses.append(House(home, who, changes))
        return houses[-1]

    yield build
    for house in houses:
        end_all_of(house)
        shutil.rmtree(house.home, ignore_errors=True)


def end_all_of(house: House) -> None:
    """What a failed test left behind."""
    for process in house.processes():
        with suppress(psutil.Error):
            for each in [process, *process.children(recursive=True)]:
                each.kill()
