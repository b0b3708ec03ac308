"""What cannot work is said in one clear line, with a non-zero exit code and no traceback."""

import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from rapport.supervisor.home import CHECKOUT
from rapport.supervisor.postgres import Postgres
from rapport.supervisor.tests.houses import IS_ROOT, House, environment, wait_until


def refused(house: House, *words: str) -> str:
    """The one line with which `up` refuses."""
    done = house.run("up", "--no-demo", "--no-browser", *(words or ("--port", "0")))
    assert done.returncode == 1, done
    lines = done.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("rapport: "), done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert house.processes() == []
    return lines[0].removeprefix("rapport: ")


@pytest.fixture
def new_house(place, tmp_path_factory):
    house = House(place / "new")
    yield house
    shutil.rmtree(house.home, ignore_errors=True)


def test_a_taken_port(new_house):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refused(new_house, "--port", str(port)).startswith(f"Port {port} on 127.0.0.1 is taken")


def test_a_host_of_another_machine(new_house):
    assert "not an address of this machine" in refused(new_house, "--host", "192.0.2.1", "--port", "8000")


def test_a_home_that_is_a_file(new_house):
    new_house.home.write_text("a letter")
    assert "should be a folder" in refused(new_house)
    new_house.home.unlink()


def test_a_home_of_someone_else(place):
    """Root may write anywhere, so an ordinary user tries."""
    folder = place / "not-yours"
    folder.mkdir(mode=0o555)
    assert "may not be written by this user" in refused(House(folder / "home", "ordinary"))


# ---- disks


@pytest.fixture
def disk(place):
    """A function that runs a house on a small disk of its own, seen by it alone."""
    mounts = []

    def mount(options: str) -> Path:
        folder = Path(tempfile.mkdtemp(dir=place))
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder]
        if not IS_ROOT or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("this machine lets us mount nothing")
        mounts.append(folder)
        return folder

    yield mount
    for folder in mounts:
        subprocess.run(["umount", folder], check=True)


def test_a_read_only_disk(disk):
    assert "is on a read-only disk" in refused(House(disk("ro,size=1m") / "home"))


def test_a_full_disk(disk):
    folder = disk("size=1m")
    fill(folder)
    assert "is full" in refused(House(folder / "home"))


def test_a_disk_too_small_for_a_new_house(disk):
    assert "nearly full: a new site needs 150 MB" in refused(House(disk("size=40m") / "home"))


def test_a_disk_that_fills_up_while_the_house_is_built(disk):
    folder = disk("size=200m")
    house = House(folder / "home")
    building = house.begin("up", "--port", "0", "--no-demo")
    wait_until((house.data / "PG_VERSION").exists, "the database to be made")
    fill(folder)

    _, complaints = building.communicate(timeout=120)

    assert building.returncode == 1
    assert complaints.count("\n") == 1 and "is full" in complaints, complaints
    assert house.processes() == []


def fill(disk: Path) -> None:
    with (disk / "films").open("wb", buffering=0) as films, suppress(OSError):
        while True:
            films.write(b"x" * 2**16)


# ---- databases


def test_a_database_where_nobody_listens(new_house):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    new_house.changes["DATABASE_URL"] = f"postgresql://ann:secret@127.0.0.1:{port}/rapport"
    said = refused(new_house)
    assert said.startswith("The database of DATABASE_URL does not answer") and "secret" not in said


def test_a_database_that_keeps_silent(new_house):
    with socket.create_server(("127.0.0.1", 0)) as other:
        new_house.changes["DATABASE_URL"] = f"postgresql://ann@127.0.0.1:{other.getsockname()[1]}/rapport"
        assert "does not answer" in refused(new_house)


def test_an_address_that_is_none(new_house):
    new_house.changes["DATABASE_URL"] = "the blue one, on the left"
    assert "DATABASE_URL is not an address" in refused(new_house)


def test_a_postgresql_that_is_too_old(new_house):
    with a_postgresql_of("15.14") as port:
        new_house.changes["DATABASE_URL"] = f"postgresql://ann@127.0.0.1:{port}/rapport"
        assert "is PostgreSQL 15; Rapport needs 16 or newer" in refused(new_house)


def test_a_database_made_by_another_release(a_house):
    house = a_house()
    (house.data / "PG_VERSION").write_text("16\n")
    assert "was made by PostgreSQL 16" in refused(house)


def test_a_socket_folder_that_someone_else_prepared(place, a_house):
    """In the shared /tmp anybody could have been first."""
    house = a_house("/".join(["deep" * 8] * 4) + "/home", "ordinary")
    folder = Postgres(house.data, house.home / "run", house.home / "log").socket_folder
    assert folder.name.startswith("rapport-")
    folder.symlink_to(place)
    try:
        assert "belongs to someone else" in refused(house)
    finally:
        folder.unlink()


@contextmanager
def a_postgresql_of(version: str):
    """Speaks just enough of the protocol to let someone in and name its version."""

    def say(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("!i", len(body) + 4) + body

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                while True:
                    length, code = struct.unpack("!ii", client.recv(8, socket.MSG_WAITALL))
                    client.recv(length - 8, socket.MSG_WAITALL)
                    if code == 196608:  # the start-up message; anything before asks for encryption
                        break
                    client.sendall(b"N")
                facts = {"server_version": version, "server_encoding": "UTF8", "client_encoding": "UTF8"}
                told = b"".join(say(b"S", f"{name}\0{value}\0".encode()) for name, value in facts.items())
                client.sendall(say(b"R", struct.pack("!i", 0)) + told + say(b"Z", b"I"))
                client.recv(100)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=[listener], daemon=True).start()
        yield listener.getsockname()[1]


# ---- Python


@pytest.fixture
def a_path(tmp_path):
    """A PATH with what the launcher itself needs, and stand-ins for Python."""
    for name in ("sh", "dirname", "readlink"):
        (tmp_path / name).symlink_to(shutil.which(name))
    return tmp_path


@pytest.mark.parametrize("has_old_one", [True, False])
def test_no_python_that_is_new_enough(a_path, has_old_one):
    if has_old_one:  # Python 3.9 would answer the launcher's question just so
        (a_path / "python3").write_text("#!/bin/sh\nexit 1\n")
        (a_path / "python3").chmod(0o755)

    done = subprocess.run(
        [CHECKOUT / "bin" / "rapport", "up"], env={"PATH": str(a_path)}, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "rapport: Rapport needs Python 3.11 or newer; this machine has none. Set RAPPORT_PYTHON to one."
    ]


def test_a_newer_python_under_another_name_is_found(a_path):
    (a_path / "python3").write_text("#!/bin/sh\nexit 1\n")
    (a_path / "python3").chmod(0o755)
    (a_path / "python3.12").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (a_path / "python3.12").chmod(0o755)

    ours = environment(PATH=str(a_path))
    del ours["RAPPORT_PYTHON"]
    done = subprocess.run([CHECKOUT / "bin" / "rapport", "up", "--help"], env=ours, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert "--no-demo" in done.stdout
