from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from rapport.core.formats import LANGUAGE_NAMES
from rapport.portal import looks, mounting
from rapport.portal.colours import on_brand

register = template.Library()


@register.simple_tag(takes_context=True)
def shell(context) -> dict:
    """What stands around every page of the site: whose it is, its colour, its places."""
    request, site = context.get("request"), context.get("preview") or looks.current()
    visitor = getattr(request, "visitor", None)
    known = visitor is not None and not visitor.is_guest
    return {
        "site": site,
        "business": site.business,
        "brand": site.brand,
        "on_brand": on_brand(site.brand),
        "visitor": visitor,
        "is_known": known,
        "welcome": site.words(get_language() or "en"),
        "only_looks": known and mounting.only_looks(request),
        "places": _places(visitor, request.path) if known else [],
        "languages": [(code, LANGUAGE_NAMES[code]) for code in _spoken(site.business)],
    }


def _spoken(business) -> list[str]:
    ours = dict(settings.LANGUAGES)
    return [code for code in business.languages if code in ours] or list(ours)


def _places(visitor, here: str) -> list[dict]:
    places = []
    for section in mounting.open_sections(visitor):
        if section.place:
            url = reverse(section.place)
            places.append({"label": section.label, "url": url, "current": here.startswith(url), "icon": section.icon})
    return places
