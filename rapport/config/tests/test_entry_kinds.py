"""Every kind of entry that an action records has a sentence and is known to the story."""

import ast
import re
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

from rapport.timeline.kinds import kinds

SOURCES = [
    path for path in Path(settings.BASE, "rapport").rglob("*.py") if not {"tests", "migrations"} & set(path.parts)
]
KIND = re.compile(r"[a-z_]+\.[a-z_]+")
RECORDERS = {"record": 1, "record_all": 0, "_write": 1}  # which argument is the kind


def recorded() -> set[str]:
    """Kinds written out in calls of `record` and its like."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(getattr(node, "func", None), "id", "")
            if name in RECORDERS and len(node.args) > RECORDERS[name]:
                texts = (part.value for part in ast.walk(node.args[RECORDERS[name]]) if isinstance(part, ast.Constant))
                found |= {text for text in texts if isinstance(text, str) and KIND.fullmatch(text)}
    return found


def test_every_recorded_kind_is_registered():
    found = recorded()
    assert "note.written" in found
    assert found - {kind.name for kind in kinds} == set()


def test_every_kind_has_a_sentence():
    for kind in kinds:
        get_template(f"entries/{kind.name}.html")


def test_every_sentence_belongs_to_a_kind():
    sentences = {path.stem for path in Path(settings.BASE, "rapport").glob("*/templates/entries/*.html")}
    assert sentences == {kind.name for kind in kinds}


def test_every_kind_is_documented_and_exists():
    page = Path(settings.BASE, "docs", "entries.md").read_text()
    assert set(re.findall(r"^\| `([a-z_.]+)` \|", page, re.M)) == {kind.name for kind in kinds}
