"""`bin/lint`: what a machine can check without running the house."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("rapport", "bench", "conftest.py")
HOSTS = re.compile(
    r"(?:pypi|pythonhosted|npmjs|registry\.npmjs|deb\.debian|archive\.debian)\.(?:org|com|net)", re.IGNORECASE
)
PLACES = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w+/")
STYLE = re.compile(r"""\sstyle=(["'])(?!\s*--)""")
INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|<style[\s>]|\son[a-z]+=[\"']|\bhx-on|[\"']js:", re.IGNORECASE)


def main() -> int:
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")
    failed = [name for name, check in CHECKS if not _passes(name, check)]
    print(f"bin/lint: {', '.join(failed)} failed." if failed else "bin/lint: all is well.")
    return 1 if failed else 0


def _passes(name: str, check) -> bool:
    problems = list(check())
    print(f"{'ok  ' if not problems else 'FAIL'} {name}", flush=True)
    for problem in problems:
        print(f"     {problem}")
    return not problems


def formatting() -> Iterator[str]:
    yield from _run(sys.executable, "-m", "ruff", "format", "--check", "--output-format", "concise", *OURS)


def rules() -> Iterator[str]:
    yield from _run(sys.executable, "-m", "ruff", "check", "--quiet", "--output-format", "concise", *OURS)


def floors() -> Iterator[str]:
    script = Path(sys.executable).with_name("lint-imports")
    yield from _run(str(script), "--no-cache")


def _run(*words: str) -> Iterator[str]:
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        yield from (done.stdout + done.stderr).strip().splitlines() or [f"exit {done.returncode}"]


def migrations() -> Iterator[str]:
    """Models whose tables no migration makes. Needs no database."""
    from django.apps import apps
    from django.core.management.commands.makemigrations import Command
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("rapport.")}
    detector = Command.autodetector(loader.project_state(), ProjectState.from_apps(apps))
    for label, missing in detector.changes(graph=loader.graph).items():
        if label in ours:
            yield from (f"{label}: {operation.describe()}" for m in missing for operation in m.operations)
    for label, names in loader.detect_conflicts().items():
        yield f"{label}: several last migrations: {', '.join(sorted(names))}"


def templates() -> Iterator[str]:
    """Every template compiles, and none breaks the content security policy."""
    from django.template import TemplateSyntaxError, engines

    for path in _tracked("*.html", "*.txt"):
        if "templates" not in path.parts:
            continue
        text = path.read_text()
        try:
            engines["django"].from_string(text)
        except TemplateSyntaxError as problem:
            yield f"{path}: {problem}"
        for number, line in enumerate(text.splitlines(), 1):
            if STYLE.search(line):
                yield f"{path}:{number}: style= other than custom properties"
            if INLINE.search(line):
                yield f"{path}:{number}: inline script or style, which the content security policy forbids"


def translations() -> Iterator[str]:
    from rapport.core.messages import problems

    yield from problems()


def secrets_and_places() -> Iterator[str]:
    """Nothing tracked names a registry's host or somebody's home folder."""
    for path in _tracked():
        if "vendor" in path.parts or path.suffix in {".woff2", ".png", ".xlsx", ".mo", ".ico"}:
            continue
        try:
            lines = path.read_text().splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            if path.name != "lint.py" and (HOSTS.search(line) or PLACES.search(line)):
                yield f"{path}:{number}: names a package registry or a folder of one machine"


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return [path for line in listed.stdout.splitlines() if (path := Path(line)).is_file()]


CHECKS = (
    ("formatting", formatting),
    ("rules", rules),
    ("floors", floors),
    ("migrations", migrations),
    ("templates", templates),
    ("translations", translations),
    ("no hosts, no private places", secrets_and_places),
)

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")
    import django

    django.setup()
    sys.exit(main())
