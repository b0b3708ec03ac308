"""What can be exported. What can be imported is registered as `core.registry.ImportKind`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rapport.core.registry import Registry


@dataclass(frozen=True)
class ExportKind:
    """Something `bin/rapport export` writes. `run(options)` answers how many rows it wrote to `options.file`."""

    name: str
    help: str
    run: Callable[[Any], int]
    arguments: Callable[[Any], None] = lambda parser: None
    order: int = 50


export_kinds: Registry[ExportKind] = Registry()
