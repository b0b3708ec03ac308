"""The table, with what machine it was measured on."""

import json
import os
import platform
import subprocess
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.measuring import Line

CHECKOUT = Path(__file__).resolve().parents[1]


def machine(customers: int, database: str) -> dict:
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "customers": customers,
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": database,
        "django": version("django"),
        "granian": version("granian"),
        "release": _commit(),
        "load_before": round(os.getloadavg()[0], 1),
    }


def show(lines: list[Line], about: dict, as_json: bool) -> None:
    if as_json:
        print(json.dumps(about | {"lines": [asdict(line) for line in lines]}, ensure_ascii=False, indent=1))
        return
    print(
        f"{about['customers']:,} customers · {about['date']} · {about['cores']} cores ({about['processor']}), "
        f"{about['memory_gib']} GiB, load before {about['load_before']} · {about['system']} · "
        f"Python {about['python']}, PostgreSQL {about['postgresql']}, Django {about['django']}, "
        f"granian {about['granian']} · {about['release']}\n"
    )
    print("| | | p95 | aim | at best | which is | times |\n|---|---:|---:|---|---:|---|---:|")
    for line in lines:
        print("| " + " | ".join(_cells(line)) + " |")


def _cells(line: Line) -> list[str]:
    name = f"{line.name} ({line.note})" if line.note else line.name
    p95 = "" if line.p95 is None else f"{line.p95:,} ms"
    bare = "" if line.bare is None else f"{line.bare:,} {line.unit}"
    return [name, f"{line.value:,} {line.unit}", p95, line.aim, bare, line.bare_is, _times(line)]


def _times(line: Line) -> str:
    """How many times as long as the machine needs at best."""
    if not line.bare or not line.value:
        return ""
    return f"{line.value / line.bare if line.unit in ('ms', 's') else line.bare / line.value:.1f}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "no repository"
