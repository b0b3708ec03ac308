"""What the docs list is all there is, and there is nothing that they don't list."""

import re
from pathlib import Path

from django.conf import settings

ROOT = settings.BASE
VARIABLE = re.compile(r"\b(RAPPORT_[A-Z_]+|DATABASE_URL)\b")


def variables_in(path: Path) -> set[str]:
    return set(VARIABLE.findall(path.read_text()))


def test_every_setting_is_documented_and_exists():
    sources = [ROOT / "bin" / "rapport", *ROOT.glob("rapport/**/*.py")]
    used = set().union(*(variables_in(path) for path in sources if "tests" not in path.parts and path.is_file()))

    assert used - variables_in(ROOT / "docs" / "settings.md") == set()
    assert variables_in(ROOT / "docs" / "settings.md") - used == set()
