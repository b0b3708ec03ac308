"""Making the environment: once, whole, by one at a time, and again only when something changed."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from rapport.supervisor.home import CHECKOUT
from rapport.supervisor.tests.houses import environment, wait_until

INSTALLING = "Installing what Rapport needs (once, about a minute) …"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A checkout with the real launcher, whose only requirement is a tiny wheel next door: no network needed."""
    folder = tmp_path_factory.mktemp("bootstrap") / "check out"
    (folder / "requirements").mkdir(parents=True)
    shutil.copytree(CHECKOUT / "bin", folder / "bin")
    shutil.copytree(CHECKOUT / "rapport" / "supervisor", folder / "rapport" / "supervisor")
    shutil.copy(CHECKOUT / "rapport" / "__init__.py", folder / "rapport")
    (folder / "requirements" / "test.txt").write_text("# nothing more\n")
    return folder


def tiny_wheel(folder: Path, version: str) -> Path:
    wheel = folder / f"tiny-{version}-py3-none-any.whl"
    info = f"tiny-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", f"version = {version!r}\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", f"tiny.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return wheel


def require(checkout: Path, name: str, wheel: Path) -> None:
    said = hashlib.sha256(wheel.read_bytes()).hexdigest()
    (checkout / "requirements" / f"{name}.txt").write_text(f"tiny @ {wheel.as_uri()} --hash=sha256:{said}\n")


def begin(checkout: Path, **changes: str) -> subprocess.Popen:
    ours = environment(**changes)
    ours.pop("RAPPORT_VENV") if "RAPPORT_VENV" not in changes else None
    return subprocess.Popen(
        [checkout / "bin" / "rapport", "with-test-tools", "-c", "import tiny; print(tiny.version)"],
        env=ours, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def run(checkout: Path, **changes: str) -> tuple[int, str, str]:
    process = begin(checkout, **changes)
    said, complained = process.communicate(timeout=120)
    return process.returncode, said, complained


@pytest.mark.full
def test_installing_happens_once_and_again_when_the_requirements_change_or_it_was_interrupted(checkout, tmp_path):
    require(checkout, "base", tiny_wheel(tmp_path, "1.0"))
    both = [begin(checkout), begin(checkout)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert [out for out, _ in said] == ["1.0\n", "1.0\n"]
    assert sum(complained.count(INSTALLING) for _, complained in said) == 2  # base, and the empty test.txt

    assert run(checkout, HTTPS_PROXY="http://127.0.0.1:9") == (0, "1.0\n", "")

    require(checkout, "base", tiny_wheel(tmp_path, "2.0"))
    assert run(checkout) == (0, "2.0\n", INSTALLING + "\n")

    # Killed in the middle: some of it is there, and nobody knows which.
    require(checkout, "base", tiny_wheel(tmp_path, "3.0"))
    interrupted = begin(checkout)
    wait_until((checkout / ".venv" / "unfinished").exists, "it to be in the middle")
    os.killpg(interrupted.pid, signal.SIGKILL)
    interrupted.communicate()
    shutil.rmtree(next((checkout / ".venv" / "lib").glob("python*")))
    code, version, _ = run(checkout)
    assert (code, version) == (0, "3.0\n")


def test_a_library_that_is_not_the_pinned_one_is_not_installed(checkout, tmp_path):
    require(checkout, "base", tiny_wheel(tmp_path, "4.0"))
    (tmp_path / "tiny-4.0-py3-none-any.whl").write_bytes(tiny_wheel(tmp_path, "6.6.6").read_bytes())
    code, _, complained = run(checkout)
    assert code == 1
    assert complained.splitlines()[1].startswith("rapport: A downloaded library is not the one Rapport was made with")
    assert not (checkout / ".venv" / "installed-base").exists()


def test_no_network_for_the_first_start_is_said_in_one_line(checkout):
    (checkout / "requirements" / "base.txt").write_text(f"tiny==5.0 --hash=sha256:{'0' * 64}\n")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": ""}
    assert run(checkout, **nowhere) == (
        1,
        "",
        f"{INSTALLING}\nrapport: The first start needs the network, to install libraries; no package index answers.\n",
    )


def test_a_python_without_venv_names_the_package_that_is_missing(checkout, tmp_path):
    """Debian's Python says this when its package python3-venv is not installed."""
    (tmp_path / "venv.py").write_text("raise SystemExit('ensurepip is not available')")
    code, _, complained = run(checkout, PYTHONPATH=str(tmp_path), RAPPORT_VENV=str(tmp_path / "new"))
    assert code == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert complained.splitlines()[1].endswith(f"comes without venv. On Debian: apt install python{version}-venv")


def test_a_place_that_may_not_be_written(checkout, tmp_path):
    (tmp_path / "file").touch()
    code, _, complained = run(checkout, RAPPORT_VENV=str(tmp_path / "file" / "venv"))
    assert code == 1
    assert complained.count("\n") == 1 and "should be a folder" in complained
