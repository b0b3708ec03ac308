"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

WHOLE = ("core/css/rapport.css", "core/css/portal.css")
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Also joins the style sheets, which are written in a file per component, into the one file that browsers fetch."""

    support_js_module_import_aggregation = True  # our modules import each other by name, too

    def post_process(self, paths, dry_run=False, **options):
        for sheet in WHOLE:
            if sheet in paths and not dry_run:
                self._join(sheet, *paths[sheet])
                paths = {**paths, sheet: (self, sheet)}
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _join(self, whole: str, source, name: str) -> None:
        """Begins with the sheet as it was written: ours may be joined already, from the parts of an earlier release."""
        folder = whole.rpartition("/")[0]

        def layer(found: re.Match) -> str:
            with self.open(f"{folder}/{found[1]}") as part:
                return f"@layer {found[2]} {{\n{COMMENT.sub('', part.read().decode())}}}"

        with source.open(name) as sheet:
            joined = IMPORT.sub(layer, COMMENT.sub("", sheet.read().decode()))
        self.delete(whole)
        with open(self.path(whole), "w", encoding="utf-8") as out:
            out.write(joined)


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
