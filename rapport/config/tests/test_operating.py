"""What operators are given says only what is there: commands, settings, versions, files."""

import re
import subprocess

import pytest
from django.conf import settings

from rapport.core.cli import _parser
from rapport.supervisor.given_database import OLDEST

ROOT = settings.BASE
DOCKERFILE, COMPOSE, UNIT = ROOT / "Dockerfile", ROOT / "compose.yaml", ROOT / "deploy" / "rapport.service"
ENVIRONMENTS = [ROOT / "deploy" / "rapport.env.example", ROOT / "deploy" / "rapport-systemd.env.example"]
DOCS = [ROOT / "docs" / "operating.md", ROOT / "docs" / "security.md", ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md"]
VARIABLE = re.compile(r"\b(RAPPORT_[A-Z_]+|DATABASE_URL)\b")


def words() -> set[str]:
    """Of the command line."""
    (subparsers,) = [action for action in _parser()._actions if action.choices]
    return set(subparsers.choices)


@pytest.mark.parametrize("path", [DOCKERFILE, COMPOSE, UNIT, *ENVIRONMENTS, *DOCS], ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path):
    known = set(VARIABLE.findall((ROOT / "docs" / "settings.md").read_text()))
    assert set(VARIABLE.findall(path.read_text())) <= known


def test_every_command_that_is_named_exists():
    named = set(re.findall(r'command: \["([a-z-]+)"', COMPOSE.read_text()))
    named |= set(re.findall(r"bin/rapport ([a-z][a-z-]+)", UNIT.read_text()))
    named |= set(re.findall(r'^CMD \["([a-z-]+)"', DOCKERFILE.read_text(), re.M))
    for path in DOCS:
        named |= set(re.findall(r"(?:bin/rapport|rapport\.core\.cli) ([a-z][a-z-]+)", path.read_text()))
    assert {"migrate", "web", "worker", "up", "setup-link"} <= named
    assert named - words() - {"with-test-tools"} == set()


def test_the_image_brings_what_it_copies_and_a_python_that_is_new_enough():
    text = DOCKERFILE.read_text()
    for copied in re.findall(r"^COPY ((?:(?!--from)\S+ )+)\S+$", text, re.M):
        assert all((ROOT / name).exists() for name in copied.split()), copied
    wanted = re.search(r'requires-python = ">=3\.(\d+)"', (ROOT / "pyproject.toml").read_text())[1]
    assert set(re.findall(r"^FROM (\S+)", text, re.M)) == {"debian:bookworm-slim"} and int(wanted) <= 11
    assert "--require-hashes" in text and "USER rapport" in text and "HEALTHCHECK" in text
    ignored = (ROOT / ".dockerignore").read_text()
    assert {"!requirements/base.txt", "!rapport"} <= set(ignored.split())


def test_compose_runs_a_database_that_is_new_enough_and_migrates_once():
    text = COMPOSE.read_text()
    assert int(re.search(r"image: postgres:(\d+)", text)[1]) >= OLDEST
    assert text.count("condition: service_completed_successfully") == 3
    assert "read_only: true" in text and "no-new-privileges:true" in text and '"127.0.0.1:8000:8000"' in text


def test_the_unit_starts_what_there_is_and_gives_no_rights_away():
    text = UNIT.read_text()
    program = re.search(r"^ExecStart=/opt/rapport/(\S+)", text, re.M)[1]
    assert (ROOT / program).is_file()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "User=rapport"):
        assert f"\n{line}\n" in text


def test_no_example_brings_a_secret_along():
    for path in ENVIRONMENTS:
        for name, value in re.findall(r"^(\w*(?:SECRET|PASSWORD)\w*)=(.*)$", path.read_text(), re.M):
            assert value in ("", "change-me"), name
    assert "rapport.env" in (ROOT / ".gitignore").read_text().split()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_to_files(path):
    for link in re.findall(r"\]\((?!http)([^)#]+)", path.read_text()):
        assert (path.parent / link).resolve().exists(), link


@pytest.mark.parametrize("name", ["operating.md", "backup.md"])
def test_the_docs_promise_no_command_that_is_still_to_come(name):
    words = re.findall(r"bin/rapport ([a-z-]+)\b", (ROOT / "docs" / name).read_text())
    assert words
    for word in set(words) - {"up"}:
        with pytest.raises(SystemExit) as ended:
            _parser().parse_args([word, "--help"])
        assert ended.value.code == 0, word


def test_without_a_secret_the_web_does_not_start(tmp_path):
    import os
    import sys

    ours = {name: value for name, value in os.environ.items() if name != "RAPPORT_SECRET_KEY"}
    ours |= {"RAPPORT_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "rapport.config.settings"}
    started = subprocess.run(
        [sys.executable, "-m", "rapport.core.cli", "web", "--port", "0"],
        cwd=ROOT,
        env=ours,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert started.returncode == 1 and "RAPPORT_SECRET_KEY" in started.stderr
