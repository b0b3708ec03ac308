"""Modules are written in a file each; browsers fetch them joined in one.

Every module becomes a part that runs when it is first asked for: its names stay its own, and what it imports runs
before it, as if the browser had fetched it. Of `import` and `export` only the forms are understood that our modules
use; another is refused when static files are gathered, never in someone's browser.
"""

import posixpath
import re
from collections.abc import Callable, Iterable

IMPORT = re.compile(r'^import (?:(?:(\w+)|\{ ([^}]+) \}) from )?"(\.[^"]+)";$', re.MULTILINE)
LATER = re.compile(r'\bimport\("(\.[^"]+)"\)')
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
EXPORTS = re.compile(r"^export \{ ([^}]+) \};$", re.MULTILINE)
UNKNOWN = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)
USING = "const made = {};\nconst use = (name) => (made[name] ??= parts[name]());\n"


class Unjoinable(ValueError):
    """A module says something that cannot be joined, or two import each other."""


def join(starts: Iterable[str], into: str, read: Callable[[str], str], is_apart: Callable[[str], bool]) -> str:
    """The text of `into`: the modules `starts`, run in this order, with all that they import.

    Names are paths below the root of static files. `read` gives a module's text; those for which `is_apart` holds are
    imported from their own file as before.
    """
    joined = _Joined(into, read, is_apart)
    for start in starts:
        joined.take(start, ())
    parts = "".join(f'"{name}"() {{\n{text}}},\n' for name, text in joined.parts.items())
    runs = "".join(f'use("{start}");\n' for start in starts)
    return "".join(joined.apart.values()) + USING + f"const parts = {{\n{parts}}};\n{runs}"


class _Joined:
    def __init__(self, into: str, read: Callable[[str], str], is_apart: Callable[[str], bool]):
        self.folder = posixpath.dirname(into)
        self.read = read
        self.is_apart = is_apart
        self.parts: dict[str, str] = {}
        self.apart: dict[str, str] = {}

    def take(self, name: str, importers: tuple[str, ...]) -> None:
        if name in importers:
            raise Unjoinable(f"{' imports '.join((*importers, name))}: modules that import each other cannot be joined")
        if name in self.parts:
            return

        def imported(path: str) -> str:
            return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))

        def now(found: re.Match) -> str:
            default, names, path = found.groups()
            other = imported(path)
            if self.is_apart(other):
                self._fetch(other, default)
                return ""
            if default:
                raise Unjoinable(f"{name}: {found[0]} takes a default, which only modules apart may have")
            self.take(other, (*importers, name))
            return f'const {{ {names.replace(" as ", ": ")} }} = use("{other}");' if names else f'use("{other}");'

        def later(found: re.Match) -> str:
            other = imported(found[1])
            self.take(other, ())
            return f'Promise.resolve().then(() => use("{other}"))'

        text = COMMENT.sub("", self.read(name))
        exported = EXPORT.findall(text) + [one for names in EXPORTS.findall(text) for one in names.split(", ")]
        text = LATER.sub(later, IMPORT.sub(now, EXPORTS.sub("", EXPORT.sub("", text))))
        if unknown := UNKNOWN.search(text):
            raise Unjoinable(f"{name}: {unknown[0]} is written in a way that cannot be joined")
        self.parts[name] = f"{text}return {{ {', '.join(exported)} }};\n"

    def _fetch(self, name: str, default: str | None) -> None:
        path = posixpath.relpath(name, self.folder)
        called = f"{default} from " if default else ""
        if called or name not in self.apart:
            self.apart[name] = f'import {called}"{path}";\n'
