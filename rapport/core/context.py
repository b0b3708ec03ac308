"""What the shell of every page needs to know."""

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
