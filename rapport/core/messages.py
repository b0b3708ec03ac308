"""The words of the house in its languages: gathered from the sources, kept in `rapport/locale`, compiled for gettext.

`bin/rapport messages extract | check | compile`. Needs no GNU gettext.
"""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from rapport.core.foreign_messages import foreign_catalogue, foreign_files

LANGUAGES = [code for code, name in settings.LANGUAGES if code != "en"]  # English sentences are the message ids
CALLS = {  # function of django.utils.translation -> what its first arguments are
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "gettext_noop": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
IN_TEMPLATE = re.compile(r"\b(?:n?p?gettext|_)\(")
PLACEHOLDER = re.compile(r"%\((\w+)\)|(?<!%)%([sd])|\{(\w*)\}")


@dataclass(frozen=True)
class Message:
    id: str
    plural: str = ""
    context: str = ""

    @property
    def key(self):
        return (self.id, self.plural) if self.plural else self.id


def catalogue_path(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def gather() -> dict[Message, set[str]]:
    """Every message of the house and of the libraries' texts that people see, with the files it comes from."""
    found: dict[Message, set[str]] = {}
    root = settings.BASE / "rapport"
    sources = [
        (path, str(path.relative_to(settings.BASE)))
        for ending in ("py", "html", "txt")
        for path in sorted(root.rglob(f"*.{ending}"))
        if not {"tests", "migrations", "assets", "static", "locale"} & set(path.relative_to(root).parts)
    ]
    for path, name in [*sources, *foreign_files()]:
        text = path.read_text()
        for message in in_python(text) if path.suffix == ".py" else in_template(text, name):
            found.setdefault(message, set()).add(name)
    return found


def in_python(source: str) -> Iterator[Message]:
    tree = ast.parse(source)
    names = {name: name for name in CALLS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("utils.translation"):
            names |= {alias.asname or alias.name: alias.name for alias in node.names if alias.name in CALLS}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in names and (message := _message(names[called], node)):
                yield message


def in_template(source: str, name: str) -> Iterator[Message]:
    """Django turns a template into calls of gettext between fillers; a call ends where its bracket closes."""
    text = templatize(source, origin=name)
    for start in IN_TEMPLATE.finditer(text):
        for end in re.finditer(r"\)", text[start.end() :]):
            try:
                call = ast.parse(text[start.start() : start.end() + end.end()], mode="eval").body
            except SyntaxError:
                continue
            function = start.group()[:-1]
            if message := _message("gettext" if function == "_" else function, call):
                yield message
            break


def _message(function: str, call: ast.Call) -> Message | None:
    parts = CALLS[function]
    texts = [
        arg.value for arg in call.args[: len(parts)] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    if len(texts) != len(parts) or not all(texts):
        return None  # called with something computed: a helper that passes a message on
    named = dict(zip(parts, texts, strict=True))
    return Message(named["id"], named.get("plural", ""), named.get("context", ""))


def read(language: str) -> Catalog:
    path = catalogue_path(language)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract() -> dict[str, int]:
    """Bring the catalogues up to date with the sources; answers how many messages each still lacks."""
    found = gather()
    lacking = {}
    for language in LANGUAGES:
        kept, foreign = read(language), foreign_catalogue(language)
        fresh = _empty(language, created=kept.creation_date)
        for message in sorted(found, key=lambda m: (sorted(found[m])[0], m.id, m.context)):
            old = kept.get(message.id, message.context or None)
            string = old.string if old and (isinstance(old.id, tuple) == bool(message.plural)) else ""
            if not _complete(string):
                string = foreign(message) or string
            places = [(name, None) for name in sorted(found[message])[:3]]
            fresh.add(message.key, string, locations=places, context=message.context or None)
        catalogue_path(language).parent.mkdir(parents=True, exist_ok=True)
        with catalogue_path(language).open("wb") as file:
            write_po(file, fresh, width=0, omit_header=False, sort_output=False)
        lacking[language] = sum(1 for m in fresh if m.id and not _complete(m.string))
    return lacking


def _empty(language: str, created: datetime) -> Catalog:
    """Without the generator's placeholders, and without a date that changes when nothing else does."""
    return Catalog(
        locale=language,
        project="Rapport",
        version="",
        header_comment=f"# Rapport: {dict(settings.LANGUAGES)[language]}",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        creation_date=created,
        revision_date=created,
        charset="utf-8",
        fuzzy=False,
    )


def _complete(string) -> bool:
    return bool(string) and (isinstance(string, str) or all(string))


def compile_all() -> None:
    """Write the `.mo` files that are missing or of another source. One has the time of its source: that of an unpacked
    release may well lie before the hour at which the one before was compiled.
    """
    for language in LANGUAGES:
        source = catalogue_path(language)
        target = source.with_suffix(".mo")
        if source.is_file() and (not target.is_file() or target.stat().st_mtime != source.stat().st_mtime):
            made_of = source.stat()
            buffer = BytesIO()
            write_mo(buffer, read(language))
            unfinished = target.with_suffix(".part")
            unfinished.write_bytes(buffer.getvalue())
            os.utime(unfinished, ns=(made_of.st_atime_ns, made_of.st_mtime_ns))
            unfinished.replace(target)


def problems() -> Iterator[str]:
    """What keeps the catalogues from being complete and true to the sources, a line each."""
    found = gather()
    for language in LANGUAGES:
        catalogue = read(language)
        for message, names in found.items():
            entry = catalogue.get(message.id, message.context or None)
            where = f"{language}: {sorted(names)[0]}: {message.id[:70]!r}"
            if entry is None or isinstance(entry.id, tuple) != bool(message.plural):
                yield f"{where} is not in the catalogue; run `bin/rapport messages extract`"
            elif entry.fuzzy:
                yield f"{where} is marked fuzzy"
            elif not _complete(entry.string):
                yield f"{where} is not translated"
            else:
                yield from (f"{where} {problem}" for problem in _differences(message, entry.string))


def _differences(message: Message, string: str | tuple[str, ...]) -> Iterator[str]:
    wanted = _placeholders(message.id) | _placeholders(message.plural)
    forms = (string,) if isinstance(string, str) else string
    for form in forms:
        has = _placeholders(form)
        if has - wanted:
            yield f"has placeholders that the original lacks: {', '.join(sorted(has - wanted))}"
        if form is forms[-1] and wanted - has:  # earlier forms may say "one" in words
            yield f"lacks placeholders: {', '.join(sorted(wanted - has))}"


def _placeholders(text: str) -> set[str]:
    return {next(part for part in match if part) if any(match) else "{}" for match in PLACEHOLDER.findall(text)}
