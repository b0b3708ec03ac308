"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

from rapport.core import assets
from rapport.core.joining import join

WHOLE = (assets.SHEET, "core/css/portal.css")
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Also joins style sheets, written in a file per component, and modules each into the one file that is fetched."""

    support_js_module_import_aggregation = True  # our modules import each other by name, too

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for sheet in WHOLE:
                if sheet in paths:
                    self._join(sheet, *paths[sheet])
                    paths = {**paths, sheet: (self, sheet)}
            if assets.MAIN in paths:
                self._write(assets.JOINED, self._modules(paths))
                paths = {**paths, assets.JOINED: (self, assets.JOINED)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _join(self, whole: str, source, name: str) -> None:
        """Begins with the sheet as it was written: ours may be joined already, from the parts of an earlier release."""
        folder = whole.rpartition("/")[0]

        def layer(found: re.Match) -> str:
            return f"@layer {found[2]} {{\n{COMMENT.sub('', self._text(f'{folder}/{found[1]}'))}}}"

        with source.open(name) as sheet:
            joined = IMPORT.sub(layer, COMMENT.sub("", sheet.read().decode()))
        if whole == assets.SHEET:
            joined += "".join(COMMENT.sub("", self._text(own)) for own in assets.of_slices("css"))
        self._write(whole, joined)

    def _modules(self, paths) -> str:
        starts = [assets.MAIN, *assets.of_slices("js")]

        def read(name: str) -> str:
            source, path = paths[name]
            with source.open(path) as module:
                return module.read().decode()

        return join(starts, assets.JOINED, read, lambda name: name.startswith(assets.APART))

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return file.read().decode()

    def _write(self, name: str, text: str) -> None:
        self.delete(name)
        with open(self.path(name), "w", encoding="utf-8") as out:
            out.write(text)


@contextmanager
def gathering(folder: Path) -> Iterator[None]:
    """Within, static files are gathered into `folder`. After one that was killed, all of them are made anew.

    A file that it left half-written would be taken for whole: it is younger than its source, and its name is right.
    """
    unfinished = folder / "unfinished"
    if unfinished.exists():
        for left in folder.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
            elif left != unfinished:
                left.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    yield
    unfinished.unlink()
