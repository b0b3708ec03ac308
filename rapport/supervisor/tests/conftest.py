import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psutil
import pytest

from rapport.supervisor.tests.houses import EVERY_USER, IS_ROOT, House, someone_else


def pytest_collection_modifyitems(items):
    """One worker runs all of them, so that the first house is built once."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("supervisor"))


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
    running = house.up()
    said, code = running.said, running.stop()
    assert code == 0, running.said
    return house, said


@pytest.fixture
def a_house(first_house, place):
    """A function that copies the first house to another place, for another owner."""
    houses = []

    def build(where: str | Path = "", who: str = EVERY_USER[0], **changes: str) -> House:
        home = place / (where or f"house-{len(list(place.iterdir()))}")
        for parent in home.relative_to(place).parents:
            (place / parent).mkdir(exist_ok=True)
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
        for process in house.processes():
            with_its_children(process)
        shutil.rmtree(house.home, ignore_errors=True)


def with_its_children(process: psutil.Process) -> None:
    """End what a failed test left behind."""
    try:
        for each in [process, *process.children(recursive=True)]:
            each.send_signal(signal.SIGKILL)
    except psutil.Error:
        pass
