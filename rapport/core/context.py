"""What the shell of every page needs to know."""

import re
from functools import cache
from pathlib import Path

from django.apps import apps
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from rapport.core import formats
from rapport.core.registry import BADGES_COUNT_TO, navigation

THEMES = ("light", "dark")


def shell(request) -> dict:
    user = getattr(request, "user", None)
    theme = request.COOKIES.get("theme", "")
    return {
        "nav": SimpleLazyObject(lambda: _places(request)) if user and user.is_authenticated else [],
        "theme": theme if theme in THEMES else "",
        "html_lang": get_language(),
    }


def head_assets() -> dict:
    """What the head of every page links to."""
    return {"modules": _modules(), "stylesheets": _assets("css"), "scripts": _assets("js")}


def _places(request) -> list[dict]:
    places = []
    for item in navigation.for_user(request.user):
        url = reverse(item.url_name)
        section = item.section or url
        current = request.path == "/" if section == "/" else request.path.startswith(section)
        count = item.badge(request.user) if item.badge else None
        badge = formats.up_to(BADGES_COUNT_TO, count) if count else None
        shortcuts = _shortcuts(item, request) if item.shortcuts else []
        places.append(
            {
                "item": item,
                "url": url,
                "current": current,
                "badge": badge,
                "counts": item.badge is not None,
                "shortcuts": shortcuts,
            }
        )
    return places


def _shortcuts(item, request) -> list[dict]:
    here = request.get_full_path()
    return [
        {"label": one.label, "url": one.url, "current": here == one.url or here.startswith(one.url + "&")}
        for one in item.shortcuts(request.user)
    ]


@cache
def _modules() -> list[str]:
    """What main.js imports, so that the browser fetches all at once instead of one after another."""
    main = Path(finders.find("core/js/main.js")).read_text()
    return [f"core/js/{name}" for name in re.findall(r'^import "\./([\w-]+\.js)"', main, re.MULTILINE)]


@cache
def _assets(ending: str) -> list[str]:
    """A slice's own style sheet and module are found by name: `static/<slice>/<slice>.css`."""
    names = [config.label for config in apps.get_app_configs() if config.name.startswith("rapport.")]
    found = [f"{name}/{name}.{ending}" for name in reversed(names) if name != "core"]
    return [path for path in found if finders.find(path)]
