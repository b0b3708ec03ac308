import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from rapport.supervisor.tests.houses import EVERY_USER, IS_ROOT, House, someone_else

FIRST_START_SECONDS = 400


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items):
    """Who shares something dear to build runs on one worker."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            for fixture in ("first_house", "checkout"):
                if fixture in item.fixturenames:
                    item.add_marker(pytest.mark.xdist_group(fixture))


@pytest.fixture(scope="session")
def place():
    """A short path that every user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="rapport-houses-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def first_house(place):
    """A house from nothing, demo business and all; what `up` said, and the house at rest."""
    house = House(place / "first")
    try:
        running = house.up(patience=FIRST_START_SECONDS)
        said, code = running.said, running.stop()
        assert code == 0, running.said
        return house, said
    finally:
        end_all_of(house)


@pytest.fixture
def a_house(first_house, place):
    """A function that copies the first house to another place, for another owner."""
    houses = []

    def build(where: str | Path = "", who: str = EVERY_USER[0], **changes: str) -> House:
        home = place / (where or f"house-{len(list(place.iterdir()))}")
        home.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", first_house[0].home, home], check=True)
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
