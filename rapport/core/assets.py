"""Style sheets and modules of the house and its slices."""

import re
from functools import cache
from pathlib import Path

from django.apps import apps
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

SHEET = "core/css/rapport.css"
MAIN = "core/js/main.js"
JOINED = "core/js/rapport.js"
APART = "vendor/"


@cache
def of_slices(ending: str) -> list[str]:
    """A slice's own style sheet and module are found by name: `static/<slice>/<slice>.css`."""
    names = [config.label for config in apps.get_app_configs() if config.name.startswith("rapport.")]
    found = [f"{name}/{name}.{ending}" for name in reversed(names) if name != "core"]
    return [path for path in found if finders.find(path)]


@cache
def of_main() -> list[str]:
    """What main.js imports, so that the browser fetches all at once instead of one after another."""
    main = Path(finders.find(MAIN)).read_text()
    return [f"core/js/{name}" for name in re.findall(r'^import "\./([\w-]+\.js)"', main, re.MULTILINE)]


def head_assets() -> dict[str, list[str]]:
    """What the head of every page links to: where static files were gathered one sheet and one module, else each."""
    if JOINED in getattr(staticfiles_storage, "hashed_files", ()):
        return {"stylesheets": [SHEET], "modules": [], "scripts": [JOINED]}
    return {
        "stylesheets": [SHEET, *of_slices("css")],
        "modules": of_main(),
        "scripts": [MAIN, *of_slices("js")],
    }
