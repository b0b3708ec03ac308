"""How well duplicates are found in sets with labels, and how quickly among everybody of the crowd."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from bench.measuring import Line


def quality(url: str) -> Iterator[Line]:
    """Of sets that move into the empty house at `url`."""
    for manner, found in _said_by("-m", "bench.quality", DATABASE_URL=url).items():
        there = f"{found['there']:,} pairs"
        yield Line(f"Duplicates, set “{manner}”: precision", round(found["precision"], 3), "", aim="≥ 0.98", note=there)
        yield Line(f"Duplicates, set “{manner}”: recall", round(found["recall"], 3), "", aim="≥ 0.90")


def measure() -> list[Line]:
    said = _said_by("-m", "rapport.core.cli", "duplicates", "--json")
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    cut = ", ".join(f"{one['block']} {one['groups']:,}" for one in said["cut"]) or "none"
    return [
        Line(
            "Duplicates: everybody looked through",
            said["seconds"],
            "s",
            aim="≤ 300",
            note=f"{said['compared']:,} pairs",
        ),
        Line("… memory at most", round(memory / 1024), "MB", aim="≤ 400"),
        Line("… pairs proposed", said["proposed"], "", note=f"groups left out: {cut}"),
    ]


def _said_by(*words: str, **environment: str) -> dict[str, Any]:
    """The JSON with which a process of its own ends."""
    done = subprocess.run(
        [sys.executable, *words], env=os.environ | environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])
